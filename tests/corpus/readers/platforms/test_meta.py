"""Exports of Meta, by hand."""

import json
import zipfile
from pathlib import Path

import pandas as pd

from tests.corpus.readers.ingested import corpus


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
