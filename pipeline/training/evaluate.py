"""Bits per character: −Σ log₂ p over characters and EOS, divided by their number.

In float32, on whole tweets from the zero state; for a stream, with the state carried from its start.
"""

import math
from collections.abc import Callable, Iterable, Sequence

import keras
import numpy as np
import tensorflow as tf

from pipeline.training.batches import TrainingBatch, in_order, windows
from pipeline.training.layers.recurrent import zero_states
from pipeline.training.model import forward, precision
from pipeline.training.step import IDS, negative_log_likelihood

Scorer = Callable[[TrainingBatch], np.ndarray]


def scorer(model: keras.Model) -> Scorer:
    """A compiled function: batch → bits of each target [lanes, time], 0 where it is padding."""

    @tf.function(input_signature=[IDS, IDS])
    def nats(inputs: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
        with precision(model, "float32"):
            losses = negative_log_likelihood(forward(model, inputs)[0], tf.transpose(targets))
        return tf.transpose(losses)

    return lambda batch: nats(batch.inputs, batch.targets).numpy() / math.log(2)


def bits_per_char(score: Scorer, tweets: Sequence[np.ndarray]) -> float:
    """Bits per character of `tweets` (ids without BOS and EOS)."""
    return _mean(score, in_order(tweets))


def _mean(score: Scorer, batches: Iterable[TrainingBatch]) -> float:
    bits, characters = 0.0, 0
    for batch in batches:
        bits += float(score(batch).sum(dtype=np.float64))
        characters += batch.characters
    return bits / characters


def stream_bits(model: keras.Model, ids: np.ndarray, lanes: int = 1, window: int = 512) -> float:
    """Bits per character of a stream from the zero state, every character after the first scored once.

    More lanes than one cut the stream in as many parts, each from the zero state: sooner, and a little
    worse at each cut.
    """

    @tf.function(reduce_retracing=True)
    def nats(inputs: tf.Tensor, targets: tf.Tensor, states: list[list[tf.Tensor]]) -> tuple[tf.Tensor, list]:
        with precision(model, "float32"):
            logits, after = forward(model, inputs, states)
        return tf.reduce_sum(negative_log_likelihood(logits, tf.transpose(targets))), after

    states = zero_states(model, lanes)
    total, characters = 0.0, 0
    for batch in windows(ids, lanes, window):
        loss, states = nats(batch.inputs, batch.targets, states)
        total += float(loss)
        characters += batch.targets.size
    return total / characters / math.log(2)
