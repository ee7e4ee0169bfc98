"""Each platform on a file of its documented form, by hand: texts, authors, dates, drops, gold spans."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace
from pipeline.corpus import stage as ingest
from pipeline.corpus.gold_spans import agreement
from pipeline.tracking.tracker import NullTracker


def corpus(source: Any, folder: Path, **asked: Any) -> tuple[pd.DataFrame, dict[str, Any], Workspace]:
    """The tweet table of a file, the counts, and the workspace."""
    workspace = Workspace(folder / "work")
    settings = CorpusSettings(source=str(source), **asked)
    counts = ingest.run(settings, workspace, NullTracker(), QuietScreen())
    return pd.read_parquet(workspace.tweets), counts, workspace


def put(folder: Path, content: Any, name: str = "corpus") -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def surfaces(workspace: Workspace, frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The gold spans as concept and text."""
    texts = frame.set_index("tweet_id")["text"]
    spans = pd.read_parquet(workspace.platform_spans)
    assert set(spans["source"]) == {"platform"}
    return [(s.concept, texts[s.tweet_id][s.start : s.end]) for s in spans.itertuples()]


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


def test_several_files_and_a_pattern(tmp_path: Path) -> None:
    """Read in order; the same tweet in two files is a duplicate; a missing one is named."""
    put(tmp_path, '{"id":"1","text":"first"}\n{"id":"2","text":"second"}\n', "a.jsonl")
    put(tmp_path, "id,text\n2,second\n3,third\n", "b.csv")
    for source in (f"{tmp_path}/a.jsonl {tmp_path}/b.csv", f"{tmp_path}/[ab].*"):
        frame, counts, _ = corpus(source, tmp_path)
        assert frame["text"].tolist() == ["first", "second", "third"]
        assert counts["dropped"] == {"the same tweet again": 1}
    with pytest.raises(UserError, match=r"c\.csv.* does not exist"):
        corpus(f"{tmp_path}/a.jsonl {tmp_path}/c.csv", tmp_path)


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


COLLECTORS = {
    "twarc-csv": "id,created_at,text,author.username,author.name\n"
    "1,2020-06-01T10:00:00.000Z,hi there,baker,The Bakery\n",
    "Hydrator": "created_at,id,text,user_name,user_screen_name\n"
    "Mon Jun 01 10:00:00 +0000 2020,1,hi there,The Bakery,baker\n",
    "twint": "id,date,time,timezone,username,name,tweet\n1,2020-06-01,10:00:00,+0000,baker,B,hi there\n",
    "TAGS": "id_str,from_user,text,created_at,time\n"
    "1,baker,hi there,Mon Jun 01 10:00:00 +0000 2020,01/06/2020 10:00:00\n",
    "GetOldTweets": 'username;date;retweets;text;id\nbaker;2020-06-01 10:00;0;"hi there";"1"\n',
    "Sentiment140": '"0","1","Mon Jun 01 10:00:00 UTC 2020","NO_QUERY","baker","hi there"\n',
    "snscrape": json.dumps(
        {
            "date": "2020-06-01T10:00:00+00:00",
            "rawContent": "hi there",
            "id": 1,
            "user": {"username": "baker", "displayname": "The Bakery"},
        }
    ),
    "twscrape": json.dumps(
        {
            "id": 1,
            "id_str": "1",
            "date": "2020-06-01 10:00:00+00:00",
            "user": {"id": 2, "username": "baker", "displayname": "The Bakery"},
            "rawContent": "hi there",
            "retweetedTweet": None,
        }
    ),
}


@pytest.mark.parametrize("name", COLLECTORS)
def test_collectors(tmp_path: Path, name: str) -> None:
    """The columns that each program writes: the text, the handle, the date."""
    frame, _, _ = corpus(put(tmp_path, COLLECTORS[name]), tmp_path)
    assert frame[["tweet_id", "text", "author"]].to_numpy().tolist() == [["1", "hi there", "baker"]]
    assert frame["created_at"][0] == pd.Timestamp("2020-06-01 10:00", tz="UTC")


