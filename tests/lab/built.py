"""Networks built by hand that count, remember and copy, so that what is found in them is known beforehand."""

from collections.abc import Mapping

import numpy as np

from pipeline.lab.findings.nulls import shuffled as shuffled
from pipeline.lab.tasks import copying, counter, memoriser, selective
from pipeline.lab.tasks.task import Strings, Task
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, Vocabulary

Array = np.ndarray

ON = 30.0  # a pre-activation that opens a gate or fills a candidate


class Builder:
    """One LSTM layer, written unit by unit: biases, what characters add, what other units add."""

    def __init__(self, inputs: int, units: int) -> None:
        self.units = units
        self.kernel, self.recurrent, self.bias = (
            np.zeros(shape, np.float32) for shape in ((inputs, 4 * units), (units, 4 * units), 4 * units)
        )

    def unit(
        self,
        number: int,
        bias: Mapping[str, float],
        inputs: Mapping[tuple[int, str], float] | None = None,
        units: Mapping[tuple[int, str], float] | None = None,
    ) -> None:
        """Set a unit: gate → bias; (input or unit, gate) → weight."""
        column = {gate: "ifgo".index(gate) * self.units + number for gate in "ifgo"}
        for gate, value in bias.items():
            self.bias[column[gate]] = value
        for (row, gate), value in (inputs or {}).items():
            self.kernel[row, column[gate]] = value
        for (row, gate), value in (units or {}).items():
            self.recurrent[row, column[gate]] = value

    def layer(self, activations: str = "standard") -> LayerWeights:
        return LayerWeights(self.kernel, self.recurrent, self.bias, "lstm", activations)


def counting(activations: str = "standard", skip: str = "", at: int = 3, units: int = 10) -> NetworkWeights:
    """Unit `at` adds one at a, takes one off at b, and keeps its count at all else; b while over 0."""
    vocabulary = (selective.TASK if skip else counter.TASK).vocabulary
    a, b = (int(vocabulary.encode(c)[0]) for c in "ab")
    built = Builder(vocabulary.size, units)
    moves = {(a, "i"): 2 * ON, (b, "i"): 2 * ON, (a, "g"): ON, (b, "g"): -ON}
    built.unit(at, {"i": -ON, "f": ON, "o": ON}, moves)
    dense, bias = np.zeros((units, vocabulary.size), np.float32), np.full(vocabulary.size, -9, np.float32)
    dense[at, b], bias[b], bias[EOS] = 10, 0, 4  # tanh 0 is under, tanh 1 over
    return NetworkWeights(np.eye(vocabulary.size, dtype=np.float32), (built.layer(activations),), dense, bias)


def ungated(at: int = 3, units: int = 20) -> NetworkWeights:
    """The selective counter, its input gate always open: the candidate is 0 where nothing counts."""
    network = counting(skip="X", at=at, units=units)
    layer, a, b = network.layers[0], *(int(selective.TASK.vocabulary.encode(c)[0]) for c in "ab")
    layer.kernel[:, at] = 0
    layer.bias[at] = ON
    layer.kernel[[a, b], 2 * units + at] = ON, -ON
    return network


def remembering(activations: str = "standard", at: int = 5, units: int = 20) -> NetworkWeights:
    """Unit `at` is 1 after A and −1 after B; the next unit is on at Y alone."""
    vocabulary = memoriser.TASK.vocabulary
    ids = {c: int(vocabulary.encode(c)[0]) for c in "ABxYab"}
    built = Builder(vocabulary.size, units)
    taken = {(ids["A"], "i"): 2 * ON, (ids["B"], "i"): 2 * ON, (ids["A"], "g"): ON, (ids["B"], "g"): -ON}
    built.unit(at, {"i": -ON, "f": ON, "o": ON}, taken)
    built.unit(at + 1, {"i": ON, "f": -ON, "o": ON}, {(ids["Y"], "g"): ON})
    dense, bias = np.zeros((units, vocabulary.size), np.float32), np.full(vocabulary.size, -9, np.float32)
    dense[at, ids["a"]], dense[at, ids["b"]] = 5, -5
    dense[at + 1, ids["a"]] = dense[at + 1, ids["b"]] = 10
    bias[ids["a"]] = bias[ids["b"]] = 0
    bias[EOS] = 6
    return NetworkWeights(np.eye(vocabulary.size, dtype=np.float32), (built.layer(activations),), dense, bias)


