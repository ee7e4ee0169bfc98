"""Cards hold the numbers of their rows, say null where there are none, and are what their schema allows."""

import json

from jsonschema import Draft202012Validator

from pipeline.neurons.cards.card import Cards, schema


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
    assert (first.cause.memory, first.cause.gain, first.cause.beyond_high) == ("L2.c.1", 0.4, None)
    assert (second.cause, second.grades.matters) == (None, None)
    assert third.contrast is not None
    assert (third.contrast.sibling, third.contrast.auroc, third.contrast.low) == ("mention", 0.7, None)
    assert last.measured.measure == "|Spearman's rho|"
    assert last.measured.f1 is None


def test_the_file_is_valid_json_of_its_schema(made: Cards) -> None:
    """By an independent validator; it survives its file; an unknown field or a missing number is refused."""
    text = made.model_dump_json()
    assert "NaN" not in text
    document = json.loads(text)
    check = Draft202012Validator(schema())
    assert not list(check.iter_errors(document))
    assert Cards.model_validate_json(text) == made
    del document["cards"][0]["measured"]["score"]
    document["cards"][1]["more"] = 1
    assert len(list(check.iter_errors(document))) == 2
