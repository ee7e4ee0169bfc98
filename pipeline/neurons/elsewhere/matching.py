"""Which unit of one network is which unit of another: units whose memories go together on the same tweets.

Units are paired one to one so that the sum of absolute correlations is greatest (Li et al. 2016, *Convergent
learning*, section 3); memories of all layers take part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from jaxtyping import Float, Int
from scipy.optimize import linear_sum_assignment

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.cells import CELLS
from pipeline.network.weights import load_weights
from pipeline.neurons.scan.result import ScanResult
from pipeline.text.tweets import some
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray
Unit = tuple[int, int]  # layer, number

TWEETS = 300  # test tweets on which memories are compared


@dataclass(frozen=True)
class Memories:
    """The memories of all units of a network on some test tweets.

    Attributes:
        tweets: their texts.
        units: (layer, unit) of each row.
        values: centred, of length 1; a unit that never moves is 0.
    """

    tweets: tuple[str, ...]
    units: tuple[tuple[int, int], ...]
    values: Float[Array, "units positions"]

    def row(self, address: str) -> int:
        """The row of an address's unit."""
        found = Address.parse(address)
        return self.units.index((found.layer, found.unit))


def memories(workspace: Workspace) -> Memories:
    """Run a workspace's network over its first test tweets.

    Raises:
        UserError: an artefact is missing or damaged.
    """
    weights, _ = load_weights(workspace)
    path = workspace.need(workspace.tweets, "corpus")
    test = some(path, ["tweet_id", "text", "split"], lambda part: part["split"] == "test").head(TWEETS)
    layout = Concatenation.of(test, Vocabulary.load(workspace.vocabulary))
    wanted = [
        Address(number, CELLS[layer.cell].memory, unit)
        for number, layer in enumerate(weights.layers, 1)
        for unit in range(layer.units)
    ]
    values = activations(weights, layout.ids, wanted)
    values = values - values.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    scaled = values / np.where(lengths > 0, lengths, 1)
    return Memories(tuple(test["text"]), tuple((one.layer, one.unit) for one in wanted), scaled)


@dataclass(frozen=True)
class Match:
    """Two networks, unit by unit.

    Attributes:
        correlation: its size, of every pair of units.
        partner: of each unit of the first network, its unit in the other; −1 where that has fewer units.
        back: the same of each unit of the other network.
    """

    correlation: Float[Array, "units others"]
    partner: Int[Array, " units"]
    back: Int[Array, " others"]


def match(one: Memories, other: Memories) -> Match:
    """Pair the units of two networks.

    Raises:
        UserError: the networks were not run over the same tweets.
    """
    if one.tweets != other.tweets:
        raise UserError("networks are matched on the same test tweets, and these have others")
    correlation = np.abs(one.values @ other.values.T)
    rows, columns = linear_sum_assignment(correlation, maximize=True)
    partner, back = np.full(len(one.units), -1), np.full(len(other.units), -1)
    partner[rows], back[columns] = columns, rows
    return Match(correlation, partner, back)


@dataclass(frozen=True)
class Same:
    """The detectors of one concept over pairs of networks; NaN without a pair.

    Attributes:
        pairs: of networks that both have one.
        same_unit: pairs whose detectors are partners.
        detector_correlation: of both detectors, mean.
        partner_correlation: of a detector with its partner, mean over both ways.
        carried: what the partner scores, as a share of what the other network's own detector does, mean.
    """

    pairs: int
    same_unit: int
    detector_correlation: float
    partner_correlation: float
    carried: float


NOTHING = Same(0, 0, float("nan"), float("nan"), float("nan"))


def compared(
    known: Sequence[Memories], detectors: Sequence[pd.DataFrame], scans: Sequence[ScanResult]
) -> dict[str, Same]:
    """For each concept how far its detectors in several networks are the same unit.

    Args:
        known: memories of the networks.
        detectors: of each network a row for each concept: columns concept, address.
        scans: of each network.
    """
    addresses = [dict(zip(table["concept"], table["address"], strict=True)) for table in detectors]
    found: dict[str, list[Same]] = {}
    for one, other in combinations(range(len(known)), 2):
        pair = match(known[one], known[other])
        for concept in addresses[one].keys() & addresses[other].keys():
            rows = known[one].row(addresses[one][concept]), known[other].row(addresses[other][concept])
            ways = [
                (other, rows[1], int(pair.partner[rows[0]]), pair.correlation[rows[0]]),
                (one, rows[0], int(pair.back[rows[1]]), pair.correlation[:, rows[1]]),
            ]
            paired = [(number, own, partner, row) for number, own, partner, row in ways if partner >= 0]
            carried = [
                _carried(scans[number], concept, known[number].units[own], known[number].units[partner])
                for number, own, partner, _ in paired
            ]
            found.setdefault(concept, []).append(
                Same(
                    1,
                    int(pair.partner[rows[0]] == rows[1]),
                    float(pair.correlation[rows]),
                    _mean([float(row[partner]) for _, _, partner, row in paired]),
                    _mean(carried),
                )
            )
    return {concept: _over(pairs) for concept, pairs in found.items()}


def _over(pairs: list[Same]) -> Same:
    sums = (sum(one.pairs for one in pairs), sum(one.same_unit for one in pairs))
    means = ("detector_correlation", "partner_correlation", "carried")
    return Same(*sums, *(_mean([getattr(one, name) for one in pairs]) for name in means))


def _carried(scan: ScanResult, concept: str, own: Unit, partner: Unit) -> float:
    """The partner's best score over that of the detector's unit, at most 1; NaN where that has none."""
    scores = scan.score[list(map(str, scan.concepts)).index(concept)]
    whole, again = (
        max(
            float(np.nan_to_num(np.abs(scores[:, Address(unit[0], signal, unit[1]).flat(scan.shape)])).max())
            for signal in scan.shape[unit[0] - 1][0]
        )
        for unit in (own, partner)
    )
    return min(1.0, again / whole) if whole else float("nan")


def _mean(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
