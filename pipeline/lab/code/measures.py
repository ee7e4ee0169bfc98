"""Which single unit follows what stands in code: chosen on training files, measured on files never seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Int
from scipy.stats import rankdata

from pipeline.core.screen import QuietScreen
from pipeline.lab.code.labels import Labels, label
from pipeline.lab.code.library import Source
from pipeline.network.address import Address
from pipeline.network.cells import CELLS
from pipeline.network.step import Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.statistics.measures import average_precision, rank_correlation
from pipeline.statistics.resample import auroc
from pipeline.text.vocabulary import BOS, Vocabulary

Array = np.ndarray

READ = 4000  # characters of each file, from its start
LEAST = 1000  # characters of a file that is read
FILES = 24  # of training, and at most as many held out
GRADED = ("level", "blanks", "depth")
MASKS = ("string", "comment", "docstring", "header")
AIMS = {
    "level": 0.9,
    "blanks": 0.9,
    "string": 0.97,
    "comment": 0.97,
    "depth": 0.9,
    "docstring": 0.9,
    "header": 0.9,
}


@dataclass(frozen=True)
class Traced:
    """Files end to end.

    Attributes:
        addresses: of the states that are kept.
        values: [characters, addresses], one state a column.
        labels: name → label of each character; with `code`.
    """

    addresses: tuple[Address, ...]
    values: Array
    labels: dict[str, Array]


def spread(files: Sequence[Source], count: int = FILES) -> list[Source]:
    """At most so many files of some length, evenly over their order, so that many packages are among them."""
    long = [source for source in files if len(source.text) >= LEAST] or list(files)
    return [long[k * len(long) // count] for k in range(count)] if len(long) > count else long


def traced(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    files: Sequence[Source],
    screen: QuietScreen,
    only: Sequence[Address] | None = None,
) -> Traced:
    """States and labels over the starts of some files, side by side, each from the zero state.

    Args:
        only: the addresses to keep; all states of all layers otherwise.
    """
    labels = [label(source.text) for source in files]
    lengths = np.array([min(len(source.text), READ) for source in files])
    starts = np.cumsum(lengths) - lengths
    every = states(weights)
    columns = list(range(len(every))) if only is None else [every.index(address) for address in only]
    values = np.empty((lengths.sum(), len(columns)), np.float32)
    with screen.progress("reading code", int(lengths.max()), "steps") as advance:
        for t, now in enumerate(_steps(weights, vocabulary, files, lengths.max())):
            there = np.flatnonzero(t < lengths)
            values[starts[there] + t] = now[there][:, columns]
            advance()
    kept = {name: _joined(labels, lengths, name) for name in ("code", *GRADED, *MASKS)}
    return Traced(tuple(every[column] for column in columns), values, kept)


def states(weights: NetworkWeights) -> list[Address]:
    """The addresses of all states: gates say when, states say what."""
    return [
        Address(number, signal, unit)
        for number, layer in enumerate(weights.layers, 1)
        for signal in CELLS[layer.cell].states
        for unit in range(layer.units)
    ]


def _steps(
    weights: NetworkWeights, vocabulary: Vocabulary, files: Sequence[Source], count: int
) -> Iterator[Array]:
    """All states [files, addresses] after each character; what a file reads beyond its end is padding."""
    stepper, cells = Stepper.of(weights), [CELLS[layer.cell].states for layer in weights.layers]
    read = np.full((1 + count, len(files)), BOS, np.int32)
    for row, source in enumerate(files):
        ids = vocabulary.encode(source.text[:count])
        read[1 : 1 + len(ids), row] = ids
    now = stepper.zero(len(files))
    for t, characters in enumerate(read):
        _, now = stepper.step(characters, now)
        if t:
            pairs = zip(cells, now, strict=True)
            yield np.concatenate([state[signal] for signals, state in pairs for signal in signals], axis=1)


def _joined(labels: Sequence[Labels], lengths: Int[Array, " files"], name: str) -> Array:
    return np.concatenate([getattr(one, name)[:length] for one, length in zip(labels, lengths, strict=True)])


def scores(found: Traced, screen: QuietScreen) -> dict[str, Array]:
    """Label → the score of every address: Spearman's correlation over code characters, or the AUROC.

    The ranks of an address serve all labels: with 1,536 addresses ranking is what takes the time.
    """
    code, labels, columns = found.labels["code"], found.labels, range(len(found.addresses))
    goals = {name: rankdata(labels[name][code]) for name in GRADED}
    result = {name: np.full(len(columns), 0.0 if name in GRADED else 0.5) for name in (*GRADED, *MASKS)}
    with screen.progress("comparing units", len(columns), "addresses") as advance:
        for column in columns:
            ranks = rankdata(found.values[:, column])
            for name in MASKS:
                result[name][column] = _auroc(ranks, labels[name])
            ranks = rankdata(found.values[code, column])
            for name, goal in goals.items():
                result[name][column] = _correlation(ranks, goal)
            advance()
    return result


def _auroc(ranks: Array, mask: Array) -> float:
    """As `resample.auroc`, from ranks; one half if all are of one class."""
    ones = int(mask.sum())
    if ones in (0, mask.size):
        return 0.5
    return float((ranks[mask].sum() - ones * (ones + 1) / 2) / ones / (mask.size - ones))


def _correlation(ranks: Array, goal: Array) -> float:
    """Pearson's, of ranks; zero where one of them never changes."""
    return float(np.corrcoef(ranks, goal)[0, 1]) if np.ptp(ranks) and np.ptp(goal) else 0.0


def table(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    choosing: Sequence[Source],
    held_out: Sequence[Source],
    screen: QuietScreen,
) -> pd.DataFrame:
    """One row a label: the unit chosen, its score on files of training and on held-out files, and its lift.

    The score of a graded label is Spearman's correlation over code characters, of a mask the AUROC over all
    characters. Lift is the average precision over the label's share, or |correlation| over that of the best
    unit with the label shifted by a third of the text.
    """
    first = traced(weights, vocabulary, spread(choosing), screen)
    every = scores(first, screen)
    best = {name: int(np.argmax(np.abs(one - _chance(name)))) for name, one in every.items()}
    only = tuple(dict.fromkeys(first.addresses[column] for column in best.values()))
    then = traced(weights, vocabulary, spread(held_out), screen, only)
    return pd.DataFrame(
        [_row(name, first.addresses[best[name]], float(one[best[name]]), then) for name, one in every.items()]
    )


def _chance(name: str) -> float:
    return 0.0 if name in GRADED else 0.5


def _row(name: str, address: Address, chosen_at: float, then: Traced) -> dict[str, object]:
    graded, chance = name in GRADED, _chance(name)
    sign = 1.0 if chosen_at >= chance else -1.0
    where = then.labels["code"] if graded else slice(None)
    values, labels = sign * then.values[where, then.addresses.index(address)], then.labels[name][where]
    score = (rank_correlation if graded else auroc)(values, labels)
    base = (
        abs(rank_correlation(values, np.roll(labels, len(labels) // 3))) if graded else float(labels.mean())
    )
    top = abs(score) if graded else average_precision(values, labels)
    return {
        "label": name,
        "unit": str(address),
        "sign": int(sign),
        "chosen_at": sign * (chosen_at - chance) + chance,
        "held_out": score,
        "lift": top / base if base else float("nan"),
        "aim": AIMS[name],
        "reached": bool(score >= AIMS[name]),
    }
