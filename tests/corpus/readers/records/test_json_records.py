"""JSON as posts come in it: which kind a text is, and its records in order."""

import json
from pathlib import Path

import pytest

from pipeline.corpus.readers.records.json_records import json_format
from tests.corpus.readers.reading import put, read

POSTS = [{"id": str(n), "text": f"post number {n} – ok"} for n in range(6)]
TEXTS = [post["text"] for post in POSTS]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('[{"text": "x"}', "JSON array"),
        ('{"text": "x"}\n{"text": "y"}\n', "JSON lines"),
        ('window.YTD.tweets.part0 = [ {"tweet": {', "tweets.js"),
        ('var posts = [{"text": "x"}]', "JSON array behind an assignment"),
        ('{\n "data": [', "JSON document"),
        ("[note] a line of text", None),
        ("id,text\n1,{}\n", None),
        ("{braces} are\nnot JSON\n", None),
    ],
)
def test_the_beginning_says_which_kind(head: str, kind: str | None) -> None:
    """By hand."""
    assert json_format(head) == kind


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(POSTS),
        json.dumps(POSTS, indent=2),
        "\n".join(map(json.dumps, POSTS)),
        "// exported\n" + "\n\n".join(map(json.dumps, POSTS)),
        json.dumps({"data": POSTS, "meta": {"count": 6}}),
        "\n".join(json.dumps({"data": POSTS[n : n + 3]}) for n in (0, 3)),
        json.dumps([["id", "text"], *([post["id"], post["text"]] for post in POSTS)]),
        "window.YTD.tweets.part0 = "
        + json.dumps([{"tweet": {"id": p["id"], "full_text": p["text"]}} for p in POSTS]),
    ],
)
def test_the_same_posts_in_every_shape(tmp_path: Path, content: str) -> None:
    """Arrays, lines, pages of an API, a header above rows, an archive: the same texts in the same order."""
    found = read(put(tmp_path, content))
    assert found.texts == TEXTS
    assert not found.rejects


def test_a_broken_record_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    """In lines and in an array."""
    lines = [json.dumps(post) for post in POSTS]
    lines[2] = lines[2][:-5]
    found = read(put(tmp_path, "\n".join(lines)))
    assert found.texts == TEXTS[:2] + TEXTS[3:]
    assert len(found.rejects) == 1
