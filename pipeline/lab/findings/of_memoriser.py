"""What is found in the state memorisers."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings import nulls, remembering, signals
from pipeline.lab.findings.finding import Finding
from pipeline.lab.findings.remembering import Memory
from pipeline.lab.networks.running import exact, right_to
from pipeline.lab.networks.sharpening import sharpened
from pipeline.lab.tasks.memoriser import LETTERS, LONGEST, TASK, string, strings
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Networks = Sequence[NetworkWeights]

FAR, ASKED = 300, 40  # x's
SHARP = 3.0
COUNTED = 0.95  # R² from which a unit counts
LATER = (15, 25, 40)  # x's of held-out strings
VOCABULARY = TASK.vocabulary


def reach(weights: NetworkWeights, to: int) -> int:
    """The greatest number of x's up to which both letters are right, at most `to`."""
    right = exact(weights, strings(range(1, to + 1)), VOCABULARY)
    return right_to(right[::2] & right[1::2])


def findings(trained: Mapping[str, Networks]) -> list[Finding]:
    """All statements about memorisers."""
    noisy = trained["noisy"]
    found = [remembering.find(weights, range(1, LONGEST + 1), VOCABULARY) for weights in noisy]
    return [
        *_remembers(noisy, found),
        *_kinds(trained),
        *_gates(noisy, found),
    ]


def _remembers(noisy: Networks, found: Sequence[Memory | None]) -> list[Finding]:
    to = [reach(weights, FAR) for weights in noisy]
    sharp = [reach(sharpened(w, m.units, SHARP), FAR) if m else 0 for w, m in zip(noisy, found, strict=True)]
    alone, flipped = (
        [
            float(remembering.flips(w, m.units[:most], LATER, VOCABULARY).mean()) if m else 0.0
            for w, m in zip(noisy, found, strict=True)
        ]
        for most in (1, remembering.AT_MOST)
    )
    sizes = sorted(len(m.units) if m else 0 for m in found)
    swapped = (
        "swapped with those of the other letter's string, at every moment of strings with 15, 25 and 40 x's: "
        "share after which the other letter is printed; passes at 1"
    )
    return [
        Finding.of(
            "kept",
            TASK.name,
            "It keeps the letter.",
            f"the greatest number of x's up to which both letters are right; passes from {ASKED} on",
            "noisy",
            [(k, k >= ASKED) for k in to],
        ),
        Finding.of(
            "sharpened",
            TASK.name,
            "Sharper gates of the units that remember keep it long.",
            f"their i, f, g pre-activations × {SHARP:g}; passes at {FAR}",
            "noisy",
            [(k, k >= FAR) for k in sharp],
        ),
        Finding.of(
            "one cell",
            TASK.name,
            "One neuron remembers the letter.",
            f"the cell of the best unit, {swapped}",
            "noisy",
            [(share, share == 1) for share in alone],
        ),
        Finding.of(
            "memory set",
            TASK.name,
            "A set of neurons remembers the letter.",
            f"the cells of the set, {swapped}",
            "noisy",
            [(share, share == 1) for share in flipped],
            f"units in the set: {sizes[0]} to {sizes[-1]}",
        ),
    ]


