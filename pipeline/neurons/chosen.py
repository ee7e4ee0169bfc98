"""The chosen detector of each concept, as its certificate names it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.network.address import Address

Array = np.ndarray


@dataclass(frozen=True)
class Chosen:
    """One address that stands for one concept, read at one lag; sign −1 says that it is low inside."""

    concept: str
    address: Address
    lag: int
    sign: int


def chosen(certificates: pd.DataFrame, kind: str = "span") -> list[Chosen]:
    """The best address (rank 0) of each concept of a kind, in the order of the table."""
    rows = certificates[(certificates["rank"] == 0) & (certificates["kind"] == kind)]
    return [
        Chosen(row.concept, Address.parse(row.address), int(row.lag), int(row.sign))
        for row in rows.itertuples()
    ]


def told(certificates: pd.DataFrame, found: list[Chosen]) -> list[Chosen]:
    """Those whose certificate says that they tell the concept."""
    known = set(certificates.loc[(certificates["rank"] == 0) & certificates["tells"], "concept"])
    return [one for one in found if one.concept in known]
