"""What is found in the selective counters."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings import counting, signals
from pipeline.lab.findings.counting import Counters, Experiment
from pipeline.lab.findings.finding import Finding
from pipeline.lab.networks.running import Hold, exact, printed
from pipeline.lab.tasks.selective import BEYOND, LONGEST, TASK, held_out, plain
from pipeline.lab.tasks.task import Item
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Networks = Sequence[NetworkWeights]
Measured = list[tuple[float, bool]]

EXPERIMENT = Experiment(plain, "a", "b", range(2, LONGEST + 1), range(LONGEST + 1, BEYOND + 1))
VOCABULARY = TASK.vocabulary
IGNORED = 0.05  # of its size at a, at most, is i·g at X


def findings(trained: Mapping[str, Networks]) -> list[Finding]:
    """All statements about selective counters."""
    noisy, without = trained["noisy"], trained["no-input-gate"]
    found = [counting.find(weights, EXPERIMENT, VOCABULARY) for weights in noisy]
    return [
        *_right(trained),
        _set(noisy, found),
        *_skips(noisy, found),
        *_otherwise(without),
        _only_at_mark(noisy),
    ]


def _right(trained: Mapping[str, Networks]) -> list[Finding]:
    items = held_out()
    told = []
    for kind in ("noisy", "hard"):
        shares = [float(exact(weights, items, VOCABULARY).mean()) for weights in trained[kind]]
        told.append(
            Finding.of(
                f"right {kind}",
                TASK.name,
                "It counts the a's and passes over the X's.",
                f"share of held-out strings of 3 to {BEYOND} a's that are right; passes at 1",
                kind,
                [(share, share == 1) for share in shares],
            )
        )
    return told


def _set(noisy: Networks, found: Sequence[Counters]) -> Finding:
    shares = []
    for weights, counters in zip(noisy, found, strict=True):
        share = 0.0
        if counters.units:
            numbers = EXPERIMENT.held_out
            share = float(
                counting.interchanged(weights, EXPERIMENT, counters.units, numbers, VOCABULARY).mean()
            )
        shares.append((share, share == 1))
    sizes = sorted(len(counters.units) for counters in found)
    return Finding.of(
        "counting set",
        TASK.name,
        "A set of neurons counts.",
        f"share of interchanges at Y, n {LONGEST + 1} to {BEYOND}, that give the other's number; passes at 1",
        "noisy",
        shares,
        f"units in the set: {sizes[0]} to {sizes[-1]}",
    )


def _last_skip(n: int) -> tuple[Item, int]:
    """A string of n a's and one X, before the last a; and where the X is read."""
    return Item("a" * (n - 1) + "XaY", "b" * n), n


def _skips(noisy: Networks, found: Sequence[Counters]) -> list[Finding]:
    columns: tuple[Measured, ...] = ([], [], [], [])
    taken, gate, candidate, extra = columns
    for weights, counters in zip(noisy, found, strict=True):
        units = list(counters.units)
        if not units:
            for column in columns:
                column.append((np.nan, False))
            continue
        text = signals.read(weights, held_out(LONGEST), VOCABULARY)
        mean = {(s, c): np.abs(text.at(c, s)[:, units]).mean(axis=0) for s in "ig" for c in "aX"}
        fresh = {c: np.abs(text.at(c, "i") * text.at(c, "g"))[:, units].mean(axis=0) for c in "aX"}
        ratio = float((fresh["X"] / fresh["a"]).max())
        taken.append((ratio, ratio < IGNORED))
        shut, full = float(mean["i", "X"].max()), float(mean["g", "X"].min())
        gate.append((shut, shut < 0.1))
        candidate.append((full, full > 0.9))
        share = _counted_too(weights, units)
        extra.append((share, share == 1))
    worst = "mean over held-out strings, the worst unit of the set"
    return [
        Finding.of(
            "passes over",
            TASK.name,
            "At X nothing is taken in.",
            f"i·g at X over i·g at a, {worst}; passes below {IGNORED}",
            "noisy",
            taken,
        ),
        Finding.of(
            "gate shut",
            TASK.name,
            "The input gate shuts at X …",
            f"i at X, {worst}; passes below .1",
            "noisy",
            gate,
        ),
        Finding.of(
            "candidate full",
            TASK.name,
            "… though the candidate is full.",
            f"|g| at X, {worst}; passes above .9",
            "noisy",
            candidate,
        ),
        Finding.of(
            "one more",
            TASK.name,
            "It is the input gate and the candidate that pass over X.",
            "i and g of the set at one X are set to what they are at the a before: share of n from 3 to "
            f"{LONGEST} where exactly one b more is printed; passes at 1",
            "noisy",
            extra,
        ),
    ]