def _kinds(trained: Mapping[str, Networks]) -> list[Finding]:
    """An A neuron and a B neuron; on in the middle; a count of the x's."""
    told = []
    for kind in ("noisy", "plain"):
        separate, open_, counted, by_chance = [], [], [], []
        for weights in trained[kind]:
            middle = _middle(weights)
            separate.append(_separate(*middle["c"]))
            memory = remembering.find(weights, range(1, LONGEST + 1), VOCABULARY)
            size = float(np.abs(middle["h"][:, memory.unit]).mean()) if memory else np.nan
            open_.append((size, size >= 0.5))
            best, null = _counts(weights)[0], nulls.scores(weights, _counts)[:, 0]
            counted.append((best, best >= COUNTED and nulls.beats(best, null)))
            by_chance.append(float((null >= COUNTED).mean()))
        told += [
            Finding.of(
                f"two neurons {kind}",
                TASK.name,
                "There is an A neuron and a B neuron.",
                "over the x's, a unit with |c| above .5 for A and below .1 for B, and one the other way; "
                "passes if both exist; the measure: units whose c has one sign for A and the other for B",
                kind,
                separate,
            ),
            Finding.of(
                f"on {kind}",
                TASK.name,
                "Its hidden state is on in the middle.",
                "mean |h| over the x's of the unit that remembers best; passes from .5 on",
                kind,
                open_,
            ),
            Finding.of(
                f"counts {kind}",
                TASK.name,
                "A neuron does double duty: it counts the x's.",
                f"R² of c on the number of x's read, the best unit, both letters; passes from {COUNTED} "
                f"on and above those of {nulls.SHUFFLES} networks of the same weights shuffled",
                kind,
                counted,
                _also(counted, by_chance),
            ),
        ]
    return told


def _also(own: Sequence[tuple[float, bool]], by_chance: Sequence[float]) -> str:
    reached = np.mean([value >= COUNTED for value, _ in own])
    return f"of these networks {reached:.0%} have {COUNTED}, of the shuffled ones {np.mean(by_chance):.0%}"


def _middle(weights: NetworkWeights) -> dict[str, Array]:
    """c and h over the x's of learned strings, averaged over places: [letters, units]."""
    rows = []
    for letter in LETTERS:
        found = signals.read(weights, [string(letter, k) for k in range(1, LONGEST + 1)], VOCABULARY)
        rows.append({name: found.at("x", name).mean(axis=0) for name in "ch"})
    return {name: np.stack([row[name] for row in rows]) for name in "ch"}


def _separate(of_a: Array, of_b: Array) -> tuple[float, bool]:
    on, off = 0.5, 0.1
    only_a = (np.abs(of_a) > on) & (np.abs(of_b) < off)
    only_b = (np.abs(of_b) > on) & (np.abs(of_a) < off)
    both = (of_a * of_b < 0) & (np.minimum(np.abs(of_a), np.abs(of_b)) > off)
    return float(both.sum()), bool(only_a.any() and only_b.any())


def _counts(weights: NetworkWeights) -> tuple[float]:
    """R² of the best unit's c on the number of x's read, over both letters together."""
    found = signals.read(weights, strings([LONGEST]), VOCABULARY)
    cells = found.at("x", "c").astype(np.float64)
    count = np.tile(np.arange(LONGEST), len(LETTERS)) - (LONGEST - 1) / 2
    centred = cells - cells.mean(axis=0)
    total = (centred**2).sum(axis=0)
    explained = (count @ centred) ** 2 / (count @ count)
    return (float(np.max(explained[total > 0] / total[total > 0], initial=0)),)


def _gates(noisy: Networks, found: Sequence[Memory | None]) -> list[Finding]:
    i, f, o = [], [], []
    for weights, memory in zip(noisy, found, strict=True):
        text = signals.read(weights, strings(range(1, LONGEST + 1)), VOCABULARY)
        value = {g: float(text.at("x", g)[:, memory.unit].mean()) if memory else np.nan for g in "ifo"}
        i.append((value["i"], value["i"] < signals.SHUT))
        f.append((value["f"], value["f"] > signals.FULL))
        o.append((value["o"], value["o"] < 0.2))
    unit = "mean over the x's, the unit that remembers"
    return [
        Finding.of(
            "ignores x",
            TASK.name,
            "The input gate ignores the x's.",
            f"i, {unit}; passes below .05",
            "noisy",
            i,
        ),
        Finding.of(
            "forget",
            TASK.name,
            "The forget gate is open while it remembers.",
            f"f, {unit}; passes above .95",
            "noisy",
            f,
        ),
        Finding.of(
            "passive",
            TASK.name,
            "The output gate is shut while memory is passive.",
            f"o, {unit}; passes below .2",
            "noisy",
            o,
        ),
    ]
