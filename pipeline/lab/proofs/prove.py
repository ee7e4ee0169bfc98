"""The prover: boxes that a language's strings cannot leave, from which the right answer is printed.

A proof of a counter is a handful of statements. *Up* holds the state once n symbols are counted, for all
n ≥ first; *down* holds it while m answers are still to come, for all m ≥ last. A character read in either
leads back into it, and the right one is printed. What is shorter than first, and the last few answers, are
run step by step. So a proof is over all n, in exact arithmetic of the rounded weights.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Int

from pipeline.lab.proofs.boxes import Box, Rounded
from pipeline.lab.proofs.invariant import Path, along, closed, cycle, exact_signs
from pipeline.text.vocabulary import BOS, EOS

FIRSTS = (8, 16, 32, 64)  # tried in turn: the later, the nearer is a network to its steady state
SETTLES = (0, 1, 2, 3, 4, 8, 16, 32)  # answers printed before *down* is entered
LASTS = range(1, 8)
ROUNDS = (8, 32, 64, 128, 256)  # the same for memorisers
PERIODS = (1, 2, 3, 4, 5, 6, 8, 10, 12)  # of the cycle that a memoriser may end in
ARRIVED = 60  # symbols after which a counting unit must count exactly


@dataclass(frozen=True)
class Found:
    """A proof.

    Attributes:
        first: the least number that boxes are used for.
        settle: answers printed before *down*.
        last: answers printed after it.
        sign: ±1 for each unit that counts, else 0.
        boxes: by name.
    """

    first: int
    settle: int
    last: int
    sign: Int[np.ndarray, " units"]
    boxes: Mapping[str, Box]


def prove(task: str, network: Rounded, ids: Mapping[str, int]) -> Found | None:
    """A proof that a network prints the right answer to every string of a task; None if none is found.

    Args:
        ids: the number of each character.
    """
    start = along(network, Box.zero(network.units), Path([(BOS, 0)]))
    if start is None:
        return None
    return PROVERS[task](network, start, ids)


def _counter(network: Rounded, start: Box, ids: Mapping[str, int]) -> Found | None:
    """aⁿXbⁿ."""
    a, mark, b = (ids[c] for c in "aXb")
    sign = _signs(network, start, a, mark, b)
    for first in FIRSTS if sign.any() else ():
        short = (
            along(
                network,
                start,
                Path([(a, 0)] * n + [(mark, 0)] + [(b, 0)] * n, [None] * (n + 1) + [b] * n + [EOS]),
            )
            for n in range(1, first)
        )
        up = along(network, start, Path([(a, 0)] * first))
        up = up and closed(network, up.relative(sign, first), [(a, 1)], first)
        found = up and _answered(network, up, mark, b, first)
        if up and found and all(short):
            settle, last, down = found
            return Found(first, settle, last, sign, {"up": up, "down": down})
    return None


def _selective(network: Rounded, start: Box, ids: Mapping[str, int]) -> Found | None:
    """(aX*)ⁿYbⁿ: boxes for each n up to first too, since any number of X's may stand at each."""
    a, skip, mark, b = (ids[c] for c in "aXYb")
    sign = _signs(network, start, a, mark, b)
    for first in FIRSTS if sign.any() else ():
        boxes = _levels(network, start, a, skip, first)
        if boxes is None:
            continue
        short = (
            along(network, boxes[n - 1], Path([(mark, 0)] + [(b, 0)] * n, [None] + [b] * n + [EOS]))
            for n in range(1, first)
        )
        up = along(network, boxes[-1], Path([(a, 0)]))
        up = up and closed(network, up.relative(sign, first), [(a, 1), (skip, 0)], first)
        found = up and _answered(network, up, mark, b, first)
        if up and found and all(short):
            settle, last, down = found
            levels = {f"after {n}": box for n, box in enumerate(boxes, 1)}
            return Found(first, settle, last, sign, {**levels, "up": up, "down": down})
    return None


def _levels(network: Rounded, start: Box, a: int, skip: int, first: int) -> list[Box] | None:
    """For n = 1 … first − 1, a box of the state after n a's and any X's."""
    boxes: list[Box] = []
    for _ in range(1, first):
        after = along(network, boxes[-1] if boxes else start, Path([(a, 0)]))
        box = after and closed(network, after, [(skip, 0)], 0)
        if box is None:
            return None
        boxes.append(box)
    return boxes


def _answered(network: Rounded, up: Box, mark: int, b: int, first: int) -> tuple[int, int, Box] | None:
    """From the mark to EOS, for all numbers from first on: settle, last, and *down*."""
    for settle in (s for s in SETTLES if s <= first - 6):
        read = Path([(mark, 0)] + [(b, -1)] * settle, [None] + [b] * (settle + 1), first)
        entered = along(network, up, read)
        for last in LASTS if entered else ():
            down = entered and closed(network, entered, [(b, -1)], last + 1)
            if down is None or not along(network, down, Path([], [b])):
                continue
            if along(network, down.absolute(last), Path([(b, 0)] * last, [b] * last + [EOS])):
                return settle, last, down
    return None


def _signs(network: Rounded, start: Box, up: int, mark: int, down: int) -> np.ndarray:
    """Units that count exactly up and down, judged well inside one long string; ±1, else 0."""
    risen = along(network, start, Path([(up, 0)] * ARRIVED))
    fallen = risen and along(network, risen, Path([(mark, 0)] + [(down, 0)] * (ARRIVED // 3)))
    if risen is None or fallen is None:
        return np.zeros(network.units, np.int64)
    sign = exact_signs(network, risen, up)
    return np.where(sign == -exact_signs(network, fallen, down), sign, 0)


def _memoriser(network: Rounded, start: Box, ids: Mapping[str, int]) -> Found | None:
    """A xᵏ Y a and B xᵏ Y b: step by step to first, and from there on round a cycle of boxes."""
    for first in ROUNDS:
        boxes: dict[str, Box] = {}
        for letter in "AB":
            entered = _kept(network, start, ids, letter, first)
            orbit = entered and _orbit(network, entered, ids, letter)
            if not orbit:
                break
            boxes |= {f"{letter} {number}": box for number, box in enumerate(orbit)}
        else:
            return Found(first, 0, 0, np.zeros(network.units, np.int64), boxes)
    return None


def _end(ids: Mapping[str, int], letter: str) -> Path:
    answer = ids[letter.lower()]
    return Path([(ids["Y"], 0), (answer, 0)], [None, answer, EOS])


def _kept(network: Rounded, start: Box, ids: Mapping[str, int], letter: str, first: int) -> Box | None:
    """The state after a letter and `first` x's; None where the answer is not certain before."""
    box = along(network, start, Path([(ids[letter], 0)]))
    for number in range(1, first + 1):
        box = along(network, box, Path([(ids["x"], 0)]))
        if number < first and not along(network, box, _end(ids, letter)):
            return None
    return box


def _orbit(network: Rounded, box: Box, ids: Mapping[str, int], letter: str) -> list[Box] | None:
    """A cycle of boxes from each of which the answer is right."""
    for period in PERIODS:
        boxes = cycle(network, box, ids["x"], period)
        if boxes and all(along(network, one, _end(ids, letter)) for one in boxes):
            return boxes
    return None


Prover = Callable[[Rounded, Box, Mapping[str, int]], Found | None]
PROVERS: dict[str, Prover] = {"counter": _counter, "selective": _selective, "memoriser": _memoriser}