def test_mastodon_statuses(tmp_path: Path) -> None:
    """Paragraphs, links with hidden parts, emoji, a boost as a retweet, a content warning apart."""
    html = (
        '<p>new <a href="https://e.example/long/path">'
        '<span class="invisible">https://</span>'
        '<span class="ellipsis">e.example/lo</span>'
        '<span class="invisible">ng/path</span></a> :blobcat:<br>ok</p>'
        '<p>by <span class="h-card">'
        '<a href="https://m.example/@ann" class="u-url mention">@<span>ann</span></a></span></p>'
    )
    own = {
        "id": "1",
        "created_at": "2022-11-01T10:00:00.000Z",
        "content": html,
        "spoiler_text": "bread",
        "reblog": None,
    }
    own["account"] = {"username": "baker", "acct": "baker"}
    boost = {
        "id": "2",
        "created_at": "2022-11-02T10:00:00.000Z",
        "content": "",
        "account": {"acct": "reader"},
        "reblog": own,
    }
    frame, _, workspace = corpus(put(tmp_path, [own, boost]), tmp_path)
    text = "new https://e.example/long/path :blobcat:\nok\n\nby @ann"
    assert frame["text"].tolist() == [text, f"RT @baker: {text}"]
    assert frame["author"].tolist() == ["baker", "reader"]
    assert frame["is_retweet"].tolist() == [False, True]
    assert surfaces(workspace, frame) == [("url", "https://e.example/long/path"), ("mention", "@ann")] * 2
    warned = pd.read_parquet(workspace.content_warnings)
    assert warned.to_numpy().tolist() == [["1", "bread"], ["2", "bread"]]


def test_bluesky_facets_and_feeds(tmp_path: Path) -> None:
    """Places in UTF-8 bytes become places in characters; a repost is a retweet."""
    text = "café 😀 #bread at example.com"
    data = text.encode()

    def facet(part: str, kind: str) -> dict[str, Any]:
        start = data.index(part.encode())
        return {
            "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
            "features": [{"$type": f"app.bsky.richtext.facet#{kind}"}],
        }

    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2024-06-01T10:00:00Z",
        "facets": [facet("#bread", "tag"), facet("example.com", "link")],
    }
    view = {
        "uri": "at://did:plc:a/app.bsky.feed.post/1",
        "author": {"handle": "baker.example"},
        "record": record,
    }
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": {"handle": "reader.example", "did": "did:plc:b"},
    }
    frame, _, workspace = corpus(
        put(tmp_path, {"feed": [{"post": view}, {"post": view, "reason": reason}]}), tmp_path
    )
    assert frame["text"].tolist() == [text, f"RT @baker.example: {text}"]
    assert frame["author"].tolist() == ["baker.example", "reader.example"]
    assert frame["is_retweet"].tolist() == [False, True]
    assert surfaces(workspace, frame) == [("hashtag", "#bread"), ("url", "example.com")] * 2
    table = agreement(frame, pd.read_parquet(workspace.platform_spans)).set_index("concept")
    assert table.loc["hashtag", ["platform", "both"]].tolist() == [2, 2]
    assert table.loc["url", ["precision", "recall"]].tolist()[1] == 1.0


def test_jetstream_leaves_out_what_is_no_post(tmp_path: Path) -> None:
    """Likes, deletions and identities are counted by what they are."""
    post = {"$type": "app.bsky.feed.post", "text": "hello", "createdAt": "2024-06-01T10:00:00Z"}
    base = {"did": "did:plc:a", "time_us": 1, "kind": "commit"}
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "1", "record": post}
    events = [
        base | {"commit": commit},
        base | {"commit": {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "1"}},
        base
        | {"commit": {"operation": "create", "collection": "app.bsky.feed.like", "rkey": "2", "record": {}}},
        base | {"kind": "identity", "identity": {}},
    ]
    frame, counts, _ = corpus(put(tmp_path, "\n".join(map(json.dumps, events))), tmp_path)
    assert frame["text"].tolist() == ["hello"]
    assert counts["dropped"] == {"deletion": 1, "event identity": 1, "record app.bsky.feed.like": 1}


def test_meta_exports(tmp_path: Path) -> None:
    """Threads in its zip: escaped bytes of UTF-8 are undone; a post without a caption is rejected."""
    posts = {
        "text_post_app_text_posts": [
            {"media": [{"title": "It\u00e2\u0080\u0099s on", "creation_timestamp": 1717236000}]},
            {"media": [{"title": "", "uri": "a.jpg", "creation_timestamp": 1717236000}]},
        ]
    }
    path = tmp_path / "threads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("your_instagram_activity/threads/threads_and_replies.json", json.dumps(posts))
        archive.writestr("personal_information/personal_information.json", "{}")
    frame, counts, _ = corpus(path, tmp_path)
    assert frame["text"].tolist() == ["It’s on"]
    assert frame["created_at"][0] == pd.Timestamp("2024-06-01 10:00", tz="UTC")
    assert counts["rejected"] == {"no text": 1}


