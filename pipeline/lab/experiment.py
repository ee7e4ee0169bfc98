"""What an explorer says of a network of the lab: its task, the units that were found, what a slider does."""

from collections.abc import Sequence
from typing import Any

from pipeline.explorer.encode import pack
from pipeline.lab import store
from pipeline.lab.findings import counting, of_counter, of_selective, remembering, telling
from pipeline.lab.store import Lab
from pipeline.lab.tasks import copying, counter, memoriser, selective
from pipeline.lab.tasks.task import Task
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

COUNTERS = {"counter": of_counter.EXPERIMENT, "selective": of_selective.EXPERIMENT}
OTHERS = ("LSTM", "GRU", "RNN")  # kinds of cells beside which a counter stands, of equal parameters
ABOUT = {
    "counter": (
        "The network reads some a's and an X, and must print as many b's. "
        f"It learned up to {counter.LONGEST}."
    ),
    "selective": (
        "The network reads a's with X's between them and a Y, and must print a b for each a, none for an X. "
        f"It learned up to {selective.LONGEST} a's."
    ),
    "memoriser": (
        "The network reads an A or a B, then x's and a Y, and must print the first letter, in small. "
        f"It learned up to {memoriser.LONGEST} x's."
    ),
    "copying": f"The network reads {copying.LENGTH} letters and an X, and must print the letters again.",
    "copying-long": f"The network reads up to {copying.LONGEST} letters and an X, and must print them again.",
}
PROMPTS = {
    "counter": "aaaaaaX",
    "selective": "aaXaaXaY",
    "memoriser": "AxxxxxxY",
    "copying": "cabX",
    "copying-long": "cabbacX",
}


def described(task: Task, weights: NetworkWeights) -> dict[str, Any]:
    """The task in words, a prompt to begin with, and the cells that were found.

    Each cell has the `step` that a slider adds to it when `mark` has been read: what one more symbol adds,
    or, for a memory of letters, how far it is from one letter's value to the other's. `cells` is empty where
    none was found.
    """
    found: dict[str, Any] = {
        "title": task.title,
        "about": ABOUT[task.name],
        "prompt": PROMPTS[task.name],
        "characters": task.characters,
        "counted": None,
        "written": None,
        "cells": [],
        "address": None,
    }
    if task.name in COUNTERS:
        found |= _counting(task, weights)
    elif task.name == "memoriser":
        found |= _remembering(weights)
    else:
        layer, unit = divmod(telling.first_letter(telling.read(weights)).unit, task.units)
        found["address"] = f"L{layer + 1}.c.{unit}"
    return found


def _counting(task: Task, weights: NetworkWeights) -> dict[str, Any]:
    experiment = COUNTERS[task.name]
    counters = counting.find(weights, experiment, task.vocabulary)
    mark = experiment.string(2).prompt[-1]
    return {
        "counted": experiment.counted,
        "written": experiment.written,
        **_cells(mark, counters.units, counters.slopes, (-4, 8, 1), "symbols more"),
    }


def _remembering(weights: NetworkWeights) -> dict[str, Any]:
    vocabulary = memoriser.TASK.vocabulary
    memory = remembering.find(weights, range(1, memoriser.LONGEST + 1), vocabulary)
    if memory is None:
        return {}
    prompts = [vocabulary.encode(memoriser.string(letter, 1).prompt) for letter in memoriser.LETTERS]
    cells = trace(weights, prompts)[0]["c"][:, 2]  # BOS, the letter, the first x
    steps = [float(cells[1, unit] - cells[0, unit]) for unit in memory.units]
    return _cells("x", memory.units, steps, (-1, 1, 0.1), "of the way from A to B")


def _cells(
    mark: str, units: Sequence[int], steps: Sequence[float], slider: tuple[float, float, float], words: str
) -> dict[str, Any]:
    return {
        "mark": mark,
        "cells": [{"address": f"L1.c.{unit}", "step": step} for unit, step in zip(units, steps, strict=True)],
        "slider": slider,
        "words": words,
    }


def others(lab: Lab) -> dict[str, Any]:
    """One counter of each other kind of cell, packed for the page; what was not trained is missing."""
    paths = {name: lab.networks("variants", name) for name in OTHERS}
    return {name: pack(store.load(path)[0], "float32") for name, path in paths.items() if path.exists()}
