"""TensorFlow starts without a word, and training has a thread for each half of a batch."""

import subprocess
import sys

from pipeline.training.runtime import TOWERS

ASKED = """
from pipeline.training import runtime
runtime.start(training=True)
import tensorflow as tf
tf.constant([1.0]) + 1
runtime.start(training=True)
print(tf.config.threading.get_inter_op_parallelism_threads())
"""


def test_a_fresh_process_says_nothing() -> None:
    """Nothing on the error stream; a second start, when TensorFlow already runs, changes nothing."""
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    assert told.stdout == f"{TOWERS}\n"