def test_the_options_decide(tmp_path: Path) -> None:
    """What is refused, and read with the option that the line names."""
    table = put(tmp_path, "".join(f"{n},2020-01-0{1 + n % 9} 10:00:00,post number {n}\n" for n in range(20)))
    with pytest.raises(UserError, match="--no-header --columns"):
        corpus(table, tmp_path)
    frame, _, _ = corpus(table, tmp_path, header=False, columns=("id", "date", "text"))
    assert len(frame) == 20
    lines = put(tmp_path, "1,5,7,a\n" * 9)
    with pytest.raises(UserError, match="--form text"):
        corpus(lines, tmp_path)
    frame, _, _ = corpus(lines, tmp_path, form="text")
    assert frame["text"].tolist() == ["1,5,7,a"] * 9
    dates = put(tmp_path, "when,who,text\n05/04/2018,ann,a\n06/04/2018,bob,b\n")
    frame, _, _ = corpus(dates, tmp_path, date_column="when", author_column="who", day_first=True)
    assert [d.month for d in frame["created_at"]] == [4, 4]
    assert frame["author"].tolist() == ["ann", "bob"]


def test_facebook_comments_and_labels(tmp_path: Path) -> None:
    """Comments are under their own key; exports since 2024 write values by label."""
    comment = {"comment": {"comment": "It\u00e2\u0080\u0099s on", "author": "The Baker"}}
    frame, _, _ = corpus(
        put(tmp_path, {"comments_v2": [{"timestamp": 1717236000, "data": [comment]}]}), tmp_path
    )
    assert frame[["text", "author"]].to_numpy().tolist() == [["It’s on", "The Baker"]]
    labels = [
        {"label": "Creation time", "timestamp_value": 1},
        {"label": "Text", "value": "two \u00e2\u0080\u00a6"},
    ]
    record = {"timestamp": 1717236000, "media": [], "label_values": labels, "fbid": "1"}
    frame, _, _ = corpus(put(tmp_path, [record]), tmp_path)
    assert frame["text"].tolist() == ["two …"]


def test_a_thread_of_bluesky(tmp_path: Path) -> None:
    """The parent, the post, its replies and theirs."""

    def view(text: str) -> dict[str, Any]:
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2024-06-01T10:00:00Z"}
        return {
            "uri": f"at://did:plc:a/app.bsky.feed.post/{text}",
            "author": {"handle": "ann"},
            "record": record,
        }

    replies = [
        {"post": view("three"), "replies": [{"post": view("four"), "replies": []}]},
        {"post": view("five")},
    ]
    thread = {"post": view("two"), "parent": {"post": view("one")}, "replies": replies}
    frame, _, _ = corpus(put(tmp_path, {"thread": thread}), tmp_path)
    assert frame["text"].tolist() == ["one", "two", "three", "four", "five"]


def test_truth_social(tmp_path: Path) -> None:
    """A mention without a blank after it, as in its reposts; the address of a quoted post is left out."""

    def mention(name: str) -> str:
        link = f'<a href="https://truthsocial.com/@{name}" class="u-url mention">@<span>{name}</span></a>'
        return f'<span class="h-card">{link}</span>'

    quoted = '<span class="quote-inline"><br/>RT: https://truthsocial.com/users/ann/statuses/1</span>'
    contents = [
        f"<p>RT {mention('ann')}Bread is <b>out</b></p>",
        f"<p>so says {mention('bob')}Then he left</p>",
        f"<p>well said{quoted}</p>",
        f"<p>{mention('ann')}, thanks</p>",
    ]
    records = [
        {"id": str(n), "created_at": "2025-10-31T18:09:12.335Z", "content": html, "url": "u", "media": []}
        for n, html in enumerate(contents)
    ]
    frame, _, workspace = corpus(put(tmp_path, records), tmp_path)
    texts = ["RT @ann: Bread is out", "so says @bob Then he left", "well said", "@ann, thanks"]
    assert frame["text"].tolist() == texts
    assert surfaces(workspace, frame) == [("mention", "@ann"), ("mention", "@bob"), ("mention", "@ann")]


def test_what_twitter_withholds(tmp_path: Path) -> None:
    """Its notice in the place of a post is left out and counted; a post that talks about one stays."""
    texts = [
        "@ann's account has been withheld in India in response to a legal demand. Learn more.",
        "This Tweet from @ann has been withheld in response to a report from a rights holder. Learn more.",
        "@ann's account is temporarily unavailable because it violates the Twitter Media Policy. Learn more.",
        "They say @ann's account has been withheld in India. Learn more.",
    ]
    records = [{"id": str(n), "text": text, "author_id": "7"} for n, text in enumerate(texts)]
    frame, counts, _ = corpus(put(tmp_path, {"data": records}), tmp_path)
    assert frame["text"].tolist() == texts[3:]
    assert counts["dropped"] == {"withheld by Twitter": 3}
