"""The texts: parts share nothing, and labels say what stands there."""

import pytest

from pipeline.lab.code import library
from pipeline.lab.code.library import Source
from pipeline.lab.variants.texts import texts
from pipeline.text.vocabulary import EOS


def test_tweets_are_parted_by_how_they_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """No judged tweet begins like a learned one that is shorter; hashtags are marked where they stand."""
    monkeypatch.setattr(texts, "MADE", 300)
    monkeypatch.setattr(texts, "SEEN", 1)
    texts.tweets.cache_clear()
    found = texts.tweets()
    texts.tweets.cache_clear()
    assert found.masks[0] == "hashtag"
    learned = [found.vocabulary.decode(part) for part in _tweets(found)]
    for part in (found.valid, found.test):
        assert len(part.read)
        for row, real, marks in zip(part.read, part.characters, part.labels["hashtag"], strict=True):
            text = found.vocabulary.decode(row[real])
            assert not any(text.startswith(one) or one.startswith(text) for one in learned)
            starts = [k for k in range(len(text)) if marks[1 + k] and not marks[k]]
            assert all(text[k] == "#" for k in starts)


def _tweets(found: texts.Text) -> list[list[int]]:
    """The learned tweets again."""
    rows: list[list[int]] = [[]]
    for one in found.train.next.tolist():
        if one == EOS:
            rows.append([])
        else:
            rows[-1].append(one)
    return rows[:-1]


def test_code_is_parted_by_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are whole and begin at a line; strings and levels are those of the parser."""
    body = "def f(x):\n    if x:\n        return 'a long text that is a string'\n    return 1\n\n\n" * 4
    files = [Source(f"p{k}", f"p{k}/m.py", body) for k in range(30)]
    monkeypatch.setattr(library, "sources", lambda root: iter(files))
    texts.code.cache_clear()
    found = texts.code()
    texts.code.cache_clear()
    assert (found.graded, found.masks) == (("level",), ("string", "comment"))
    assert found.test.real.all()
    row = found.test.read[0][1:]
    text = found.vocabulary.decode(row)
    assert body.startswith(text)
    assert found.test.next[0, -1] == found.vocabulary.encode(body[len(text)])[0]
    quoted = found.test.labels["string"][0][1:]
    inside = "".join(one for one, marked in zip(text, quoted, strict=True) if marked)
    assert inside.startswith("'a long text that is a string'")
    assert found.test.labels["level"][0].max() == 2
