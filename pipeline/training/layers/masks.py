"""The random masks of one training step, the same at every character.

Dropout whose mask stays over time is that of Gal and Ghahramani 2016 (section 4). A mask on the recurrent
kernel is DropConnect as in Merity, Keskar and Socher 2018 (section 2). A mask comes from the seed and the
number of the step alone, so a training that goes on draws what it would have drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import tensorflow as tf

from pipeline.core.settings import TrainSettings

WEIGHTS = 100  # masks of weights are numbered from here, those of outputs from 0


@dataclass(frozen=True)
class Masks:
    """Draws the masks of one step for one part of the batch.

    Attributes:
        settings: their rates and their seed.
        step: the number of the step, an integer scalar.
        part: of the batch. Each part has its own masks of outputs; those of weights are shared.
    """

    settings: TrainSettings
    step: tf.Tensor
    part: int = 0

    def outputs(self, x: tf.Tensor, layer: int, lanes: int) -> tf.Tensor:
        """The outputs of a layer (from 0) after dropout.

        Args:
            x: [time, units, lanes] or [lanes, time, units].
            layer: which one.
            lanes: the axis of x that has the lanes, 2 or 0; time is the one before it, in the round.
        """
        rate = self.settings.dropout
        if not rate:
            return x
        shape = [size if size is not None else tf.shape(x)[k] for k, size in enumerate(x.shape)]
        shape[(lanes + 1) % 3] = 1
        return x * tf.cast(self._kept(shape, rate, layer, self.part), x.dtype)

    def weights(self, kernel: tf.Tensor, layer: int) -> tf.Tensor:
        """The recurrent kernel of a layer (from 0), some weights of it set to zero."""
        rate = self.settings.weight_drop
        return kernel * self._kept(kernel.shape, rate, WEIGHTS + layer, 0) if rate else kernel

    def _kept(self, shape: Sequence[int | tf.Tensor], rate: float, what: int, part: int) -> tf.Tensor:
        """0 with the probability `rate`, else 1 / (1 − rate), so that the mean stays."""
        key = tf.constant([self.settings.seed, what], tf.int64)
        for number in (tf.cast(self.step, tf.int64), tf.constant(part, tf.int64)):
            key = tf.random.fold_in(key, number)
        drawn = tf.random.stateless_uniform(shape, key)
        return tf.cast(drawn >= rate, tf.float32) / (1.0 - rate)
