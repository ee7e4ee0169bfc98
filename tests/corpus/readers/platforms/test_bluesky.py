"""Posts of Bluesky, by hand: facets, feeds, Jetstream."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.corpus.gold_spans import agreement
from tests.corpus.readers.ingested import corpus, surfaces
from tests.corpus.readers.reading import put


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
