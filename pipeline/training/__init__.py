"""Training, all of it in Keras: the fast LSTM layer, layers of other cells, batches, the loop, evaluation.

May import network, text, tracking and core.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """`LSTM`, the layer by itself, imported when it is asked for: not every command needs TensorFlow."""
    if name == "LSTM":
        from pipeline.training.layers.lstm import LSTM

        return LSTM
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