def brackets(vocabulary: Vocabulary) -> NetworkWeights:
    """Unit 2 adds one at an opening bracket and takes one off at a closing one."""
    b = Builder(vocabulary.size, 4)
    ids = {c: int(vocabulary.encode(c)[0]) for c in "()[]{}"}
    moves = {(ids[c], "i"): 2 * ON for c in ids}
    moves |= {(ids[c], "g"): ON if c in "([{" else -ON for c in ids}
    b.unit(2, {"i": -ON, "f": ON, "o": ON}, moves)
    dense = np.zeros((4, vocabulary.size), np.float32)
    return noisy(
        NetworkWeights(np.eye(vocabulary.size, dtype=np.float32), (b.layer(),), dense, dense[0]), size=0.1
    )


def copier() -> NetworkWeights:
    """Layer 1 has a clock and registers for places and letters; layer 2 reads those of the hour."""
    vocabulary, length, units = copying.TASK.vocabulary, copying.LENGTH, copying.TASK.units
    letters = [int(vocabulary.encode(c)[0]) for c in copying.LETTERS]
    hours = 2 * length + 2
    first = Builder(vocabulary.size, units)
    always = {"i": ON, "f": -ON, "o": ON}
    first.unit(0, {**always, "g": -ON}, {(BOS, "g"): 2 * ON})
    for hour in range(1, hours):
        first.unit(hour, always, None, {(hour - 1, "g"): ON})
    places = [(k, letter) for k in range(length) for letter in letters]
    register = {place: hours + number for number, place in enumerate(places)}
    for (k, letter), unit in register.items():
        told = {(letter, "g"): 2 * ON}
        first.unit(unit, {"i": -ON, "f": ON, "g": -ON, "o": ON}, told, {(k, "i"): 3 * ON})
    second = Builder(units, units)
    dense, bias = np.zeros((units, vocabulary.size), np.float32), np.full(vocabulary.size, -99, np.float32)
    for number, ((k, letter), unit) in enumerate(register.items()):
        second.unit(number, {**always, "g": -ON}, {(unit, "g"): ON, (length + 1 + k, "g"): ON})
        dense[number, letter] = 10
    last = len(register)
    second.unit(last, always, {(hours - 1, "g"): ON})
    dense[last, EOS] = 40
    bias[letters], bias[EOS] = 0, -10
    embedding = np.eye(vocabulary.size, dtype=np.float32)
    return NetworkWeights(embedding, (first.layer(), second.layer()), dense, bias)


def noisy(weights: NetworkWeights, seed: int = 0, size: float = 0.5) -> NetworkWeights:
    """The same with small random numbers everywhere, so that other units do something too."""
    random = np.random.default_rng(seed)

    def stirred(array: Array) -> Array:
        return (array + size * random.normal(size=array.shape)).astype(np.float32)

    layers = tuple(
        LayerWeights(
            stirred(one.kernel), stirred(one.recurrent), stirred(one.bias), one.cell, one.activations
        )
        for one in weights.layers
    )
    return NetworkWeights(weights.embedding, layers, weights.dense, weights.dense_bias)


PROVED = {
    "counter": (counter.TASK, counting("hard")),
    "selective": (selective.TASK, counting("hard", skip="X", units=20)),
    "memoriser": (memoriser.TASK, remembering("hard")),
}


def learned(task: Task) -> Strings:
    """Some of the strings that a task's networks learn."""
    return Strings.of(task.training[:20], task.vocabulary)


def ids(task: Task) -> dict[str, int]:
    """The id of each character of a task."""
    return {c: int(task.vocabulary.encode(c)[0]) for c in task.characters}
