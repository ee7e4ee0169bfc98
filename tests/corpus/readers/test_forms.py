"""Each form, written with hostile texts and read back: equal. And each form, damaged: never a traceback."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.formats import chunks, open_corpus
from tests.corpus.readers.forms.every import FORMS
from tests.corpus.readers.forms.packed import PACKED

HOSTILE = [
    *"\"',;|\t\\{}[]<>&=#@:/.-b0 \n",
    "é",
    "ß",
    "ж",
    "日",
    "😀",
    "\u200d",
    "“",
    "…",
    "a",
    "Z",
    "RT ",
    '""',
    '\\"',
    "</p>",
]
# Lines of signs look like tables and like code, so plain text is read when it is asked for.
ASKED = {"plain text": {"form": "text"}}
# What shows that a backslash escapes: two of them alone may also be what was typed.
FIRST = {"MySQL OUTFILE": ["two\nlines"], "CSV, backslashes": ['he said "no" twice']}
PLAIN = [f"the kettle is on, post {n}" for n in range(6)]
QUICK = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def hostile() -> st.SearchStrategy[list[str]]:
    """Some texts of signs that mean something to a reader; each begins and ends with a letter."""
    inner = st.lists(st.sampled_from(HOSTILE), max_size=25).map("".join)
    return st.lists(inner.map(lambda text: f"k{text}k"), min_size=1, max_size=6)


def read(path: Path, **asked: Any) -> tuple[list[dict[str, Any]], int, int]:
    """The rows of a file, and the numbers of rejected and dropped records."""
    parts = list(chunks(open_corpus(path, CorpusSettings(**asked)), 500))
    return (
        [r for p in parts for r in p.rows],
        sum(len(p.rejects) for p in parts),
        sum(len(p.drops) for p in parts),
    )


@pytest.mark.parametrize("form", FORMS)
@QUICK
@given(texts=hostile())
def test_what_is_written_is_read(tmp_path: Path, form: str, texts: list[str]) -> None:
    """Six plain posts, then the hostile ones, in every form: the same texts in the same order."""
    texts = [*PLAIN, *FIRST.get(form, []), *texts]
    if form == "ods":  # calamine leaves out a tab in a cell
        texts = [text.replace("\t", " ") for text in texts]
    path = tmp_path / "corpus"
    path.write_bytes(FORMS[form](texts))
    found, rejected, _ = read(path, **ASKED.get(form, {}))
    if form == "plain text":
        texts = [text.replace("\n", " ") for text in texts]
    assert [row["raw_text"] for row in found] == texts
    assert rejected == 0


@pytest.mark.parametrize("form", FORMS)
def test_the_fields(tmp_path: Path, form: str) -> None:
    """Ids, dates and authors where a form has them."""
    path = tmp_path / "corpus"
    path.write_bytes(FORMS[form](PLAIN))
    found, _, _ = read(path)
    if form not in ("CSV, one column", "plain text", "Instagram", "Threads", "Facebook"):
        assert [row["tweet_id"].rpartition("/")[2] for row in found] == [str(100 + n) for n in range(6)]
        assert form.startswith(("Bluesky", "Truth")) or {row["author"] for row in found} == {"baker"}
    if form not in ("CSV, one column", "plain text", "JSON, API v2"):
        assert all(row["created"] for row in found)


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("form", ["CSV", "JSON array", "Parquet", "SQLite", "xlsx", "Bluesky CAR"])
def test_packed(tmp_path: Path, form: str, packing: str) -> None:
    """Every packing gives what was packed."""
    path = tmp_path / "corpus"
    path.write_bytes(PACKED[packing](FORMS[form](PLAIN)))
    assert [row["raw_text"] for row in read(path)[0]] == PLAIN


@pytest.mark.parametrize("form", [*FORMS, *PACKED])
@QUICK
@given(data=st.data())
def test_damage_is_rows_rejects_or_one_line(tmp_path: Path, form: str, data: st.DataObject) -> None:
    """Cut, flipped or joined files: rows, rejected records, or one line; never a traceback."""
    content = FORMS[form](PLAIN) if form in FORMS else PACKED[form](FORMS["CSV"](PLAIN))
    way = data.draw(st.sampled_from(["cut", "flip", "join", "head"]))
    place = data.draw(st.integers(0, len(content) - 1))
    if way == "cut":
        content = content[:place]
    elif way == "flip":
        flipped = bytearray(content)
        flipped[place] ^= 1 << data.draw(st.integers(0, 7))
        content = bytes(flipped)
    elif way == "head":
        content = content[place:]
    else:
        other = data.draw(st.sampled_from(list(FORMS)))
        content += FORMS[other](PLAIN)
    path = tmp_path / "corpus"
    path.write_bytes(content)
    try:
        found, _, _ = read(path)
    except UserError as error:
        line, found = str(error), []
    else:
        line = ""
    assert "\n" not in line
    assert all(isinstance(row["raw_text"], str) for row in found)


def test_the_manual_names_each_form() -> None:
    """The table of the manual lists what is tested here."""
    page = (Path(__file__).parents[3] / "docs" / "guide" / "formats.md").read_text(encoding="utf-8")
    assert [form for form in FORMS if f"| {form} |" not in page] == []
