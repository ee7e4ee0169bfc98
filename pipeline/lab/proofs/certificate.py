"""A proof as a file that anybody can check with `verify.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.workspace import write_json
from pipeline.lab.networks.sharpening import sharpened
from pipeline.lab.proofs.boxes import OPEN, Rounded
from pipeline.lab.proofs.prove import Found, prove
from pipeline.lab.proofs.thinning import Thinned, thinner
from pipeline.lab.tasks.task import Strings
from pipeline.network.weights import NetworkWeights

# Tried in turn: 1 is the network as it was trained.
FACTORS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0)
BEFORE = (2.0, 1.0, 4.0)  # sharpened by so much, units are ablated; then it is sharpened further
AFTER = (1.0, 2.0, 4.0)
TRIES = 2  # networks with one unit more each that are not proved, before no larger one is tried
GATES = "ifgo"
ENDLESS = 1 << 200  # of the checker


@dataclass(frozen=True)
class Proved:
    """A proof, and the network that it is about.

    Attributes:
        factor: what all gates and candidates were sharpened by.
        units: those of the trained network that are left; the others are ablated.
        network: with its weights rounded.
    """

    factor: float
    units: tuple[int, ...]
    network: Rounded
    found: Found


def proved(task: str, weights: NetworkWeights, ids: Mapping[str, int], learned: Strings) -> Proved | None:
    """A proof of the whole network with as little sharpening as will do, else of as many units as will do.

    Args:
        ids: the number of each character.
        learned: the strings that ablation is judged on; the proof is about all others too.
    """
    whole = _first(task, Thinned.whole(weights), ids, FACTORS)
    for factor in BEFORE if whole is None else ():
        sharp = sharpened(weights, range(weights.layers[0].units), factor, blocks=GATES)
        found = _largest(task, thinner(sharp, learned)[1:], ids, factor)
        if found is not None:
            return found
    return whole


def _largest(task: str, thin: Sequence[Thinned], ids: Mapping[str, int], before: float) -> Proved | None:
    """The proof of the most units, looked for from the fewest on."""
    best, failed = None, 0
    for one in reversed(thin):
        found = _first(task, one, ids, AFTER, before)
        best, failed = (found, 0) if found else (best, failed + 1)
        if failed == TRIES and best is not None:
            break
    return best


def _first(
    task: str, thin: Thinned, ids: Mapping[str, int], factors: Sequence[float], before: float = 1.0
) -> Proved | None:
    for factor in factors:
        network = Rounded.of(sharpened(thin.weights, range(len(thin.units)), factor, blocks=GATES))
        found = prove(task, network, ids)
        if found is not None:
            return Proved(before * factor, thin.units, network, found)
    return None


def contents(task: str, ids: Mapping[str, int], proof: Proved) -> dict[str, Any]:
    """The certificate as JSON has it: an infinite bound is one that nobody reaches."""
    network, found = proof.network, proof.found
    return {
        "task": task,
        "factor": proof.factor,
        "units": list(proof.units),
        "ids": dict(ids),
        "network": {
            "table": network.table.tolist(),
            "recurrent": network.recurrent.tolist(),
            "dense": network.dense.tolist(),
            "bias": network.dense_bias.tolist(),
        },
        "first": found.first,
        "settle": found.settle,
        "last": found.last,
        "sign": found.sign.tolist(),
        "boxes": {name: [_endless(box.c.tolist()), box.h.tolist()] for name, box in found.boxes.items()},
    }


def _endless(bounds: list[list[int]]) -> list[list[int]]:
    return [[(ENDLESS if x > 0 else -ENDLESS) if abs(x) >= OPEN else x for x in row] for row in bounds]


def write(path: Path, task: str, ids: Mapping[str, int], proof: Proved) -> None:
    """Write a certificate."""
    write_json(path, contents(task, ids, proof))
