"""Cards as a file: valid by their schema, and nothing else is."""

import json

from jsonschema import Draft202012Validator

from pipeline.neurons.cards.card import Cards, schema


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
