"""Descriptions of fields, against pydantic's own reading of the same source."""

from pydantic import BaseModel, ConfigDict, create_model

from pipeline.core import settings
from pipeline.core.explained import explained


def test_every_setting_has_the_text_that_stands_below_it() -> None:
    """All classes of the module, none without; a text of two lines keeps them."""
    kinds = [one for one in vars(settings).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    kinds = [one for one in kinds if one is not settings.Preset]
    assert settings.CorpusSettings in kinds
    assert all(field.description for kind in kinds for field in kind.model_fields.values())
    field = settings.TrainSettings.model_fields["cell"]
    assert field.description == (
        "Kind of cell of every recurrent layer: `coupled` forgets as much as it takes in, `peephole` gates "
        "see\nthe cell state, `rnn` has no gates."
    )


class Explained(BaseModel):
    """A class with fields of all kinds."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    first: int = 1
    """One line,

        and one set in.
    """

    second: str
    third: str = "text"
    """Of the third."""


def test_it_reads_what_pydantic_reads() -> None:
    """The same texts for the same fields, also where a field has none."""
    theirs = {name: field.description for name, field in Explained.model_fields.items() if field.description}
    assert explained(Explained) == theirs
    assert "second" not in theirs


def test_an_inherited_setting_keeps_its_text() -> None:
    """Of `SamplesSettings` the temperature is explained in the class above."""
    assert "temperature" not in explained(settings.SamplesSettings)
    assert settings.SamplesSettings.model_fields["temperature"].description
    assert explained(create_model("Made")) == {}
