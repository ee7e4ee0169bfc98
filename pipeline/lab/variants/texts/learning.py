"""One network learns text for so many seconds of one core, whatever its cell; all cells by the same loop."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from pipeline.core.screen import Advance
from pipeline.lab.networks.learning import Weights, adam, initial, mean_losses, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.variants.texts.rows import Stream
from pipeline.lab.variants.texts.texts import WIDTH
from pipeline.network.weights import NetworkWeights

BATCH = 8  # rows a step
CHUNK = 10  # steps in one call of the compiled loop
CLIP = 1.0
WARM, FINAL = 0.05, 0.05  # shares: of the time until the peak of the rate, and of the peak at the end


class Learner:
    """The compiled loop of one shape, for any number of networks one after the other."""

    def __init__(self, shape: Shape, stream: Stream) -> None:
        self.shape, self.stream = shape, stream
        self._chunk: Callable[..., Any] = _compiled(shape)
        self._run(*_start(shape, 0), 0, 0.0, np.random.default_rng(0))  # compiles; costs no network its time

    def learn(
        self, seed: int, peak: float, seconds: float, advance: Advance | None = None
    ) -> tuple[NetworkWeights, int]:
        """Train one network: its weights, and how many steps it took in the time.

        Args:
            peak: of the learning rate: a linear warm-up, then a cosine over the time.
            seconds: of CPU time of this process.
        """
        random, begun, steps = np.random.default_rng(seed), time.process_time(), 0
        w, m, v = _start(self.shape, seed)
        while (spent := (time.process_time() - begun) / seconds) < 1:
            w, m, v = self._run(w, m, v, steps, peak * _shape_of_rate(spent), random)
            steps += CHUNK
            if advance is not None:
                advance(CHUNK)
        return network(self.shape, {name: value[0].numpy() for name, value in w.items()}), steps

    def _run(
        self, w: Weights, m: Weights, v: Weights, step: int, rate: float, random: np.random.Generator
    ) -> tuple[Weights, Weights, Weights]:
        read, expected = self.stream.drawn(random, (CHUNK, BATCH), WIDTH)
        found: tuple[Weights, Weights, Weights] = self._chunk(
            tf.constant(step),
            tf.constant([rate], tf.float32),
            tf.constant(read),
            tf.constant(expected),
            w,
            m,
            v,
        )
        return found


def _shape_of_rate(spent: float) -> float:
    """The rate over its peak after a share of the time."""
    cosine = 0.5 * (1 + np.cos(np.pi * spent))
    return float(min(1.0, (spent + 0.001) / WARM) * (FINAL + (1 - FINAL) * cosine))


def _start(shape: Shape, seed: int) -> tuple[Weights, Weights, Weights]:
    w = {name: tf.constant(value[None]) for name, value in initial(shape, seed).items()}
    m, v = ({name: tf.zeros_like(value) for name, value in w.items()} for _ in range(2))
    return w, m, v


def _compiled(shape: Shape) -> Callable[..., Any]:
    """CHUNK steps, a batch each, as one compiled function."""

    @tf.function(jit_compile=True)
    def chunk(
        first: tf.Tensor,
        rate: tf.Tensor,
        read: tf.Tensor,
        expected: tf.Tensor,
        w: Weights,
        m: Weights,
        v: Weights,
    ) -> Any:
        real = tf.ones((BATCH, WIDTH))

        def one(k: tf.Tensor, w: Weights, m: Weights, v: Weights) -> tuple[object, ...]:
            with tf.GradientTape() as tape:
                tape.watch(w)
                total = tf.reduce_sum(
                    mean_losses(shape, w, {"read": read[k], "next": expected[k], "real": real})
                )
            gradients = tape.gradient(total, w)
            return k + 1, *adam(w, m, v, gradients, tf.cast(first + k, tf.float32), rate, CLIP)

        return tf.while_loop(lambda k, *_: k < CHUNK, one, (tf.constant(0), w, m, v))[1:]

    return chunk
