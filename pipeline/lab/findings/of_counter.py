"""What is found in the counters."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings import counting, signals
from pipeline.lab.findings.counting import Counters, Experiment
from pipeline.lab.findings.finding import Finding
from pipeline.lab.networks.running import Hold, exact, right_to
from pipeline.lab.networks.sharpening import sharpened
from pipeline.lab.tasks.counter import CHEN, LONGEST, TASK, string, strings
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

Networks = Sequence[NetworkWeights]
Trained = Mapping[str, Networks]

FAR, HARD_FAR = 300, 200  # lengths looked at
PAST = 20  # numbers beyond the first failure, where failure is not close any more
SHARP = 3.0  # what found units are sharpened by
STEPS = (-3, -2, -1, 1, 2, 3, 4)  # added to the counters
EXPERIMENT = Experiment(string, "a", "b", range(2, LONGEST + 1), range(LONGEST + 1, CHEN + 1))
VOCABULARY = TASK.vocabulary


def reach(weights: NetworkWeights, to: int) -> int:
    """The greatest n up to which all strings are right, at most `to`; long ones are read only if needed."""
    for most in (min(part, to) for part in (20, 80, to)):
        right = right_to(exact(weights, strings(range(1, most + 1)), VOCABULARY))
        if right < most:
            break
    return right


def findings(trained: Trained) -> list[Finding]:
    """All statements about counters, in Chen's order."""
    noisy = trained["noisy"]
    found = [counting.find(weights, EXPERIMENT, VOCABULARY) for weights in noisy]
    return [
        *_reached(trained),
        *_counts(noisy, found),
        *_sharpened(noisy, found),
        _breaks(noisy, found),
        *_working_memory(trained),
    ]


def _reached(trained: Trained) -> list[Finding]:
    told = []
    for kind, words in (("noisy", "noisy"), ("plain", "plain")):
        to = [reach(weights, FAR) for weights in trained[kind]]
        told += [
            Finding.of(
                f"learned {kind}",
                TASK.name,
                "It counts what it has learned.",
                f"right for all n ≤ {LONGEST}",
                words,
                [(n, n >= LONGEST) for n in to],
            ),
            Finding.of(
                f"chen {kind}",
                TASK.name,
                "Trained to 10, it is right to 18 …",
                f"the greatest n up to which all are right; passes from {CHEN} on",
                words,
                [(n, n >= CHEN) for n in to],
            ),
            Finding.of(
                f"nineteen {kind}",
                TASK.name,
                "… and fails at 19.",
                "passes if the greatest n is 18: a matter of seed and recipe",
                words,
                [(n, n == CHEN) for n in to],
            ),
        ]
    to = [reach(weights, HARD_FAR) for weights in trained["hard"]]
    return [
        *told,
        Finding.of(
            "hard",
            TASK.name,
            "With hard gates it counts exactly.",
            f"right for all n ≤ {HARD_FAR}",
            "hard gates",
            [(n, n >= HARD_FAR) for n in to],
        ),
    ]


def _counts(noisy: Networks, found: Sequence[Counters]) -> list[Finding]:
    swapped, moved, alone = [], [], []
    for weights, counters in zip(noisy, found, strict=True):
        share, added, single = 0.0, 0.0, 0.0
        if counters.units:
            held_out = EXPERIMENT.held_out
            share = counting.interchanged(weights, EXPERIMENT, counters.units, held_out, VOCABULARY).mean()
            added = counting.added(weights, EXPERIMENT, counters, range(11, 15), STEPS, VOCABULARY).mean()
        if counters.candidates:
            best = counters.candidates[int(np.argmax(counters.alone))]
            single = counting.interchanged(
                weights, EXPERIMENT, [best], EXPERIMENT.held_out, VOCABULARY
            ).mean()
        swapped.append((share, share == 1))
        moved.append((added, added == 1))
        alone.append((single, single == 1))
    sizes = sorted(len(counters.units) for counters in found)
    span = f"n from {LONGEST + 1} to {CHEN}"
    return [
        Finding.of(
            "counting set",
            TASK.name,
            "A set of neurons counts.",
            f"share of interchanges at X, {span}, that give the other string's number; passes at 1",
            "noisy",
            swapped,
            f"units in the set: {sizes[0]} to {sizes[-1]}",
        ),
        Finding.of(
            "add",
            TASK.name,
            "Their cells hold the number.",
            "k steps added to the set's cells at X, k from −3 to 4: share with just k more b's; passes at 1",
            "noisy",
            moved,
        ),
        Finding.of(
            "one unit",
            TASK.name,
            "One neuron counts.",
            f"the same interchange with the best unit alone, {span}; passes at 1",
            "noisy",
            alone,
        ),
        *_beyond(noisy, found),
    ]


