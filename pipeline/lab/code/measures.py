"""Which single unit follows what stands in code: chosen on training files, measured on files never seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lab.code.labels import Labels, label
from pipeline.lab.code.library import Source
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.statistics.measures import average_precision, rank_correlation
from pipeline.statistics.resample import auroc
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

READ = 4000  # characters of each file, from its start
FILES = 24  # of training, and at most as many held out
SIGNALS = "ch"  # states: gates say when, states say what
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
        values: address → value at each character.
        labels: name → label of each character; with `code`.
    """

    values: dict[str, Array]
    labels: dict[str, Array]


def traced(weights: NetworkWeights, vocabulary: Vocabulary, files: Sequence[Source]) -> Traced:
    """The states and labels over the starts of some files, each from the zero state."""
    labels = [label(source.text) for source in files]
    lengths = [min(len(source.text), READ) for source in files]
    run = trace(weights, [vocabulary.encode(source.text[:READ]) for source in files])
    values = {
        f"L{number}.{signal}.{unit}": np.concatenate(
            [layer[signal][row, 1 : 1 + length, unit] for row, length in enumerate(lengths)]
        )
        for number, layer in enumerate(run, 1)
        for signal in SIGNALS
        for unit in range(layer[signal].shape[-1])
    }
    return Traced(values, {name: _joined(labels, lengths, name) for name in ("code", *GRADED, *MASKS)})


def _joined(labels: Sequence[Labels], lengths: Sequence[int], name: str) -> Array:
    return np.concatenate([getattr(one, name)[:length] for one, length in zip(labels, lengths, strict=True)])


def table(
    weights: NetworkWeights, vocabulary: Vocabulary, choosing: Sequence[Source], held_out: Sequence[Source]
) -> pd.DataFrame:
    """One row a label: the unit chosen, its score on files of training and on held-out files, and its lift.

    The score of a graded label is Spearman's correlation over code characters, of a mask the AUROC over all
    characters. Lift is the average precision over the label's share, or |correlation| over that of the best
    unit with the label shifted by a third of the text.
    """
    first = traced(weights, vocabulary, choosing[:FILES])
    then = traced(weights, vocabulary, held_out[:FILES])
    return pd.DataFrame([_row(name, first, then) for name in (*GRADED, *MASKS)])


def _row(name: str, first: Traced, then: Traced) -> dict[str, object]:
    graded = name in GRADED
    measure: Callable[[Array, Array], float] = rank_correlation if graded else auroc
    where = first.labels["code"] if graded else slice(None)
    scores = {
        address: measure(values[where], first.labels[name][where]) for address, values in first.values.items()
    }
    centre = 0.0 if graded else 0.5
    best = max(scores, key=lambda address: abs(scores[address] - centre))
    sign = 1.0 if scores[best] >= centre else -1.0
    where = then.labels["code"] if graded else slice(None)
    values, labels = sign * then.values[best][where], then.labels[name][where]
    score = measure(values, labels)
    base = (
        abs(rank_correlation(values, np.roll(labels, len(labels) // 3))) if graded else float(labels.mean())
    )
    top = abs(score) if graded else average_precision(values, labels)
    return {
        "label": name,
        "unit": best,
        "sign": int(sign),
        "chosen_at": sign * (scores[best] - centre) + centre,
        "held_out": score,
        "lift": top / base if base else float("nan"),
        "aim": AIMS[name],
        "reached": bool(score >= AIMS[name]),
    }
