"""What is found in the copy machines."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings.finding import Finding
from pipeline.lab.running import Hold, exact, printed
from pipeline.lab.tasks.copying import LENGTH, LETTERS, LONG, LONGEST, TASK, drawn, string, words
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights
from pipeline.statistics.resample import auroc

Array = np.ndarray
Networks = Sequence[NetworkWeights]

VOCABULARY = TASK.vocabulary
WORDS = words(LENGTH)
BINS = 8  # of a unit's values, for mutual information: 81 places are read
APART = 0.01  # of its range: two words nearer than that in a cell are not distinguished by it
HELD_OUT = 200  # random words of each length
WHOLE = 6  # up to this length all words are read: nearly all of them are learned


def findings(trained: Mapping[str, Networks]) -> list[Finding]:
    """All statements about Chen's copy machine."""
    noisy = trained["quiet"]
    shares = [float(exact(weights, list(map(string, WORDS)), VOCABULARY).mean()) for weights in noisy]
    return [
        Finding.of(
            "all words",
            TASK.name,
            "It copies every word of three letters.",
            "share of the 27 words; passes at 1",
            "little noise",
            [(s, s == 1) for s in shares],
        ),
        _starts(noisy),
        *_one_cell(noisy),
        _next(noisy),
    ]


def _stacked(weights: NetworkWeights, signal: str, place: int) -> Array:
    """A signal of all units of both layers at one position of every word: [words, units]."""
    traced = trace(weights, [VOCABULARY.encode(string(word).text) for word in WORDS])
    return np.concatenate([layer[signal][:, place] for layer in traced], axis=1)


def _starts(noisy: Networks) -> Finding:
    """Units that tell words with a c in front, where that is not also the next character."""
    first = np.array([word[0] == "c" for word in WORDS])
    measured = []
    for weights in noisy:
        scores = []
        for printed_so_far in (1, 2):  # one letter is printed: the second comes next, then the third
            values = _stacked(weights, "c", LENGTH + 1 + printed_so_far)
            following = np.array([word[printed_so_far] for word in WORDS])
            each = [
                [auroc(values[following == x, u], first[following == x]) for x in LETTERS]
                for u in range(values.shape[1])
            ]
            worst = np.min(np.maximum(each, 1 - np.array(each)), axis=1)
            scores.append(worst)
        best = float(np.max(np.minimum(*scores)))
        measured.append((best, best >= 0.95))
    return Finding.of(
        "starts with c",
        TASK.name,
        "Neurons tell the sequences that start with c.",
        "AUROC of c for 'the word starts with c' among words of the same next letter, before the second and "
        "the third letter, the worst of all; best unit; passes from .95 on",
        "little noise",
        measured,
    )


def _one_cell(noisy: Networks) -> list[Finding]:
    apart, used = [], []
    for weights in noisy:
        cells = _stacked(weights, "c", LENGTH + 1)  # at X
        numbers = [_told_apart(cells[:, u]) for u in range(cells.shape[1])]
        best = int(np.argmax(numbers))
        apart.append((numbers[best], numbers[best] == len(WORDS)))
        share = _carries(weights, best, cells[:, best])
        used.append((share, share >= 0.95))
    return [
        Finding.of(
            "one cell",
            TASK.name,
            "One cell holds all three letters.",
            f"words that the best cell separates at X, by more than {APART:.0%} of its range; passes at 27",
            "little noise",
            apart,
        ),
        Finding.of(
            "one cell used",
            TASK.name,
            "The network reads the word from that cell.",
            "the cell alone is set to that of another word at X: share after which the other word is "
            "printed; passes from .95 on",
            "little noise",
            used,
        ),
    ]


def _told_apart(values: Array) -> int:
    """How many of the values lie alone, by more than a share of their range."""
    order = np.sort(values.astype(np.float64))
    gaps = np.diff(order) > APART * max(np.ptp(order), 1e-12)
    alone = np.concatenate([[True], gaps]) & np.concatenate([gaps, [True]])
    return int(alone.sum())


