"""Steering by the name of a concept: its detector neuron is held at a value while the network writes."""

from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_table
from pipeline.network.address import Address
from pipeline.neurons.scan.result import ScanResult, load

BOUNDS = {**dict.fromkeys("ifozr", (0.0, 1.0)), "g": (-1.0, 1.0), "h": (-1.0, 1.0)}


@dataclass(frozen=True)
class Held:
    """One steered concept: its dose (standard deviations), the address, the value it is held at, and whether
    the evidence that this address detects the concept passed its test."""

    concept: str
    dose: float
    address: Address
    value: float
    certified: bool

    def record(self) -> dict[str, float | str | bool]:
        """What an export says of it."""
        place: dict[str, float | str | bool] = {
            "dose": self.dose,
            "address": str(self.address),
            "value": round(self.value, 6),
        }
        return {**place, "certified": self.certified}


def steering(workspace: Workspace, wanted: dict[str, float]) -> list[Held]:
    """The best detector of each concept in `wanted` and the value that its dose stands for.

    Raises:
        UserError: a concept has no detector, or `make analyze` has not been run.
    """
    if not wanted:
        return []
    certificates = read_table(workspace.need(workspace.certificates, "analyze"))
    return choose(certificates, load(workspace.need(workspace.scan, "analyze")), wanted)


def choose(certificates: pd.DataFrame, scan: ScanResult, wanted: dict[str, float]) -> list[Held]:
    """As `steering`, from tables: mean + sign · dose · standard deviation, within what the signal can be."""
    best = certificates[certificates["rank"] == 0].set_index("concept")
    held = []
    for concept, dose in wanted.items():
        if concept not in best.index:
            meant = get_close_matches(concept, best.index, 1)
            raise UserError(
                f"no detector for {concept!r} to steer by"
                + (f", did you mean {meant[0]!r}?" if meant else "")
                + f" There are {', '.join(sorted(best.index))}"
            )
        if not isfinite(dose):
            raise UserError(f"the dose for {concept!r} must be a finite number, not {dose}")
        address, sign = Address.parse(best.at[concept, "address"]), int(best.at[concept, "sign"])
        flat = address.flat(scan.shape)
        low, high = BOUNDS.get(address.signal, (-float("inf"), float("inf")))
        value = float(scan.mean[flat] + sign * dose * scan.std[flat])
        certified = bool(best.at[concept, "certified"])
        held.append(Held(concept, dose, address, min(max(value, low), high), certified))
    return held


def holds(held: list[Held]) -> dict[Address, float]:
    """What `generate` holds."""
    return {one.address: one.value for one in held}
