"""Strings coloured by the unit that was found, one signal a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.lab.findings import counting, of_counter, of_selective, remembering, telling
from pipeline.lab.tasks import copying, counter, memoriser, selective
from pipeline.lab.tasks.task import Item
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.report.colour import coloured, legend, scale_of
from pipeline.text.vocabulary import Vocabulary

Trained = Mapping[str, Sequence[NetworkWeights]]

WORDS = {
    "c": "cell",
    "h": "hidden state",
    "i": "input gate",
    "f": "forget gate",
    "g": "candidate",
    "o": "output gate",
}


@dataclass(frozen=True)
class Picture:
    """A string over the signals of one unit.

    Attributes:
        text: the string.
        address: the unit's cell.
        lines: signal in words, coloured text, legend.
    """

    text: str
    address: str
    lines: tuple[tuple[str, Markup, Markup], ...]


def pictures(task: str, trained: Trained) -> list[Picture]:
    """What the page shows of a task: the first network, inside and beyond what it learned."""
    first = next(iter(trained.values()))[0]
    if task == "counter":
        found = counting.find(first, of_counter.EXPERIMENT, of_counter.VOCABULARY)
        items = [counter.string(8), counter.string(25)]
    elif task == "selective":
        found = counting.find(first, of_selective.EXPERIMENT, of_selective.VOCABULARY)
        items = [selective.string([0, 2, 0, 1, 0, 0]), selective.string([k % 3 for k in range(14)])]
    elif task == "memoriser":
        memory = remembering.find(first, range(1, memoriser.LONGEST + 1), memoriser.TASK.vocabulary)
        unit = [] if memory is None else [memory.unit]
        items = [memoriser.string(letter, 12) for letter in memoriser.LETTERS]
        return [draw(first, item, unit[0], memoriser.TASK.vocabulary) for item in items if unit]
    elif task == "copying":
        layer, unit_ = divmod(telling.first_letter(telling.read(first)).unit, copying.TASK.units)
        words = [copying.string(word) for word in ("cab", "abc")]
        return [draw(first, item, unit_, copying.TASK.vocabulary, layer + 1) for item in words]
    else:
        return []
    vocabulary = {"counter": counter.TASK, "selective": selective.TASK}[task].vocabulary
    return [draw(first, item, unit, vocabulary) for unit in found.units for item in items]


def draw(weights: NetworkWeights, item: Item, unit: int, vocabulary: Vocabulary, layer: int = 1) -> Picture:
    """One string over all six signals of a unit."""
    signals = trace(weights, [vocabulary.encode(item.text)])[layer - 1]
    lines = []
    for name, words in WORDS.items():
        values = signals[name][0, 1:, unit].tolist()
        scale = scale_of(name, values)
        lines.append((words, coloured(item.text, values, scale), legend(scale)))
    return Picture(item.text, f"L{layer}.c.{unit}", tuple(lines))
