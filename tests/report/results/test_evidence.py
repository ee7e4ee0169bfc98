"""Facts of evidence."""

import math

import pytest
from pydantic import ValidationError

from pipeline.report.results.evidence import Effect

GIVEN = {"concept": "hashtag", "address": "L1.c.0", "kind": "clamp", "where": "hashtag", "tweets": 3}
NUMBERS = dict.fromkeys(("dose", "value", "low", "high", "random_low", "random_high"), math.nan)


def test_a_number_that_does_not_exist_is_null() -> None:
    """NaN cannot be written as JSON."""
    assert '"dose":null' in Effect(**GIVEN, **NUMBERS).model_dump_json()


def test_a_fact_is_closed_and_does_not_change() -> None:
    """A misspelt or changed figure is an error."""
    with pytest.raises(ValidationError, match="extra"):
        Effect(**GIVEN, **NUMBERS, value_low=0.0)
    with pytest.raises(ValidationError, match="frozen"):
        Effect(**GIVEN, **NUMBERS).tweets = 4
