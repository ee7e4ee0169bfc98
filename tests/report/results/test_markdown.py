"""Pieces of Markdown: what a text holds is never read as markup, by an independent parser."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pipeline.report.results.markdown import joined, plain, table

READER = MarkdownIt("commonmark").enable("table")


def _cells(html: str) -> list[str]:
    return [part.split("</td>")[0] for part in html.split("<td>")[1:]]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1))
def test_a_text_stays_a_text(text: str) -> None:
    """In a table cell, CommonMark gives back the words and nothing else."""
    words = " ".join(text.split())
    page = joined(table(["t", "n"], [[plain(f"x {text} y"), "1"]]))
    tokens = [one for one in READER.parse(page) if one.type == "inline"]
    children = tokens[2].children or []
    assert {one.type for one in children} <= {"text", "text_special"}
    assert " ".join("".join(one.content for one in children).split()) == f"x {words} y".replace("  ", " ")


def test_blank_lines_are_single() -> None:
    """However many parts of a page end with one."""
    assert joined(["a", "", "", "", "b", "", ""]) == "a\n\nb\n"