def _beyond(noisy: Networks, found: Sequence[Counters]) -> list[Finding]:
    """The fit beyond what was learned: R², and how unlike up and down are."""
    fits, drifts = [], []
    for weights, counters in zip(noisy, found, strict=True):
        if not counters.units:
            fits.append((np.nan, False))
            drifts.append((np.nan, False))
            continue
        fit = counting.fit(weights, EXPERIMENT, range(LONGEST + 1, 31), VOCABULARY)
        units = list(counters.units)
        r2, drift = fit.r2[units].min(), np.abs(fit.up[units] - fit.down[units]).max()
        fits.append((r2, r2 >= 0.99))
        drifts.append((drift, drift < 0.02))
    return [
        Finding.of(
            "linear",
            TASK.name,
            "c follows the count beyond what was learned.",
            "R² of c on the count, n from 11 to 30, the worst unit of the set; passes from .99 on",
            "noisy",
            fits,
        ),
        Finding.of(
            "drift",
            TASK.name,
            "A b takes back what an a added.",
            "difference of the two slopes, n from 11 to 30, the worst unit; passes below .02",
            "noisy",
            drifts,
        ),
    ]


def _sharpened(noisy: Networks, found: Sequence[Counters]) -> list[Finding]:
    own, others = [], []
    for weights, counters in zip(noisy, found, strict=True):
        rest = [u for u in range(TASK.units) if u not in counters.units][: max(1, len(counters.units))]
        own.append(reach(sharpened(weights, counters.units, SHARP), FAR))
        others.append(reach(sharpened(weights, rest, SHARP), FAR))
    test = f"i, f, g pre-activations × {SHARP:g}; the greatest n up to which all are right; passes at {FAR}"
    return [
        Finding.of(
            "sharpened",
            TASK.name,
            "Sharper gates of the counting units carry it far.",
            test,
            "noisy",
            [(n, n >= FAR) for n in own],
        ),
        Finding.of(
            "sharpened others",
            TASK.name,
            "So do sharper gates of as many other units.",
            test,
            "noisy",
            [(n, n >= FAR) for n in others],
        ),
    ]


def _breaks(noisy: Networks, found: Sequence[Counters]) -> Finding:
    """Beyond the first string that fails: does holding the counting cells on their line repair it?"""
    measured = []
    for weights, counters in zip(noisy, found, strict=True):
        n = reach(weights, FAR) + 1
        if n > FAR or not counters.units:
            measured.append((np.nan, False))
            continue
        repaired = [unit for unit in range(TASK.units) if repairs(weights, [unit], n + PAST)]
        own = repairs(weights, counters.units, n + PAST)
        measured.append((len(repaired), own and set(repaired) <= set(counters.units)))
    return Finding.of(
        "breaks",
        TASK.name,
        "What breaks is the count, and nothing else.",
        f"{PAST} beyond the first n that is wrong, cells are held on the lines that they follow in learned "
        "strings; passes if the set repairs the string and no other unit does; measured: units that do alone",
        "noisy",
        measured,
    )


def repairs(weights: NetworkWeights, units: Sequence[int], n: int) -> bool:
    """Whether string n is right when some cells are held where a perfect counter of their kind would be.

    The lines are those of the longest learned string: over the a's by how many were read, from the mark on by
    how many b's are still to come, so that no error adds up.
    """
    cells = trace(weights, [VOCABULARY.encode(string(LONGEST).text)])[0]["c"][0][:, list(units)]
    up, down = cells[1 : LONGEST + 1], cells[LONGEST + 1 :]  # down[0] is at the mark
    rise, fall = up[-1] - up[-2], down[LONGEST // 2 + 1] - down[LONGEST // 2]
    longer = n - LONGEST
    line = [*up, *(up[-1] + rise * k for k in range(1, longer + 1))]
    line += [*(down[0] - fall * k for k in range(longer, 0, -1)), *down]
    holds = [Hold("c", units, np.full(1, t), value[None]) for t, value in enumerate(line, 1)]
    return bool(exact(weights, [string(n)], VOCABULARY, holds)[0])


def _working_memory(trained: Trained) -> list[Finding]:
    told = []
    for kind in ("noisy", "plain"):
        shares, ranks = [], []
        for weights in trained[kind]:
            found = signals.read(weights, strings(range(1, LONGEST + 1)), VOCABULARY)
            sharp = signals.extreme(found.everywhere("h")) - signals.extreme(signals.memory(weights, found))
            correlation = signals.rank_correlation(weights, found)
            shares.append((sharp, sharp > 0))
            ranks.append((correlation, correlation >= 0.8))
        told += [
            Finding.of(
                f"sharper {kind}",
                TASK.name,
                "Working memory is a sharpened long-term memory.",
                "share of |h| below .05 or above .95, minus that of tanh |c|; passes above 0",
                kind,
                shares,
            ),
            Finding.of(
                f"alike {kind}",
                TASK.name,
                "Working memory follows long-term memory.",
                "Spearman's correlation of c and h, mean over units; passes from .8 on",
                kind,
                ranks,
            ),
        ]
    return told