def _carries(weights: NetworkWeights, unit: int, values: Array) -> float:
    own, other = np.nonzero(~np.eye(len(WORDS), dtype=bool))
    layer, within = divmod(unit, TASK.units)
    at = np.full(len(own), LENGTH + 1)
    hold = Hold("c", [within], at, values[other][:, None], layer + 1)
    told = printed(weights, [WORDS[k] + "X" for k in own], VOCABULARY, [hold], LENGTH + 2)
    return float(np.mean([text == WORDS[k] for text, k in zip(told, other, strict=True)]))


def _next(noisy: Networks) -> Finding:
    """What each unit's hidden state says most about, while the word is printed."""
    measured, totals = [], np.zeros(3)
    for weights in noisy:
        rows = [_stacked(weights, "h", LENGTH + 1 + k) for k in range(LENGTH)]
        values = np.concatenate(rows)
        labels = (
            np.repeat(np.arange(LENGTH), len(WORDS)),
            np.concatenate([[LETTERS.index(w[k]) for w in WORDS] for k in range(LENGTH)]),
            np.concatenate([[LETTERS.index(w[k - 1]) if k else 3 for w in WORDS] for k in range(LENGTH)]),
        )
        shares = np.array(
            [[information(values[:, u], label) for label in labels] for u in range(values.shape[1])]
        )
        counts = np.bincount(shares.argmax(axis=1), minlength=3)
        totals += counts
        measured.append((counts[1] / counts.sum(), counts[1] == counts.sum()))
    place, following, current = totals / totals.sum()
    return Finding.of(
        "next character",
        TASK.name,
        "Every neuron predicts the next character.",
        "share of units whose h says more of the next character than of the position or of the current one "
        "(mutual information over the entropy of each)",
        "little noise",
        measured,
        f"over all networks: position {place:.0%}, next {following:.0%}, current {current:.0%}",
    )


def information(values: Array, labels: Array) -> float:
    """Mutual information of a value, in bins of equal size, with labels, over the labels' entropy."""
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    bins = ranks * BINS // len(values)
    joint = np.zeros((BINS, labels.max() + 1))
    np.add.at(joint, (bins, labels), 1 / len(values))
    of_bins, of_labels = joint.sum(axis=1, keepdims=True), joint.sum(axis=0, keepdims=True)
    filled = joint > 0
    shared = (joint[filled] * np.log(joint[filled] / (of_bins @ of_labels)[filled])).sum()
    known = of_labels[of_labels > 0]
    return float(shared / -(known * np.log(known)).sum())


def long_findings(trained: Mapping[str, Networks]) -> list[Finding]:
    """Words of one to ten letters, and where it breaks."""
    learned = {item.prompt for item in LONG.training}
    random, by_length = np.random.default_rng(7), {}
    for length in range(1, LONGEST + 4):
        every = words(length) if length <= WHOLE else drawn(random, length, HELD_OUT)
        fresh = [w for w in every if length <= WHOLE or w + "X" not in learned]
        by_length[length] = [
            float(exact(weights, list(map(string, fresh)), VOCABULARY).mean()) for weights in trained["long"]
        ]
    measured = []
    for k in range(len(trained["long"])):
        right = [by_length[length][k] for length in range(1, LONGEST + 1)]
        measured.append((min(right), min(right) == 1))
    beyond = ", ".join(
        f"{length}: {np.mean(by_length[length]):.2f}" for length in range(LONGEST + 1, LONGEST + 4)
    )
    return [
        Finding.of(
            "long words",
            LONG.name,
            "A larger one copies words of one to ten letters.",
            "share right at the worst length (all words to length 6, beyond that random ones not learned); "
            "passes at 1",
            "2 × 64, no noise",
            measured,
            f"beyond what was learned, by length: {beyond}",
        ),
    ]
