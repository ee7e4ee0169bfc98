"""Taggers by name."""

from types import SimpleNamespace

import pytest

from pipeline.concepts.rules.cases import CaseCounts
from pipeline.concepts.rules.names import NameTagger
from pipeline.concepts.rules.taggers import SpacyTagger, make_tagger
from pipeline.concepts.rules.words import read_tweet
from pipeline.core.errors import UserError


def test_names_of_taggers() -> None:
    """The built-in one is made; an unknown one, and spaCy where it is missing, are one clear line."""
    assert isinstance(make_tagger("builtin", CaseCounts), NameTagger)
    with pytest.raises(UserError, match="the tagger 'other' does not exist"):
        make_tagger("other", CaseCounts)
    with pytest.raises(UserError, match="spacy:no_such_model"):
        make_tagger("spacy:no_such_model", CaseCounts)


def test_spacy_tokens_are_read_off_at_words() -> None:
    """A word is a name when the token over its first character is PROPN."""

    def pipeline(text: str) -> list[SimpleNamespace]:
        tokens = [("Ann", 0, "PROPN"), ("'s", 3, "PART"), ("dog", 6, "NOUN")]
        return [SimpleNamespace(text=word, idx=at, pos_=tag) for word, at, tag in tokens]

    assert SpacyTagger(pipeline).tag(read_tweet("Ann's dog")) == [True, False, False]
