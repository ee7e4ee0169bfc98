"""Boxes that no move leaves: found by joining and widening, as in abstract interpretation.

Cousot and Cousot 1977, sections 9.1 (widening) and 9.3 (narrowing).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lab.proofs.boxes import OPEN, STATE, Box, Rounded, gates, says, step

Array = np.ndarray
Move = tuple[int, int]  # a character, and what it does to k

JOINS = 40  # hulls taken before a bound that still moves is pushed
ROUNDS = 200
NARROWED = 60


@dataclass(frozen=True)
class Path:
    """Characters read from a box on, and what must be printed.

    Attributes:
        moves: the characters.
        told: what must be printed before each, and after the last; None is anything.
        least: the least k before the first.
    """

    moves: Sequence[Move]
    told: Sequence[int | None] = ()
    least: int = 0


def along(network: Rounded, box: Box | None, path: Path) -> Box | None:
    """The box at the end of a path; None where a counter fails or another character may be printed."""
    told, least = list(path.told) or [None] * (len(path.moves) + 1), path.least
    for (character, change), must in zip(path.moves, told, strict=False):
        if box is None or not _printed(network, box, must):
            return None
        least += change
        box = step(network, box, character, change, least)
    last = told[len(path.moves)] if len(told) > len(path.moves) else None
    return None if box is None or not _printed(network, box, last) else box


def _printed(network: Rounded, box: Box, must: int | None) -> bool:
    return must is None or says(network, box, must)


def closed(network: Rounded, start: Box, moves: Sequence[Move], least: int) -> Box | None:
    """A small box that holds `start` and that no move leaves; None if none is found.

    Args:
        least: the least k before a move.
    """
    box = start
    for number in range(ROUNDS):
        grown = _moved(network, box, moves, least)
        if grown is None:
            return None
        if grown.within(box):
            return _narrowed(network, start, box, moves, least)
        joined = box.hull(grown)
        box = joined if number < JOINS else _widened(box, joined)
    return None


def cycle(network: Rounded, start: Box, character: int, period: int) -> list[Box] | None:
    """Boxes that a character leads round: the first holds `start`, each leads into the next, the last back.

    With hard gates a state that is fed one character may end in a cycle; one box of it would hold too much.
    """
    box = start
    for number in range(ROUNDS):
        boxes = [box]
        for _ in range(period):
            after = step(network, boxes[-1], character, 0, 0)
            if after is None:
                return None
            boxes.append(after)
        if boxes[-1].within(box):
            return boxes[:-1]
        joined = box.hull(boxes[-1])
        box = joined if number < JOINS else _widened(box, joined)
    return None


def _moved(network: Rounded, box: Box, moves: Sequence[Move], least: int) -> Box | None:
    """The hull of what the moves lead to."""
    hull: Box | None = None
    for character, change in moves:
        after = step(network, box, character, change, least + change)
        if after is None:
            return None
        hull = after if hull is None else hull.hull(after)
    return hull


def _narrowed(network: Rounded, start: Box, box: Box, moves: Sequence[Move], least: int) -> Box:
    """The start and what the moves lead to, again and again: each is such a box, and none is greater."""
    for _ in range(NARROWED):
        moved = _moved(network, box, moves, least)
        smaller = box if moved is None else start.hull(moved)
        if box.within(smaller):
            break
        box = smaller
    return box


def _widened(old: Box, new: Box) -> Box:
    c = np.where(new.sign != 0, new.c, _pushed(old.c, new.c, OPEN))
    return Box(c, _pushed(old.h, new.h, STATE), new.sign)


def _pushed(old: Array, new: Array, limit: int) -> Array:
    """Bounds that still move, moved further: beyond 1, where a cell says nothing more, to the limit."""
    by = 3 * np.abs(new - old) + 8
    low = np.where(new[0] < -STATE, -limit, np.maximum(new[0] - by[0], -limit))
    high = np.where(new[1] > STATE, limit, np.minimum(new[1] + by[1], limit))
    return np.stack([np.where(new[0] < old[0], low, new[0]), np.where(new[1] > old[1], high, new[1])])


def exact_signs(network: Rounded, box: Box, character: int) -> Array:
    """Units whose cell the character moves by exactly one, all gates at their ends: its direction, else 0."""
    i, f, g, _ = gates(network, box, character)
    exact = (i == STATE).all(axis=0) & (f == STATE).all(axis=0) & (np.abs(g) == STATE).all(axis=0)
    return np.where(exact & (g[0] == g[1]), np.sign(g[0]), 0)
