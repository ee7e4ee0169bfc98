"""A source, a table of certificates and a row of causes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.core.tables import Schema
from pipeline.neurons.cards.build import Tables, cards
from pipeline.neurons.cards.card import Cards, Source
from pipeline.neurons.causes.columns import CAUSES, REMOVALS, SETS
from pipeline.neurons.certify.columns import PROBES
from pipeline.neurons.elsewhere.columns import GOLD

CAUSE: dict[str, Any] = {
    **{"concept": "hashtag", "unit": "L2.c.1", "pairs": 50, "shared": 1.5, "dose": 2.0, "distance": 5.0},
    **{"gain": 0.4, "gain_low": 0.3, "gain_high": 0.5, "towards": 0.8, "towards_low": 0.7},
    **{"towards_high": 0.9, "random_mean": 0.05, "random_high": 0.1, "p_holm": 0.001, "beyond": 0.1},
    **{"beyond_low": 0.02, "beyond_high": np.nan, "matters": True, "unmet": "", "address": "L2.c.1"},
}
CAUSE |= {name: 40 if name == "tweets" else 0.037 for name in CAUSES.columns if name not in CAUSE}


@pytest.fixture
def source() -> Source:
    """Of a network of seed 3."""
    return Source(
        workspace="mine",
        weights_sha256="1" * 64,
        vocabulary_sha256="2" * 64,
        tweets_sha256="3" * 64,
        spans_sha256="4" * 64,
        cell="lstm",
        layers=2,
        units=8,
        train_seed=3,
        settings={"scan": {}, "certify": {"permutations": 999, "threshold_tweets": 60}, "intervene": {}},
        versions={"tweetscope": "1"},
    )


@pytest.fixture
def table() -> pd.DataFrame:
    """A concept with two addresses, one without a grade, a graded one."""
    return pd.DataFrame(
        [
            certificate_row(concept="hashtag"),
            certificate_row(concept="hashtag", rank=1, address="L1.h.3"),
            certificate_row(concept="url", sibling="mention", contrast_auroc=0.7, certified=False),
            certificate_row(concept="position_in_tweet", kind="graded", f1=np.nan, iou=np.nan),
        ]
    )


@pytest.fixture
def made(source: Source, table: pd.DataFrame) -> Cards:
    """The cards of these, and of what else was found of hashtags."""
    return cards(tables_of(table), source)


def tables_of(table: pd.DataFrame) -> Tables:
    """All tables, each with a number of its own in every column."""
    random = np.random.default_rng(0)

    def row(schema: Schema, **given: Any) -> dict[str, Any]:
        drawn = {
            name: int(random.integers(2, 90)) if str(column.dtype) == "int64" else float(random.random())
            for name, column in schema.columns.items()
        }
        return {**drawn, "concept": "hashtag", **given}

    return Tables(
        certificates=table,
        causes=pd.DataFrame([CAUSE]),
        sets=pd.DataFrame(
            [row(SETS, k=k, added=f"L1.c.{k}", smallest=k == 2, needed=np.nan) for k in (1, 2)]
        ),
        removals=pd.DataFrame([row(REMOVALS)]),
        probes=pd.DataFrame([row(PROBES, k=k) for k in (1, 2, 0)]),
        abroad=pd.DataFrame([row(GOLD, labels="people", address="L2.c.1")]),
    )
