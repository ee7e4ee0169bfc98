"""What the report says of the corpus, against values worked out apart."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.corpus import account, corpus
from pipeline.text.vocabulary import Vocabulary


def test_the_account_adds_up_or_says_that_it_does_not() -> None:
    """Rows read are kept, dropped and rejected ones; a manifest in which they are not says so."""
    counts: dict[str, Any] = {
        "rows_read": 1012,
        "kept": 1000,
        "dropped": {"retweet": 5},
        "rejected": {"empty": 7},
    }
    told = account(counts)
    assert told is not None
    assert "read = kept + dropped + rejected" in told.caption
    assert list(told.rows) == [
        ("read", "1,012"),
        ("kept", "1,000"),
        ("dropped: retweet", "5"),
        ("rejected: empty", "7"),
    ]
    wrong = account({**counts, "kept": 999})
    assert wrong is not None
    assert "do not add up" in wrong.caption
    assert account({}) is None


def test_the_corpus_is_counted_from_the_tweets(found: Artefacts) -> None:
    """Tweets, characters and splits are those of the table itself, not of a manifest."""
    assert found.tweets is not None
    known = Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
    values = corpus(found, known).values
    text = "".join(found.tweets["text"])
    assert values["tweets"] == len(found.tweets)
    assert values["characters"] == len(text)
    assert values["unknown"] == pytest.approx(sum(c not in known.characters for c in text) / len(text))
    sizes = found.tweets["split"].value_counts()
    expected = [(name, f"{sizes[name]:,}") for name in ("train", "valid", "test")]
    assert [row[:2] for row in values["splits"].rows] == expected


def test_a_stream_has_no_splits_of_tweets(found: Artefacts) -> None:
    """A stream corpus is described by its length; tweets are not mentioned."""
    section = corpus(replace(found, tweets=None, stream="x" * 500, manifests={}), Vocabulary(("x",)))
    assert section.values["stream"] == 500
    assert section.values["splits"] is None
    assert section.missing == {"the account of the records read": "corpus"}
