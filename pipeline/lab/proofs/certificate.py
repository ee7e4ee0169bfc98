"""A proof as a file that anybody can check with `verify.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.workspace import write_json
from pipeline.lab.proofs.boxes import OPEN, Rounded
from pipeline.lab.proofs.prove import Found, prove
from pipeline.lab.sharpening import sharpened
from pipeline.network.weights import NetworkWeights

# Tried in turn: 1 is the network as it was trained.
FACTORS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 32.0)
ENDLESS = 1 << 200  # of the checker


@dataclass(frozen=True)
class Proved:
    """A proof, and the network that it is about.

    Attributes:
        factor: what all gates and candidates were sharpened by.
        network: with its weights rounded.
    """

    factor: float
    network: Rounded
    found: Found


def proved(task: str, weights: NetworkWeights, ids: Mapping[str, int]) -> Proved | None:
    """A proof with as little sharpening as will do."""
    units = range(weights.layers[0].units)
    for factor in FACTORS:
        network = Rounded.of(sharpened(weights, units, factor, blocks="ifgo"))
        found = prove(task, network, ids)
        if found is not None:
            return Proved(factor, network, found)
    return None


def contents(task: str, ids: Mapping[str, int], proof: Proved) -> dict[str, Any]:
    """The certificate as JSON has it: an infinite bound is one that nobody reaches."""
    network, found = proof.network, proof.found
    return {
        "task": task,
        "factor": proof.factor,
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
