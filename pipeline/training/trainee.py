"""A network in training: its optimizer and the moving averages of its weights beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import keras
import numpy as np
import tensorflow as tf

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings
from pipeline.training import evaluate, step
from pipeline.training import model as network
from pipeline.training.batches import TrainingBatch


class Learner(Protocol):
    """A network in training as the loop knows it, on whichever backend.

    Attributes:
        rate: the learning rate of the next step.
        leads: whether this process writes what is made; of several that train one network, the first.
    """

    rate: float
    leads: bool

    def arrays(self) -> dict[str, np.ndarray]:
        """All that a checkpoint needs."""

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Take back what `arrays` gave."""

    def weights(self) -> list[np.ndarray]:
        """The weights, in the order of Keras's trainable variables."""

    def assign(self, weights: list[np.ndarray]) -> None:
        """Put these weights in the place of the present ones."""

    def swap(self) -> None:
        """Exchange weights and averages (twice is as before); nothing without averaging."""

    def keras(self) -> keras.Model:
        """The Keras network with the present weights."""

    def stepper(self) -> Callable[[TrainingBatch], tuple[Any, Any]]:
        """A function that makes one step on whole tweets: batch → loss in nats per target, gradient norm."""

    def scorer(self) -> evaluate.Scorer:
        """A function: batch → bits of each target [lanes, time] under the present weights, 0 for padding."""


@dataclass
class Trainee:
    """A `Learner` on TensorFlow: network, optimizer, and the moving averages of the weights (or none)."""

    model: keras.Model
    settings: TrainSettings
    optimizer: keras.optimizers.Optimizer
    averages: list[tf.Variable]
    leads = True

    def _groups(self) -> dict[str, list[Any]]:
        return {
            "model": self.model.variables,
            "optimizer": self.optimizer.variables,
            "average": self.averages,
        }

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            f"{name}/{k}": v.numpy() for name, group in self._groups().items() for k, v in enumerate(group)
        }

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        for name, group in self._groups().items():
            for k, variable in enumerate(group):
                variable.assign(arrays[f"{name}/{k}"])

    @property
    def rate(self) -> float:
        return float(self.optimizer.learning_rate.numpy())

    @rate.setter
    def rate(self, value: float) -> None:
        self.optimizer.learning_rate.assign(value)

    def weights(self) -> list[np.ndarray]:
        return [variable.numpy() for variable in self.model.trainable_variables]

    def assign(self, weights: list[np.ndarray]) -> None:
        for variable, value in zip(self.model.trainable_variables, weights, strict=True):
            variable.assign(value)

    def keras(self) -> keras.Model:
        return self.model

    def stepper(self) -> Callable[[TrainingBatch], tuple[Any, Any]]:
        run = step.training_step(self.model, self.optimizer, self.averages, self.settings)
        return lambda batch: run(batch.inputs, batch.targets)

    def scorer(self) -> evaluate.Scorer:
        return evaluate.scorer(self.model)

    def swap(self) -> None:
        for average, variable in zip(self.averages, self.model.trainable_variables, strict=False):
            kept = variable.numpy()
            variable.assign(average)
            average.assign(kept)


def build(vocabulary_size: int, settings: TrainSettings) -> Trainee:
    """A fresh network with its optimizer.

    Raises:
        UserError: the settings ask for another backend.
    """
    if settings.backend != "tensorflow":
        raise UserError(f"this is done with TensorFlow alone: leave train.backend = {settings.backend!r} out")
    model = network.build(vocabulary_size, settings)
    optimizer = step.optimizer(settings, model)
    averages = [tf.Variable(v) for v in model.trainable_variables] if settings.average_decay else []
    return Trainee(model, settings, optimizer, averages)
