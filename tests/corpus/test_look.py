"""A first look: what was read and why, and warnings that a user can act on."""

from pathlib import Path

import pytest
from screens import Said

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.look import look, too_few
from tests.corpus.readers.reading import put


def said(path: Path, **asked: object) -> list[str]:
    """All lines of a look."""
    screen = Said()
    look(CorpusSettings(source=str(path), **asked), screen)  # type: ignore[arg-type]
    return screen.lines


def test_three_posts_the_columns_and_what_is_missing(tmp_path: Path) -> None:
    """First, middle and last as read; which column gives what; no authors, dates in doubt, too few posts."""
    rows = "".join(f"{n},0{n}/04/2026,post number {n}\n" for n in range(1, 8))
    lines = said(put(tmp_path, "id,date,text\n" + rows, "posts.csv"))
    whole = "\n".join(lines)
    for expected in (
        "first: post number 1",
        "middle: post number 4",
        "last: post number 7",
        "text from text",
    ):
        assert expected in whole
    assert "no author" in whole
    assert "--author-column" in whole
    assert "give --day-first or --no-day-first" in whole
    assert too_few(7, 7) in lines


def test_letters_beyond_ascii_are_shown(tmp_path: Path) -> None:
    """In place of the middle one, so that a wrong encoding is seen."""
    texts = [f"plain post {n}" for n in range(40)]
    texts[5] = "naïve café"
    lines = said(put(tmp_path, "text\n" + "\n".join(texts)))
    assert "beyond ASCII: naïve café" in lines


def test_nothing_left_names_the_reason(tmp_path: Path) -> None:
    """All records are gone: one line says which reason most of them have."""
    posts = [{"id": str(n), "text": "RT @ann: x"} for n in range(5)]
    with pytest.raises(UserError, match=r"leaves no tweet: all 5 records .*most of them: retweet"):
        said(put(tmp_path, posts), retweets="drop")
