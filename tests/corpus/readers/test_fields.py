"""From a record to its fields: texts in other dress, handles, retweets, what is left out on purpose."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.fields import Dropped, fields
from tests.corpus.readers.reading import put, read

ASKED = CorpusSettings()


def made(record: dict[str, Any]) -> dict[str, Any]:
    found = fields(record, ASKED)
    assert isinstance(found, dict), found
    return found


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("<p>one<br>two</p><p>a &amp; b</p>", "one\ntwo\n\na & b"),
        ("<p> is how a paragraph begins", "<p> is how a paragraph begins"),
        ("café".encode(), "café"),
        (["see ", {"type": "link", "text": "here"}, "."], "see here."),
        ("b'It\\xe2\\x80\\x99s'", "It’s"),
    ],
)
def test_a_text_as_it_was_typed(written: Any, typed: str) -> None:
    """HTML, bytes, pieces and Python's literals."""
    assert made({"text": written})["raw_text"] == typed


@pytest.mark.parametrize(
    ("author", "handle"),
    [
        ("@baker", "baker"),
        ("ba\x00k\x1b[31mer\t", "bak[31mer"),
        ("baker", "baker"),
        ("{'username': 'baker', 'id': 9}", "baker"),
        ('{"id": 9, "screen_name": "baker"}', "baker"),
        ("@ the bakery", "@ the bakery"),
    ],
)
def test_an_author_is_a_handle(author: str, handle: str) -> None:
    """Without its @, and out of a whole user's record in one cell."""
    assert made({"text": "hi", "user": author})["author"] == handle


@pytest.mark.parametrize(
    ("name", "value", "is_retweet"),
    [
        ("referenced_tweets.retweeted.id", "12", True),
        ("referenced_tweets.retweeted.id", "", False),
        ("retweeted_status_id", "nan", False),
        ("retweet_id", "0", False),
        ("retweetedTweet", "None", False),
        ("is_retweet", "True", True),
    ],
)
def test_retweets_by_column(name: str, value: str, is_retweet: bool) -> None:
    """The id of the original says so; the words that tables have for nothing do not."""
    assert made({"text": "hi", name: value})["is_retweet"] is is_retweet


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"delete": {"status": {"id": 1}}}, "deletion"),
        ({"limit": {"track": 3}}, "notice limit"),
        ({"like": {"tweetId": "1", "fullText": "of somebody"}}, "liked post of somebody else"),
        ({"full_text": "regretted", "deleted_at": "2020"}, "deleted post"),
    ],
)
def test_what_is_left_out_is_counted(record: dict[str, Any], reason: str) -> None:
    """Notices of the streaming API, likes and deleted posts are not posts of this account."""
    found = fields(record, ASKED)
    assert isinstance(found, Dropped)
    assert found == reason


def test_texts_in_a_table_of_html(tmp_path: Path) -> None:
    """A Mastodon archive that somebody turned into CSV has HTML in its cells."""
    assert read(put(tmp_path, "id,content\n1,<p>one</p>\n2,<p>a<br />b</p>\n")).texts == ["one", "a\nb"]
