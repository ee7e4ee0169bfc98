"""The grade follows its numbers, and joins the certificates where a concept's best detector tells."""

import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.neurons.causes.matters import against, graded_whole

GOOD = {"pairs": 50, "p_holm": 0.001, "gain": 0.4, "random_high": 0.1, "beyond_low": 0.02}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"p_holm": 0.05}, ["random units"]),
        ({"gain": 0.1}, ["random units"]),
        ({"beyond_low": 0.0}, ["outside"]),
        ({"p_holm": float("nan"), "beyond_low": float("nan")}, ["random units", "outside"]),
        ({"pairs": 9}, ["too few pairs"]),
    ],
)
def test_what_keeps_a_detector_from_mattering(changes: dict[str, float], expected: list[str]) -> None:
    """One number short, one reason."""
    assert against({**GOOD, **changes}) == expected


def test_only_the_best_that_tells_can_matter() -> None:
    """Other ranks and claims that do not tell have False, also without any table of causes."""
    rows = [
        certificate_row(concept="hashtag"),
        certificate_row(concept="hashtag", rank=1),
        certificate_row(concept="url", certified=False),
        certificate_row(concept="mention"),
    ]
    table = pd.DataFrame(rows)
    causes = pd.DataFrame({"concept": ["hashtag", "url", "mention"], "matters": [True, True, False]})
    whole = graded_whole(table, causes)
    assert whole is not None
    assert whole["matters"].tolist() == [True, False, False, False]
    alone = graded_whole(table, None)
    assert alone is not None
    assert not alone["matters"].any()
    assert graded_whole(None, causes) is None
