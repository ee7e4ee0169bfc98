"""The schemas of samples and of their measures."""

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.explorer.data import SAMPLE_FIELDS
from pipeline.samples.columns import NOVELTY, QUALITY, REAL_NOVELTY, SAMPLES
from pipeline.samples.novelty.certificate import build, certify
from pipeline.samples.quality.measures import COMPARED


def test_real_tweets_and_samples_have_the_same_measures() -> None:
    """What is measured of a text is such a table, one too short for 8-grams included."""
    found = certify(build(["a blue house", "a red house"], ["1", "2"]), ["a red hat", "a"])
    table = checked(found.assign(tweet_id=["8", "9"]), REAL_NOVELTY)
    assert list(table)[1:] == list(NOVELTY)
    assert table["longest_copy_text"].tolist()[0] == "a red h"
    with pytest.raises(UserError, match="column nearest_share"):
        checked(table.assign(nearest_share=1.2), REAL_NOVELTY)


def test_what_the_explorer_shows_of_a_sample_is_there() -> None:
    """Its names of columns are those of the schema."""
    assert set(SAMPLE_FIELDS) <= set(SAMPLES.columns)


def test_every_comparison_has_its_test() -> None:
    """D and p of all texts are always there; those of equal length where there are any."""
    row = dict.fromkeys(QUALITY.columns, 0.5) | {"count": 20, "matched": 0, "temperature": float("nan")}
    missing = {"d": float("nan"), "p": float("nan")}  # beside a row that has some of equal length
    for name in COMPARED:
        assert row.pop(f"{name}_matched_d") == row.pop(f"{name}_matched_p") == 0.5
    assert len(checked(pd.DataFrame([row]), QUALITY)) == 1
    beside = row | {f"{name}_matched_{kind}": value for name in COMPARED for kind, value in missing.items()}
    assert len(checked(pd.DataFrame([beside])[list(QUALITY.columns)], QUALITY)) == 1
    del row["longest_copy_d"]
    with pytest.raises(UserError, match="longest_copy_d"):
        checked(pd.DataFrame([row]), QUALITY)