def _counted_too(weights: NetworkWeights, units: Sequence[int]) -> float:
    """The share of strings with one b more when an X is taken in like an a."""
    items = [_last_skip(n) for n in range(3, LONGEST + 1)]
    text = signals.read(weights, [item for item, _ in items], VOCABULARY)
    at = np.array([place for _, place in items])
    rows = np.arange(len(items))
    holds = [Hold(s, units, at, text.signals[0][s][rows, at - 1][:, list(units)]) for s in "ig"]
    told = printed(weights, [item.prompt for item, _ in items], VOCABULARY, holds, 2 * LONGEST)
    return float(np.mean([text == item.answer + "b" for text, (item, _) in zip(told, items, strict=True)]))


def _otherwise(without: Networks) -> list[Finding]:
    """Networks whose input gate is always open: right all the same, how far, and by which way?"""
    learned, longer = held_out(LONGEST), held_out()
    within, beyond, ways, sizes = [], [], dict.fromkeys(WAYS, 0), []
    for weights in without:
        share, far = (float(exact(weights, items, VOCABULARY).mean()) for items in (learned, longer))
        within.append((share, share == 1))
        beyond.append((far, far == 1))
        units = list(counting.find(weights, EXPERIMENT, VOCABULARY).units)
        if units:
            sizes.append(len(units))
            ways[_way(signals.read(weights, learned, VOCABULARY), units)] += 1
    told = ", ".join(f"{way} {number}" for way, number in ways.items() if number)
    note = f"; units in it: {min(sizes)} to {max(sizes)}; what shuts at X instead: {told}" if sizes else ""
    test = "input gates always open, also while learning: share right of held-out strings of 3 to {} a's"
    words = "no input gate, little noise"
    return [
        Finding.of(
            "other way",
            TASK.name,
            "Without input gates a network finds another way.",
            f"{test.format(LONGEST)}; passes at 1",
            words,
            within,
            f"a counting set is found in {len(sizes)}{note}",
        ),
        Finding.of(
            "other way longer",
            TASK.name,
            "That way leads as far.",
            f"{test.format(BEYOND)}; passes at 1",
            words,
            beyond,
        ),
    ]


WAYS = ("candidate", "forget gate", "neither alone")


def _way(text: signals.Read, units: Sequence[int]) -> str:
    """Which signal of all units of a set shuts at X."""
    if np.abs(text.at("X", "g")[:, units]).mean(axis=0).max() < 0.2:
        return WAYS[0]
    return WAYS[1] if text.at("X", "f")[:, units].mean(axis=0).max() < 0.8 else WAYS[2]


def _only_at_mark(noisy: Networks) -> Finding:
    """A unit whose cell holds the number and whose hidden state is on only at Y."""
    measured = []
    for weights in noisy:
        fitted = counting.fit(weights, EXPERIMENT, EXPERIMENT.choosing, VOCABULARY)
        text = signals.read(weights, held_out(LONGEST), VOCABULARY)
        before = np.abs(np.concatenate([text.at(c, "h") for c in "aX"])).mean(axis=0)
        mark = np.abs(text.at("Y", "h")).mean(axis=0)
        only = (before < 0.1) & (mark > 0.5) & (fitted.r2 > counting.FITS)
        measured.append((int(only.sum()), bool(only.any())))
    return Finding.of(
        "only at Y",
        TASK.name,
        "A neuron is on only at Y and still holds the number.",
        "units with mean |h| below .1 before Y, above .5 at Y, and R² of c on the count above .95",
        "noisy",
        measured,
    )
