"""TensorFlow's noise and its threads, settled once before its first operation."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

TOWERS = 2  # parts of a batch that run side by side in one graph


@contextmanager
def _no_stderr() -> Iterator[None]:
    """What C++ writes to the error stream before its logging can be configured goes nowhere."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def start(training: bool = False) -> None:
    """Import TensorFlow and Keras without their start-up lines.

    Args:
        training: take as many inter-op threads as towers and share the cores between them. The
            elementwise part of an LSTM step runs on one core however many there are; two halves of a
            batch use both. A process that has already used TensorFlow keeps its threads.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _no_stderr():
        import keras  # noqa: F401
        import tensorflow as tf
    if training:
        try:
            tf.config.threading.set_inter_op_parallelism_threads(TOWERS)
            tf.config.threading.set_intra_op_parallelism_threads(max(1, (os.cpu_count() or TOWERS) // TOWERS))
        except RuntimeError:
            return  # already running: the results are the same, only slower
