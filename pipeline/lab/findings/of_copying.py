"""What is found in the copy machines."""

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Float
from scipy.stats import rankdata

from pipeline.lab.findings.finding import Finding
from pipeline.lab.networks.running import Hold, exact, printed
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
    shares = [share(weights) for weights in noisy]
    return [
        Finding.of(
            "all words",
            TASK.name,
            "It copies every word of three letters.",
            "share of the 27 words; passes at 1",
            "little noise",
            [(s, s == 1) for s in shares],
        ),
        _at_mark(noisy),
        _starts(noisy),
        *_one_cell(noisy),
        *_told(noisy),
    ]


def share(weights: NetworkWeights) -> float:
    """The share of the words that are copied."""
    return float(exact(weights, list(map(string, WORDS)), VOCABULARY).mean())


def _stacked(weights: NetworkWeights, signal: str, place: int) -> Array:
    """A signal of all units of both layers at one position of every word: [words, units]."""
    traced = trace(weights, [VOCABULARY.encode(string(word).text) for word in WORDS])
    return np.concatenate([layer[signal][:, place] for layer in traced], axis=1)


STARTS = np.array([word[0] == "c" for word in WORDS])


def _either(values: Array, labels: Array) -> Array:
    """The AUROC of each unit, high or low values alike."""
    scores = np.array([auroc(values[:, u], labels) for u in range(values.shape[1])])
    return np.maximum(scores, 1 - scores)


def _at_mark(noisy: Networks) -> Finding:
    """At X a word that starts with c is one of which c comes next: both are the same there."""
    best = [float(_either(_stacked(weights, "c", LENGTH + 1), STARTS).max()) for weights in noisy]
    return Finding.of(
        "c at X",
        TASK.name,
        "Neurons tell at X the sequences that start with c.",
        "AUROC of c at X, where it is the same as 'the next is c'; best unit; passes from .95 on",
        "little noise",
        [(score, score >= 0.95) for score in best],
    )


def first_letter(weights: NetworkWeights) -> Float[Array, " units"]:
    """How well each unit of both layers tells words with a c in front, where that is not also the next.

    Its worst AUROC among words of the same next letter, before the second and before the third letter.
    """
    worst = []
    for printed_so_far in (1, 2):  # one letter is printed: the second comes next, then the third
        values = _stacked(weights, "c", LENGTH + 1 + printed_so_far)
        following = np.array([word[printed_so_far] for word in WORDS])
        worst += [_either(values[following == x], STARTS[following == x]) for x in LETTERS]
    least: Array = np.min(worst, axis=0)
    return least


def _starts(noisy: Networks) -> Finding:
    best = [float(first_letter(weights).max()) for weights in noisy]
    return Finding.of(
        "starts with c",
        TASK.name,
        "Neurons tell the sequences that start with c.",
        "AUROC of c for 'the word starts with c' among words of the same next letter, before the second and "
        "the third letter, the worst of all; best unit; passes from .95 on",
        "little noise",
        [(score, score >= 0.95) for score in best],
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


LABELS = ("position", "next", "current", "first", "second", "third")


def _labels() -> Mapping[str, Array]:
    """What stands at each position from X to the last letter but one, word by word."""
    places = range(LENGTH)
    kth = {
        name: np.tile([LETTERS.index(word[k]) for word in WORDS], LENGTH)
        for k, name in enumerate(LABELS[-LENGTH:])
    }
    return {
        "position": np.repeat(np.arange(LENGTH), len(WORDS)),
        "next": np.concatenate([[LETTERS.index(w[k]) for w in WORDS] for k in places]),
        "current": np.concatenate([[LETTERS.index(w[k - 1]) if k else 3 for w in WORDS] for k in places]),
        **kth,
    }


def _told(noisy: Networks) -> list[Finding]:
    """What each unit's hidden state says most about, while the word is printed."""
    labels = _labels()
    strong, weak, kept = [], [], []
    totals, of_all = np.zeros(3), np.zeros(len(LABELS))
    for weights in noisy:
        values = np.concatenate([_stacked(weights, "h", LENGTH + 1 + k) for k in range(LENGTH)])
        shares = np.array(
            [[information(values[:, u], labels[name]) for name in LABELS] for u in range(values.shape[1])]
        )
        counts = np.bincount(shares[:, :3].argmax(axis=1), minlength=3)
        every = np.bincount(shares.argmax(axis=1), minlength=len(LABELS))
        totals, of_all = totals + counts, of_all + every
        strong.append((counts[1] / counts.sum(), counts[1] == counts.sum()))
        scores = np.max([_either(values, labels["next"] == k) for k in range(len(LETTERS))], axis=0)
        predicts = float((scores >= 0.9).mean())
        weak.append((predicts, predicts == 1))
        kept.append((int(every[3:].sum()), bool(every[3:].any())))
    place, following, current = totals / totals.sum()
    return [
        Finding.of(
            "next character",
            TASK.name,
            "Every neuron predicts the next character.",
            "share of units whose h says more of the next character than of the position or of the current "
            "one (mutual information over the entropy of each)",
            "little noise",
            strong,
            f"over all networks: position {place:.0%}, next {following:.0%}, current {current:.0%}",
        ),
        Finding.of(
            "next letter",
            TASK.name,
            "Every neuron predicts whether a certain letter comes next.",
            "share of units whose h has an AUROC from .9 on for one letter as the next; passes if all have",
            "little noise",
            weak,
        ),
        Finding.of(
            "kth letter",
            TASK.name,
            "Neurons keep one letter of the word while it is printed.",
            "units whose h says more of the word's first, second or third letter than of the next, current "
            "and position (mutual information over the entropy of each); passes if there are any",
            "little noise",
            kept,
            "over all networks: "
            + ", ".join(
                f"{name} {part:.0%}" for name, part in zip(LABELS, of_all / of_all.sum(), strict=True)
            ),
        ),
    ]


def information(values: Array, labels: Array) -> float:
    """Mutual information of a value, in bins of equal size, with labels, over the labels' entropy."""
    ranks = rankdata(values, "min") - 1  # equal values share a bin: their order says nothing
    bins = (ranks * BINS // len(values)).astype(int)
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
