"""A network in training: its optimizer and the moving averages of its weights beside it."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.training import model as network
from pipeline.training import step


@dataclass
class Trainee:
    """The network, its optimizer, and the moving averages of its weights (empty without averaging)."""

    model: keras.Model
    optimizer: keras.optimizers.Optimizer
    averages: list[tf.Variable]

    def _groups(self) -> dict[str, list[Any]]:
        return {
            "model": self.model.variables,
            "optimizer": self.optimizer.variables,
            "average": self.averages,
        }

    def arrays(self) -> dict[str, np.ndarray]:
        """All that a checkpoint needs of them."""
        return {
            f"{name}/{k}": v.numpy() for name, group in self._groups().items() for k, v in enumerate(group)
        }

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Assign what `arrays` gave."""
        for name, group in self._groups().items():
            for k, variable in enumerate(group):
                variable.assign(arrays[f"{name}/{k}"])

    def swap(self) -> None:
        """Exchange weights and averages (twice is as before); nothing without averaging."""
        for average, variable in zip(self.averages, self.model.trainable_variables, strict=False):
            kept = variable.numpy()
            variable.assign(average)
            average.assign(kept)


def build(vocabulary_size: int, settings: TrainSettings) -> Trainee:
    """A fresh network with its optimizer."""
    model = network.build(vocabulary_size, settings)
    optimizer = step.optimizer(settings, model)
    averages = [tf.Variable(v) for v in model.trainable_variables] if settings.average_decay else []
    return Trainee(model, optimizer, averages)
