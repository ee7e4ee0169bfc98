"""The pages of one corpus say what its facts say."""

import re

from pipeline.report.results.facts import Facts
from pipeline.report.results.pages import pages


def test_each_page_says_where_it_comes_from(known: Facts) -> None:
    """Command, date, commit, machine and file, on all four."""
    made = pages(known)
    assert set(made) == {"index.md", "detectors.md", "effects.md", "samples.md"}
    for text in made.values():
        for part in ("make results NAME=small", "2026-01-02", "`abc`", "a machine", "data/small.json"):
            assert part in text


def test_the_account_adds_up_on_the_page(known: Facts) -> None:
    """The numbers printed: read = kept + all that was dropped or rejected."""
    rows = dict(re.findall(r"^\| (.+?) \| ([\d,]+) \|$", pages(known)["index.md"], re.MULTILINE))
    number = {name: int(value.replace(",", "")) for name, value in rows.items()}
    gone = sum(n for name, n in number.items() if name.startswith(("dropped", "rejected")))
    assert number["read"] == number["kept"] + gone == known.corpus.read


def test_parts_of_the_bits_are_all_there_and_positions_are_not(known: Facts) -> None:
    """Positions have a figure; the table has everything else."""
    page = pages(known)["index.md"].partition("## Where the bits go")[2]
    shown = re.findall(r"^\| (.+?) \|", page, re.MULTILINE)[1:]
    parts = [part.name for part in known.bits.parts if part.by != "position"]
    spoken = {"url": "URL", "end": "end of tweet"}
    assert shown == [spoken.get(name, name) for name in parts]


def test_samples_stand_as_text(known: Facts) -> None:
    """A sample with HTML in it is escaped."""
    page = pages(known)["samples.md"]
    assert "<script>" not in page.replace("\\<script\\>", "")
    assert page.count("| Sample ") == len(known.samples.first) == 20


def test_a_corpus_without_samples_says_so(known: Facts) -> None:
    """No table, one sentence."""
    assert "None were generated" in pages(known.model_copy(update={"samples": None}))["samples.md"]
