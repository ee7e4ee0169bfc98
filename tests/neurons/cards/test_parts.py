"""Parts of cards are closed, and say what they are."""

import pytest
from pydantic import ValidationError

from pipeline.neurons.cards import parts
from pipeline.neurons.cards.card import schema


def test_a_part_with_an_unknown_field_is_refused() -> None:
    """A misspelt number would be lost otherwise."""
    gate = {"low": 0.1, "high": None}
    assert parts.Gate(**gate).high is None
    with pytest.raises(ValidationError, match="extra"):
        parts.Gate(**gate, lowest=0.1)


def test_the_schema_holds_what_the_tables_say_of_their_columns() -> None:
    """A number of `causes.parquet` is described by its column, one of a part by its own docstring."""
    known = schema()["$defs"]
    said = known["Cause"]["properties"]["dose"]["description"]
    assert said == "mean change of the memory, in standard deviations"
    assert known["Rival"]["properties"]["margin"]["description"] == "The claim's score less the rival's."
