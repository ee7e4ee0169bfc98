"""Which unit of one network is which unit of another: units whose memories go together on the same tweets.

Units are paired one to one so that the sum of absolute correlations is greatest (Li et al. 2016, *Convergent
learning*, section 3); memories of all layers take part.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Float, Int
from scipy.optimize import linear_sum_assignment

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_table
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.cells import CELLS
from pipeline.network.weights import load_weights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

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
    table = read_table(workspace.need(workspace.tweets, "corpus"), columns=["tweet_id", "text", "split"])
    some = table[table["split"] == "test"].head(TWEETS)
    layout = Concatenation.of(some, Vocabulary.load(workspace.vocabulary))
    wanted = [
        Address(number, CELLS[layer.cell].memory, unit)
        for number, layer in enumerate(weights.layers, 1)
        for unit in range(layer.units)
    ]
    values = activations(weights, layout.ids, wanted)
    values = values - values.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(values, axis=1, keepdims=True)
    scaled = values / np.where(lengths > 0, lengths, 1)
    return Memories(tuple(some["text"]), tuple((one.layer, one.unit) for one in wanted), scaled)


@dataclass(frozen=True)
class Match:
    """Two networks, unit by unit.

    Attributes:
        correlation: its size, of every pair of units.
        partner: of each unit of the first network, its unit in the other; −1 where that has fewer units.
    """

    correlation: Float[Array, "units others"]
    partner: Int[Array, " units"]


def match(one: Memories, other: Memories) -> Match:
    """Pair the units of two networks.

    Raises:
        UserError: the networks were not run over the same tweets.
    """
    if one.tweets != other.tweets:
        raise UserError("networks are matched on the same test tweets, and these have others")
    correlation = np.abs(one.values @ other.values.T)
    rows, columns = linear_sum_assignment(correlation, maximize=True)
    partner = np.full(len(one.units), -1)
    partner[rows] = columns
    return Match(correlation, partner)


def matched(known: list[Memories], detectors: list[pd.DataFrame]) -> dict[str, tuple[int, float, float]]:
    """For each concept how often the detector of the first network is the same unit again.

    Args:
        known: memories of the networks, the first one's first.
        detectors: of each network a row for each concept: columns concept, address.

    Returns:
        concept → the number of other networks whose detector is the partner of the first one's; the mean
        correlation of both detectors; that of the first one's with its partner. NaN without other networks.
    """
    addresses = [dict(zip(table["concept"], table["address"], strict=True)) for table in detectors]
    matches = [match(known[0], other) for other in known[1:]]
    found = {}
    for concept, address in addresses[0].items():
        row, same, both, partners = known[0].row(address), 0, [], []
        for other, theirs, pair in zip(known[1:], addresses[1:], matches, strict=True):
            if concept not in theirs:
                continue
            column, partner = other.row(theirs[concept]), int(pair.partner[row])
            same += column == partner
            both.append(float(pair.correlation[row, column]))
            partners.append(float(pair.correlation[row, partner]) if partner >= 0 else np.nan)
        found[concept] = (same, _mean(both), _mean(partners))
    return found


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
