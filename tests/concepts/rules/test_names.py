"""The built-in tagger: conventions by hand, the corpus's own case, and gold."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.concepts.gold.tagger_score import score_tagger
from pipeline.concepts.rules.cases import count_cases
from pipeline.concepts.rules.names import NameTagger, join
from pipeline.concepts.rules.words import read_tweet


def names(text: str, corpus: Sequence[str] = ()) -> list[str]:
    tweets = [read_tweet(each) for each in [text, *corpus]]
    tagger = NameTagger(count_cases(tweets))
    return [text[start:end] for start, end in join(tweets[0], tagger.tag(tweets[0]))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Barack Obama met @bob in Chicago.", ["Barack Obama", "Chicago"]),
        ("Great people from the American team on Monday", ["Monday"]),
        ("WE WILL MAKE AMERICA GREAT", ["AMERICA"]),
        ("I saw Dr. Smith, J. Smith and Donald J. Smith's dog", ["Dr. Smith", "J. Smith", "Donald J. Smith"]),
        ("in New York and NEW YORK", ["New York", "NEW YORK"]),
        ("they found bin Laden there", ["bin Laden"]),
        ("Hahaha that is SO GOOD", []),
        ("#Obama @Trump https://t.co/London", []),
        ("the US will help us", ["US"]),
    ],
)
def test_conventions(text: str, expected: list[str]) -> None:
    """Names of several words, titles, initials, shouting, days; no adjectives, no entities."""
    assert names(text) == expected


def test_the_corpus_decides_unknown_words() -> None:
    """The same word is a name in a corpus that writes it with a capital, none in one that does not."""
    named = ["we met Velkor again", "hello Velkor and all", "it was Velkor today"] * 3
    plain = ["a velkor is here", "the velkor fell", "one velkor more"] * 3
    assert names("Velkor is late", named) == ["Velkor"]
    assert names("Velkor is late", plain) == []
    assert names("THE VELKOR IS LATE AGAIN", named) == ["VELKOR"]
    assert names("THE VELKOR IS LATE AGAIN", plain) == []
    obama = ["I met Obama", "so Obama left", "for Obama now", "to Obama"]
    assert names("we love obama here", obama) == ["obama"]


def test_f1_on_the_treebank(shared: Path) -> None:
    """UD English-EWT dev, PROPN, tokens of entities left out: at least .85 (PatternTagger alone: .79)."""
    assert score_tagger(shared / "gold" / "ud_ewt_dev.conllu.gz").f1 >= 0.85


def test_f1_on_tweets(shared: Path) -> None:
    """BTC section a, PER, LOC and ORG: at least .55 (PatternTagger alone: .50)."""
    score = score_tagger(shared / "gold" / "btc_a.jsonl")
    assert score.f1 >= 0.55
    assert score.tokens > 15_000
