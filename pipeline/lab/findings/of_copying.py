"""What is found in the copy machines."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings import nulls, telling
from pipeline.lab.findings.finding import Finding
from pipeline.lab.findings.telling import VOCABULARY, WORDS
from pipeline.lab.networks.running import Hold, exact, printed
from pipeline.lab.tasks.copying import LENGTH, LONG, LONGEST, TASK, drawn, string, words
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Networks = Sequence[NetworkWeights]

TOLD = 0.95  # AUROC from which a unit tells
APART = 0.01  # of its range: two words nearer than that in a cell are not distinguished by it
HELD_OUT = 200  # random words of each length
WHOLE = 6  # up to this length all words are read: nearly all of them are learned


def findings(trained: Mapping[str, Networks]) -> list[Finding]:
    """All statements about Chen's copy machine."""
    noisy = trained["quiet"]
    shares = [share(weights) for weights in noisy]
    at_mark, starts, kept = _tells(noisy)
    return [
        Finding.of(
            "all words",
            TASK.name,
            "It copies every word of three letters.",
            "share of the 27 words; passes at 1",
            "little noise",
            [(s, s == 1) for s in shares],
        ),
        at_mark,
        starts,
        *_one_cell(noisy),
        *_next(noisy),
        kept,
    ]


def share(weights: NetworkWeights) -> float:
    """The share of the words that are copied."""
    return float(exact(weights, list(map(string, WORDS)), VOCABULARY).mean())


def _tells(noisy: Networks) -> list[Finding]:
    """Units that tell how a word starts: at X, and whatever comes next; each beside shuffled networks."""
    own = [_measured(weights) for weights in noisy]
    nulls_ = [nulls.scores(weights, _measured) for weights in noisy]
    columns = [
        [(now[k], null[:, k]) for now, null in zip(own, nulls_, strict=True)] for k in range(len(own[0]))
    ]
    at_mark, far_at_mark, first, far_first, kept = columns
    beyond = f"its d′ also above those of {nulls.SHUFFLES} networks of the same weights shuffled"
    return [
        Finding.of(
            "c at X",
            TASK.name,
            "Neurons tell at X the sequences that start with c.",
            "AUROC of c at X, where it is the same as 'the next is c', of the unit with the greatest d′; "
            f"passes from {TOLD} on, {beyond}",
            "little noise",
            _beyond(at_mark, far_at_mark),
            _chance(at_mark),
        ),
        Finding.of(
            "starts with c",
            TASK.name,
            "Neurons tell the sequences that start with c.",
            "AUROC of c for 'the word starts with c', one sign and one threshold at X and before the second "
            "and third letter, the least of all of it and of words of the same next letter, of the unit with "
            f"the greatest d′; passes from {TOLD} on, {beyond}",
            "little noise",
            _beyond(first, far_first),
            _chance(first),
        ),
        Finding.of(
            "kth letter",
            TASK.name,
            "Neurons keep one letter of the word while it is printed.",
            "units whose h says more of the word's first, second or third letter than of the next, current "
            "and position (mutual information over the entropy of each); passes if there are more than in "
            f"{nulls.SHUFFLES} networks of the same weights shuffled",
            "little noise",
            [(value, nulls.beats(value, null)) for value, null in kept],
            _said_most(noisy),
        ),
    ]


def _measured(weights: NetworkWeights) -> tuple[float, ...]:
    traced = telling.read(weights)
    mark, first = telling.at_mark(traced), telling.first_letter(traced)
    return mark.auroc, mark.apart, first.auroc, first.apart, float(telling.kept(telling.shares(traced)))


Compared = Sequence[tuple[float, Array]]  # of each network a measure, and that of its shuffled copies


def _beyond(scores: Compared, distances: Compared) -> list[tuple[float, bool]]:
    return [
        (score, score >= TOLD and nulls.beats(distance, null))
        for (score, _), (distance, null) in zip(scores, distances, strict=True)
    ]


def _chance(scores: Compared) -> str:
    reach = np.mean([(null >= TOLD).mean() for _, null in scores])
    own = np.mean([score >= TOLD for score, _ in scores])
    return f"of these networks {own:.0%} have {TOLD}, of the shuffled ones {reach:.0%}"


def _one_cell(noisy: Networks) -> list[Finding]:
    apart, used = [], []
    for weights in noisy:
        cells = telling.stacked(telling.read(weights), "c", telling.MARK)
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
    at = np.full(len(own), telling.MARK)
    hold = Hold("c", [within], at, values[other][:, None], layer + 1)
    told = printed(weights, [WORDS[k] + "X" for k in own], VOCABULARY, [hold], LENGTH + 2)
    return float(np.mean([text == WORDS[k] for text, k in zip(told, other, strict=True)]))


def _said_most(noisy: Networks) -> str:
    """Which share of all units says most of what."""
    most = np.concatenate([telling.shares(telling.read(weights)).argmax(axis=1) for weights in noisy])
    parts = np.bincount(most, minlength=len(telling.LABELS)) / len(most)
    told = (f"{name} {part:.0%}" for name, part in zip(telling.LABELS, parts, strict=True))
    return "over all networks: " + ", ".join(told)


def _next(noisy: Networks) -> list[Finding]:
    """What each unit's hidden state says of the next letter, while the word is printed."""
    labels = telling.labels()
    strong, weak, totals = [], [], np.zeros(3)
    for weights in noisy:
        traced = telling.read(weights)
        counts = np.bincount(telling.shares(traced)[:, :3].argmax(axis=1), minlength=3)
        totals += counts
        strong.append((counts[1] / counts.sum(), counts[1] == counts.sum()))
        scores = np.array([telling.aurocs(telling.hidden(traced), labels["next"] == k) for k in range(3)])
        predicts = float((np.maximum(scores, 1 - scores).max(axis=0) >= 0.9).mean())
        weak.append((predicts, predicts == 1))
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
    ]


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
