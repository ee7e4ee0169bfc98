"""The page of entities holds what its file says, with precision and recall worked out."""

from pipeline.report.results.benchmarks.entities import page

FORM = {
    "form": "X archive",
    "sources": ["github.com/a/b"],
    "archives": 1,
    "posts": 1200,
    "with_entities": 700,
}


def test_precision_and_recall() -> None:
    """9 in common of our 10 and of the platform's 12; where the archive is."""
    made = page(
        {"forms": [{**FORM, "concepts": [{"concept": "url", "platform": 12, "ours": 10, "both": 9}]}]}
    )
    assert "| X archive | 1,200 | url | 12 | 10 | 0.900 | 0.750 |" in made
    assert "- X archive: github.com/a/b" in made


def test_without_a_source() -> None:
    """Nothing is said of where an archive is when nothing is known."""
    assert "GitHub" not in page({"forms": [{**FORM, "sources": [], "concepts": []}]})
