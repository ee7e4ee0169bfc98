"""Where posts are in a JSON value: wrappers, pages, tables, lists of several names; none is lost."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.corpus.readers.records.unwrap import unwrap
from tests.corpus.readers.reading import put, read

TEXTS = ["one", "two", "three"]
POSTS = [{"id": str(n), "text": text} for n, text in enumerate(TEXTS)]
TABLE = pd.DataFrame(POSTS)
FORMS: dict[str, Any] = {
    "lists by user": {"ann": POSTS[:2], "bob": POSTS[2:]},
    "two lists": {"ancestors": POSTS[:1], "descendants": POSTS[1:]},
    "deep": {"response": {"data": {"posts": POSTS}}},
    "Elasticsearch": {"took": 1, "hits": {"total": 3, "hits": [{"_source": post} for post in POSTS]}},
    "attributes": {"data": [{"id": "1", "type": "post", "attributes": post} for post in POSTS]},
    "post": [{"post": post} for post in POSTS],
    "tweet": [{"tweet": post} for post in POSTS],
    "by id": {post["id"]: {"text": post["text"]} for post in POSTS},
    "by id, in another": {"meta": {"n": 3}, "items": {post["id"]: {"text": post["text"]} for post in POSTS}},
    "JSON Feed": {"items": [{"id": post["id"], "content_html": f"<p>{post['text']}</p>"} for post in POSTS]},
    "text by id": {post["id"]: post["text"] for post in POSTS},
    "columns": {"id": [post["id"] for post in POSTS], "text": TEXTS},
    "rows under a header": [["id", "text"], *([post["id"], post["text"]] for post in POSTS)],
    "pandas, columns": json.loads(TABLE.to_json(orient="columns")),
    "pandas, split": json.loads(TABLE.to_json(orient="split")),
    "pandas, records": json.loads(TABLE.to_json(orient="records")),
    "strings": TEXTS,
    "pieces": [{"text": [text[:1], {"type": "bold", "text": text[1:]}]} for text in TEXTS],
}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("form", FORMS)
def test_every_post_of_every_form(tmp_path: Path, form: str, indent: int | None) -> None:
    """All posts, in order, in one line or in many."""
    assert read(put(tmp_path, json.dumps(FORMS[form], indent=indent))).texts == TEXTS


def test_what_stands_beside_a_wrapped_post(tmp_path: Path) -> None:
    """The user beside a tweet is its author; what the tweet has itself stays."""
    record = {"tweet": {"text": "one", "id": "1"}, "user": {"screen_name": "baker"}, "id": "other"}
    found = read(put(tmp_path, [record]))
    assert (found.of("author"), found.of("tweet_id")) == (["baker"], ["1"])


def test_a_post_without_text_is_rejected(tmp_path: Path) -> None:
    """The posts inside it, which it quotes or answers, do not take its place."""
    found = read(put(tmp_path, [{"text": None, "replies": POSTS}, {"text": "own"}]))
    assert (found.texts, found.rejects) == (["own"], ["no text"])


@pytest.mark.parametrize("form", ["lists by user", "two lists", "deep", "Elasticsearch", "by id", "columns"])
def test_one_value_gives_its_posts(form: str) -> None:
    """All of them, in order, none with a reason to reject it; a number is rejected with one."""
    assert [(item["text"], reason) for item, reason in unwrap(FORMS[form])] == [
        (text, None) for text in TEXTS
    ]
    assert list(unwrap(7)) == [(7, "not an object")]
