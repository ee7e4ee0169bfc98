"""A source, a table of certificates and a row of causes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.neurons.cards.build import cards
from pipeline.neurons.cards.card import Cards, Source

CAUSE: dict[str, Any] = {
    **{"concept": "hashtag", "unit": "L2.c.1", "pairs": 50, "shared": 1.5, "dose": 2.0, "distance": 5.0},
    **{"gain": 0.4, "gain_low": 0.3, "gain_high": 0.5, "towards": 0.8, "towards_low": 0.7},
    **{"towards_high": 0.9, "random_mean": 0.05, "random_high": 0.1, "p_holm": 0.001, "beyond": 0.1},
    **{"beyond_low": 0.02, "beyond_high": np.nan, "matters": True, "unmet": ""},
}


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
    """The cards of these."""
    return cards(table, pd.DataFrame([CAUSE]), source)
