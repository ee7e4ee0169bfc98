"""One recurrent layer of any kind of cell: Keras's own where it has the kind, else a small cell of ours."""

from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS, Blocks
from pipeline.training.layers.lstm import LSTM

# The activations of `network.cells` under Keras's names: of gates, and of everything else.
NAMES = {"standard": ("sigmoid", "tanh"), "hard": ("hard_sigmoid", "hard_tanh")}


class Graph:
    """`network.cells.Now` on tensors, for automatic differentiation."""

    def __init__(self, activations: str, peephole: tf.Tensor | None) -> None:
        gate, tanh = (keras.activations.get(name) for name in NAMES[activations])
        self._gate, self.tanh = gate, tanh
        vectors = () if peephole is None else zip("ifo", tf.unstack(peephole), strict=True)
        self.p = Blocks(**dict(vectors))

    def gate(self, name: str, z: tf.Tensor) -> tf.Tensor:
        return self._gate(z)

    def content(self, name: str, z: tf.Tensor) -> tf.Tensor:
        return self.tanh(z)

    def state(self, name: str, value: tf.Tensor) -> tf.Tensor:
        return value


@keras.saving.register_keras_serializable(package="tweetscope")
class GatedCell(keras.layers.Layer):
    """An LSTM-like cell that Keras does not have, by the equations of `network.cells`.

    Weights are kernel [inputs, blocks·units], recurrent kernel [units, blocks·units], bias [blocks·units]
    and, of a peephole cell, peephole [3, units], which starts at 0: as an LSTM.
    """

    def __init__(self, units: int, kind: str, activations: str = "standard", **options: Any) -> None:
        super().__init__(**options)
        self.units, self.kind, self.activations = units, kind, activations
        self.state_size, self.output_size = [units, units], units

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Make the weights, as Keras starts those of its LSTM."""
        columns = len(CELLS[self.kind].blocks) * self.units
        made = self.add_weight
        self.kernel = made((input_shape[-1], columns), initializer="glorot_uniform", name="kernel")
        self.recurrent_kernel = made((self.units, columns), initializer="orthogonal", name="recurrent_kernel")
        self.bias = made((columns,), initializer="zeros", name="bias")
        self.peephole = None
        if self.kind == "peephole":
            self.peephole = made((3, self.units), initializer="zeros", name="peephole")
        self.built = True

    def call(
        self, inputs: tf.Tensor, states: Sequence[tf.Tensor], training: bool = False
    ) -> tuple[tf.Tensor, list[tf.Tensor]]:
        """One step: inputs [lanes, inputs], states h and c [lanes, units] → h, and both after."""
        cell, (h, c) = CELLS[self.kind], states
        z = tf.matmul(inputs, self.kernel) + tf.matmul(h, self.recurrent_kernel) + self.bias
        blocks = Blocks(**dict(zip(cell.blocks, tf.split(z, len(cell.blocks), -1), strict=True)))
        peephole = None if self.peephole is None else tf.convert_to_tensor(self.peephole)
        signals = cell.equations(blocks, Blocks(h=h, c=c), Graph(self.activations, peephole))
        *_, c, h = signals
        return h, [h, c]

    def get_config(self) -> dict[str, Any]:
        """What the constructor takes."""
        own = {"units": self.units, "kind": self.kind, "activations": self.activations}
        return {**super().get_config(), **own}


def layer(settings: TrainSettings, number: int) -> keras.layers.RNN:
    """Recurrent layer number `number` (from 1): sequences and states come out."""
    shared = {"return_sequences": True, "return_state": True, "name": f"{settings.cell}_{number}"}
    gate, tanh = NAMES[settings.activations]
    if settings.cell == "lstm":
        return LSTM(settings.units, activation=tanh, recurrent_activation=gate, **shared)
    if settings.cell == "gru":
        return keras.layers.GRU(settings.units, activation=tanh, recurrent_activation=gate, **shared)
    if settings.cell == "rnn":
        return keras.layers.SimpleRNN(settings.units, activation=tanh, **shared)
    return keras.layers.RNN(GatedCell(settings.units, settings.cell, settings.activations), **shared)


def layers(model: keras.Model) -> list[keras.layers.RNN]:
    """The recurrent layers of a network, from the first up."""
    return [one for one in model.layers if isinstance(one, keras.layers.RNN)]


def zero_states(model: keras.Model, lanes: int) -> list[list[tf.Tensor]]:
    """The zero state of each layer, [lanes, units] each, in Keras's order (h before c)."""
    return [[tf.zeros((lanes, size)) for size in sizes(one)] for one in layers(model)]


def sizes(one: keras.layers.RNN) -> list[int]:
    """The sizes of a layer's states."""
    size = one.cell.state_size
    return list(size) if isinstance(size, list | tuple) else [size]
