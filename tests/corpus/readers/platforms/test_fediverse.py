"""Statuses of Mastodon, by hand."""

from pathlib import Path

import pandas as pd

from tests.corpus.readers.ingested import corpus, surfaces
from tests.corpus.readers.reading import put


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
