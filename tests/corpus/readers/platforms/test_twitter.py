"""Archives of X and answers of its interface, by hand: parts, long posts, owners, whole retweets."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.readers.ingested import corpus, surfaces
from tests.corpus.readers.reading import put


def ytd(name: str, records: list[Any], part: int = 0) -> str:
    return f"window.YTD.{name}.part{part} = " + json.dumps(records)


ARCHIVE = {
    "data/tweets.js": ytd(
        "tweets",
        [
            {
                "tweet": {
                    "id_str": "1",
                    "full_text": "a &amp; b #x",
                    "created_at": "Sun Jun 01 10:00:00 +0000 2025",
                    "entities": {"hashtags": [{"text": "x", "indices": ["10", "12"]}]},
                }
            },
            {"tweet": {"id_str": "2", "full_text": "x" * 100 + "y" * 30 + "…"}},
        ],
    ),
    "data/tweets-part1.js": ytd("tweets", [{"tweet": {"id_str": "3", "full_text": "later part"}}], 1),
    "data/note-tweet.js": ytd("note_tweet", [{"noteTweet": {"core": {"text": "x" * 100 + "y" * 300}}}]),
    "data/community-tweet.js": ytd(
        "community_tweet", [{"tweet": {"id_str": "4", "full_text": "to a community"}}]
    ),
    "data/deleted-tweets.js": ytd("deleted_tweets", [{"tweet": {"id_str": "5", "full_text": "regretted"}}]),
    "data/account.js": ytd("account", [{"account": {"username": "baker"}}]),
    "data/tweet-headers.js": ytd("tweet_headers", [{"tweet": {"tweet_id": "1"}}]),
    "Your archive.html": "<html></html>",
}


@pytest.mark.parametrize("packed", [True, False])
def test_x_archive(tmp_path: Path, packed: bool) -> None:
    """Parts, long posts, community posts and the owner; deleted posts are left out and counted."""
    source = tmp_path / "archive"
    if packed:
        with zipfile.ZipFile(source, "w") as archive:
            for name, content in ARCHIVE.items():
                archive.writestr(f"twitter-2026/{name}", content)
    else:
        for name, content in ARCHIVE.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(content, encoding="utf-8")
    frame, counts, workspace = corpus(source, tmp_path)
    assert frame["text"].tolist() == ["a & b #x", "x" * 100 + "y" * 300, "later part", "to a community"]
    assert set(frame["author"]) == {"baker"}
    assert counts["dropped"] == {"deleted post": 1}
    assert counts["rows_read"] == 5
    assert surfaces(workspace, frame) == [("hashtag", "#x")]


def test_tweets_js_alone_finds_its_parts(tmp_path: Path) -> None:
    """The parts beside tweets.js are read with it, and so is the owner's name."""
    for name in ("data/tweets.js", "data/tweets-part1.js", "data/account.js"):
        put(tmp_path, ARCHIVE[name], name.partition("/")[2])
    frame, _, _ = corpus(tmp_path / "tweets.js", tmp_path)
    assert frame["tweet_id"].tolist() == ["1", "2", "3"]
    assert set(frame["author"]) == {"baker"}


def test_api_v2_retweet_is_whole(tmp_path: Path) -> None:
    """Its text comes from the included original, its author from the included users."""
    whole = "A long post about sourdough. " * 9
    page = {
        "data": [
            {
                "id": "9",
                "author_id": "7",
                "text": f"RT @baker: {whole[:120]}…",
                "referenced_tweets": [{"type": "retweeted", "id": "1"}],
            },
            {
                "id": "8",
                "author_id": "7",
                "text": "see #x and @baker",
                "entities": {
                    "hashtags": [{"start": 4, "end": 6, "tag": "x"}],
                    "mentions": [{"start": 11, "end": 17, "username": "baker"}],
                },
            },
        ],
        "includes": {"users": [{"id": "7", "username": "reader"}], "tweets": [{"id": "1", "text": whole}]},
    }
    for content in (json.dumps(page), json.dumps(page, indent=1), json.dumps(page) + "\n" + json.dumps(page)):
        frame, _, workspace = corpus(put(tmp_path, content), tmp_path)
        assert frame["text"][0] == "RT @baker: " + whole.strip()
        assert frame["is_retweet"].tolist() == [True, False]
        assert set(frame["author"]) == {"reader"}
        assert surfaces(workspace, frame) == [("hashtag", "#x"), ("mention", "@baker")]
