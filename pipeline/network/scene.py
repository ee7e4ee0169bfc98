"""The network at chosen places of some tweets, and one step taken there again with values put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from pipeline.core.parallel import mapped
from pipeline.network.activations import placed, positions
from pipeline.network.address import Address
from pipeline.network.batch import PaddedTweets
from pipeline.network.cells import CELLS
from pipeline.network.computed import Held
from pipeline.network.step import State, Stepper
from pipeline.network.trace import forward
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import EOS

Array = np.ndarray
Put = Mapping[Address, Float[Array, " places"]]  # what each address is set to at each place

ROWS = 4096  # stepped at a time


@dataclass(frozen=True)
class Scene:
    """Some input positions of some tweets.

    Attributes:
        read, following: the character read there, and the one that follows (EOS at a tweet's end).
        before, after: the states of every layer before and after it was read: signal → [places, units].
    """

    read: Int[Array, " places"]
    following: Int[Array, " places"]
    before: list[State]
    after: list[State]

    def __getitem__(self, rows: Int[Array, " some"]) -> "Scene":
        """Some of the places."""

        def part(states: list[State]) -> list[State]:
            return [{name: value[rows] for name, value in state.items()} for state in states]

        return Scene(self.read[rows], self.following[rows], part(self.before), part(self.after))

    @classmethod
    def of(
        cls, weights: NetworkWeights, ids: Sequence[Int[Array, " length"]], places: Int[Array, " places"]
    ) -> "Scene":
        """Run the network over the tweets that hold the places, each from the zero state.

        Args:
            weights: the network.
            ids: of each tweet, without BOS.
            places: input positions among those of all tweets (each tweet's BOS counts one).
        """
        begins, (wanted, back) = positions(ids), np.unique(places, return_inverse=True)
        held = np.unique(np.searchsorted(begins, wanted, side="right") - 1)
        inputs = np.zeros(begins[-1], dtype=np.int64)
        inputs[np.delete(np.arange(begins[-1]), begins[:-1])] = np.concatenate([*ids, []]).astype(np.int64)
        outputs = np.append(inputs[1:], EOS)
        outputs[begins[1:] - 1] = EOS
        found = cls(
            inputs[wanted],
            outputs[wanted],
            *([_empty(layer.cell, layer.units, len(wanted)) for layer in weights.layers] for _ in range(2)),
        )

        def one(work: tuple[PaddedTweets, Array]) -> None:
            batch, _ = work
            step, column = np.nonzero(batch.real)
            tweet = held[batch.tweets[column]]
            row = np.searchsorted(wanted, begins[tweet] + step)
            mine = (row < len(wanted)) & (wanted[np.minimum(row, len(wanted) - 1)] == begins[tweet] + step)
            row, step, column = row[mine], step[mine], column[mine]
            for run, was, now in zip(forward(weights, batch.padded), found.before, found.after, strict=True):
                for name in now:
                    value = run.values[name]
                    now[name][row] = value[step, column]
                    was[name][row] = np.where(step[:, None] > 0, value[np.maximum(step - 1, 0), column], 0)

        mapped(one, placed([ids[tweet] for tweet in held]))
        return found[back]


def _empty(cell: str, units: int, rows: int) -> State:
    return {name: np.zeros((rows, units), np.float32) for name in CELLS[cell].states}


def log_probabilities(
    net: Stepper, scene: Scene, puts: Sequence[Put]
) -> Float[Array, "puts places vocabulary"]:
    """log₂ of the next character's distribution at each place, when its step is taken with values put in.

    Args:
        net: laid out with `shared`.
        scene: the places.
        puts: one network each; {} leaves it as it is.
    """
    count = len(scene.read)
    size = max(1, ROWS // max(1, count))
    found = np.empty((len(puts), count, net.dense.shape[1]), dtype=np.float32)

    def one(first: int) -> None:
        part = puts[first : first + size]
        found[first : first + size] = _stepped(net, scene, part).reshape(len(part), count, -1)

    mapped(one, range(0, len(puts), size))
    return found


def _stepped(net: Stepper, scene: Scene, puts: Sequence[Put]) -> Float[Array, "rows vocabulary"]:
    """One step of several networks; the layers below the lowest value put in are shared."""
    copies, count = len(puts), len(scene.read)
    fork = min((address.layer for put in puts for address in put), default=len(net.layers))
    states = [
        {name: np.tile(value, (copies if layer >= fork else 1, 1)) for name, value in state.items()}
        for layer, state in enumerate(scene.before, 1)
    ]
    held: dict[tuple[int, str], list[Held]] = {}
    for copy, put in enumerate(puts):
        for address, values in put.items():
            rows = np.arange(copy * count, (copy + 1) * count)
            place = held.setdefault((address.layer, address.signal), [])
            place.append((rows, np.full(count, address.unit), values))
    joined = {
        place: tuple(np.concatenate(parts) for parts in zip(*some, strict=True))
        for place, some in held.items()
    }
    logits, _ = net.step(scene.read if fork > 1 else np.tile(scene.read, copies), states, joined)  # type: ignore[arg-type]
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return logits / np.float32(np.log(2))
