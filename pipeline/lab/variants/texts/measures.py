"""How well a network predicts text, and what its units follow: chosen on the valid part, told of the test."""

from typing import NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.stats import rankdata

from pipeline.lab.variants.texts.rows import Judged
from pipeline.lab.variants.texts.texts import Text
from pipeline.network.cells import CELLS
from pipeline.network.trace import forward
from pipeline.network.weights import NetworkWeights

Array = np.ndarray

ROWS = 64  # traced together
LEAST = 30  # characters of a concept in both parts, else it is not looked for
FOUND = 0.95  # AUROC from which a unit follows a concept
BITS, CONCEPTS, AUROC, CORRELATION = (
    "bits per character",
    "concepts with a unit of AUROC ≥ .95",
    "AUROC",
    "rank correlation",
)


class Read(NamedTuple):
    """What a network makes of rows.

    Attributes:
        bits: per character and EOS.
        values: every state of every unit at each character.
    """

    bits: float
    values: Float[Array, "characters states"]


def read(weights: NetworkWeights, rows: Judged) -> Read:
    """Read rows, each from the zero state."""
    costs, values = 0.0, []
    for first in range(0, len(rows.read), ROWS):
        part = slice(first, first + ROWS)
        runs = forward(weights, rows.read[part].T)
        logits = runs[-1].hidden @ weights.dense + weights.dense_bias
        logits -= logits.max(axis=-1, keepdims=True)
        own = np.take_along_axis(logits, rows.next[part].T[..., None].astype(np.int64), axis=-1)[..., 0]
        nats = np.log(np.exp(logits).sum(axis=-1)) - own
        costs += float(nats.T[rows.real[part]].sum(dtype=np.float64))
        states = [run.values[name] for run in runs for name in CELLS[run.layer.cell].states]
        values.append(np.concatenate(states, axis=-1).transpose(1, 0, 2)[rows.characters[part]])
    return Read(costs / np.log(2) / rows.real.sum(), np.concatenate(values))


def measured(weights: NetworkWeights, text: Text) -> dict[str, float]:
    """Name → measure on the test part: bits, and what the best unit of the valid part has for each label."""
    valid, test = read(weights, text.valid), read(weights, text.test)
    found = {BITS: test.bits}
    labels = [{n: v[rows.characters] for n, v in rows.labels.items()} for rows in (text.valid, text.test)]
    names = [name for name in text.masks if min(int(part[name].sum()) for part in labels) >= LEAST]
    ranks = rankdata(valid.values, axis=0)
    scores = {}
    for name in names:
        unit, sign = _best(_aurocs(ranks, labels[0][name]) - 0.5)
        scores[name] = float(_aurocs(rankdata(sign * test.values[:, [unit]], axis=0), labels[1][name])[0])
    if not text.graded:
        return {
            **found,
            CONCEPTS: float(sum(score >= FOUND for score in scores.values())),
            "concepts looked for": float(len(names)),
        }
    found |= {f"{AUROC}, in a {name}": score for name, score in scores.items()}
    for name in text.graded:
        (a, goal), (b, own) = (
            (one.values[part["code"]], part[name][part["code"]])
            for one, part in zip((valid, test), labels, strict=True)
        )
        unit, sign = _best(_correlations(a, goal))
        found[f"{CORRELATION}, {name}"] = float(_correlations(sign * b[:, [unit]], own)[0])
    return found


def _best(scores: Float[Array, " states"]) -> tuple[int, float]:
    """The state furthest from chance, and on which side."""
    unit = int(np.argmax(np.abs(scores)))
    return unit, 1.0 if scores[unit] >= 0 else -1.0


def _aurocs(ranks: Float[Array, "characters states"], labels: Array) -> Float[Array, " states"]:
    ones = int(labels.sum())
    found: Array = (ranks[labels].sum(axis=0) - ones * (ones + 1) / 2) / ones / (len(labels) - ones)
    return found


def _correlations(values: Float[Array, "characters states"], goal: Array) -> Float[Array, " states"]:
    """Spearman's of each state; 0 for one that never changes."""
    ranks, wanted = rankdata(values, axis=0), rankdata(goal)
    ranks, wanted = ranks - ranks.mean(axis=0), wanted - wanted.mean()
    size = np.sqrt((ranks**2).sum(axis=0) * (wanted**2).sum())
    found: Array = np.divide(wanted @ ranks, size, out=np.zeros(ranks.shape[1]), where=size > 0)
    return found
