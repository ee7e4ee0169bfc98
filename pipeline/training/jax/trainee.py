"""A network in training on JAX; the Keras network beside it starts it and gives the weights file its form."""

from collections.abc import Callable
from typing import Any

import jax
import keras
import numpy as np
import tensorflow as tf
from jax.sharding import NamedSharding
from jax.sharding import PartitionSpec as P

from pipeline.core.settings import TrainSettings
from pipeline.training import model as network
from pipeline.training.batches import TrainingBatch
from pipeline.training.evaluate import Scorer
from pipeline.training.jax.optimizer import State, by_muon
from pipeline.training.jax.step import mesh, scorer, training_step


class JaxTrainee:
    """A `training.trainee.Learner` on JAX."""

    def __init__(self, model: keras.Model, settings: TrainSettings) -> None:
        self._keras, self.settings, self.rate = model, settings, settings.learning_rate
        self.mesh, self.leads = mesh(), jax.process_index() == 0
        self.paths = [variable.path for variable in model.trainable_variables]
        weights = [variable.numpy() for variable in model.trainable_variables]
        zeros = [np.zeros_like(one) for one in weights]
        adams = [
            np.zeros(0, np.float32) if by_muon(settings, path) else zero
            for path, zero in zip(self.paths, zeros, strict=True)
        ]
        averages = weights if settings.average_decay else []
        self.state = self._placed(State(np.int32(0), weights, zeros, adams, averages))

    def _placed(self, state: State) -> State:
        """The same arrays on every device."""
        sharding = NamedSharding(self.mesh, P())
        return jax.tree.map(
            lambda a: jax.make_array_from_callback(np.shape(a), sharding, lambda place: np.asarray(a)[place]),
            state,
        )

    def arrays(self) -> dict[str, np.ndarray]:
        lists = self.state._asdict()
        step = np.asarray(lists.pop("step"))
        named = {f"{name}/{k}": np.asarray(a) for name, group in lists.items() for k, a in enumerate(group)}
        return {"step": step, **named}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        lists = self.state._asdict()
        del lists["step"]
        kept = {name: [arrays[f"{name}/{k}"] for k in range(len(group))] for name, group in lists.items()}
        self.state = self._placed(State(step=arrays["step"], **kept))

    def weights(self) -> list[np.ndarray]:
        return [np.asarray(one) for one in self.state.weights]

    def assign(self, weights: list[np.ndarray]) -> None:
        self.state = self._placed(self.state._replace(weights=weights))

    def swap(self) -> None:
        if self.state.averages:
            self.state = self.state._replace(weights=self.state.averages, averages=self.state.weights)

    def keras(self) -> keras.Model:
        for variable, value in zip(self._keras.trainable_variables, self.weights(), strict=True):
            variable.assign(value)
        return self._keras

    def stepper(self) -> Callable[[TrainingBatch], tuple[Any, Any]]:
        step = training_step(self.settings, self.paths, self.mesh)

        def run(batch: TrainingBatch) -> tuple[Any, Any]:
            self.state, loss, norm = step(self.state, batch, self.rate)
            return loss, norm

        return run

    def scorer(self) -> Scorer:
        score = scorer(self.settings, self.mesh)
        return lambda batch: score(self.state.weights, batch)


def build(vocabulary_size: int, settings: TrainSettings) -> JaxTrainee:
    """A fresh network, from the very weights that training with TensorFlow starts from."""
    tf.config.set_visible_devices([], "GPU")  # whose memory is for JAX
    return JaxTrainee(network.build(vocabulary_size, settings), settings)
