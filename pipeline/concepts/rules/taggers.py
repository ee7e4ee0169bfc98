"""Who says what a name is: a small protocol, the built-in tagger, and spaCy where a model is installed."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Protocol

from pipeline.concepts.rules.cases import CaseCounts
from pipeline.concepts.rules.names import NameTagger
from pipeline.concepts.rules.words import Tweet
from pipeline.core.errors import UserError


class Tagger(Protocol):
    """Marks the words of a tweet that are names."""

    def tag(self, tweet: Tweet) -> list[bool]:
        """True for each of `tweet.words` that is (part of) a name."""
        ...


class SpacyTagger:
    """PROPN of a spaCy pipeline, read off at the words of a tweet."""

    def __init__(self, pipeline: Any) -> None:
        self.pipeline = pipeline

    def tag(self, tweet: Tweet) -> list[bool]:
        """True for each word of which spaCy tags the first character PROPN."""
        document = self.pipeline(tweet.text)
        names = {place for t in document if t.pos_ == "PROPN" for place in range(t.idx, t.idx + len(t.text))}
        return [word.start in names for word in tweet.words]


def _load_spacy(name: str) -> SpacyTagger:
    try:
        spacy = import_module("spacy")
        return SpacyTagger(spacy.load(name, exclude=["parser", "ner", "lemmatizer"]))
    except ImportError as error:
        raise UserError(f"tagger spacy:{name} needs spaCy: install spacy and its model {name}") from error
    except OSError as error:
        raise UserError(
            f"tagger spacy:{name}: that model is not installed (python -m spacy download {name})"
        ) from error


def make_tagger(name: str, cases: Callable[[], CaseCounts]) -> Tagger:
    """The tagger that a setting names: "builtin" or "spacy:MODEL".

    Args:
        name: the setting.
        cases: counts the case of every word of the corpus, for the one that learns from it.

    Raises:
        UserError: the tagger does not exist, or its model is not installed.
    """
    if name == "builtin":
        return NameTagger(cases())
    if name.startswith("spacy:"):
        return _load_spacy(name.removeprefix("spacy:"))
    raise UserError(
        f"the tagger {name!r} does not exist: give builtin, or spacy:MODEL with an installed model"
    )
