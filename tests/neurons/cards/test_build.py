"""Cards hold the numbers of their rows, and say null where a number is missing."""

import json
from typing import Any

import pandas as pd

from pipeline.neurons.cards.card import Cards
from tests.neurons.cards.conftest import tables_of


def test_numbers_are_those_of_the_tables(made: Cards) -> None:
    """Certificate and cause, each number in its place; the cause belongs to the best address alone."""
    first, second, third, last = made.cards
    assert first.id == "mine/hashtag/L2.c.1/0"
    assert (first.measured.score, first.measured.low, first.measured.tweets) == (0.95, 0.93, 33)
    assert first.chance.permutations == 999
    assert first.beside["control"].count == 5
    assert first.beside["ngram"].score == 0.8
    assert first.grades.matters is True
    assert first.cause is not None
    assert (first.cause.unit, first.cause.gain, first.cause.beyond_high) == ("L2.c.1", 0.4, None)
    assert (second.cause, second.grades.matters) == (None, None)
    assert third.contrast is not None
    assert (third.contrast.sibling, third.contrast.auroc, third.contrast.low) == ("mention", 0.7, None)
    assert last.measured.measure == "|Spearman's rho|"
    assert last.measured.f1 is None


def numbers(value: Any) -> set[float]:
    """All numbers in a JSON value."""
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return set().union(*map(numbers, parts)) if parts else set()
    return {value} if isinstance(value, float) else set()


def test_every_number_of_every_table_is_on_a_card(made: Cards, table: pd.DataFrame) -> None:
    """Certificates, sets, removals, probes with directions, labels by people; differences are left to the
    reader, since both of their numbers are there."""
    told = numbers(json.loads(made.model_dump_json()))
    left = {"selectivity", "lift_untrained", "lift_ngram"}
    tables = tables_of(table)
    frames = [table.drop(columns=list(left)), tables.sets, tables.removals, tables.probes, tables.abroad]
    for frame in frames:
        assert frame is not None
        wide = frame if "direction_auroc" not in frame else frame[frame["k"] == 0]
        values = {value for value in wide.select_dtypes("float64").to_numpy().ravel() if value == value}
        assert values <= told, values - told


def test_what_belongs_to_the_best_address_is_on_its_card_alone(made: Cards) -> None:
    """The set's rows in their order, the smallest marked; the direction from the row of all addresses."""
    first, second, third, last = made.cards
    assert [(one.k, one.smallest) for one in first.sets] == [(1, False), (2, True)]
    assert first.removal is not None
    assert first.direction is not None
    assert [one.k for one in first.probes] == [1, 2, 0]
    assert [one.labels for one in first.abroad] == ["people"]
    for other in (second, third, last):
        assert (other.sets, other.removal, other.direction) == ((), None, None)
        assert (other.probes, other.abroad) == ((), ())
