"""What collectors write, and what the options decide, by hand: texts, authors, dates."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.ingested import corpus, surfaces
from tests.corpus.readers.reading import put

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
