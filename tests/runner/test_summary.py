"""The three lines of a stage: counted by hand from small tables."""

from pathlib import Path

import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.core.workspace import Workspace
from pipeline.runner.summary import SUMMARIES, summary


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two certificates, four ablations, two samples."""
    made = Workspace(tmp_path / "w")
    made.certificates.parent.mkdir(parents=True)
    made.samples.parent.mkdir()
    rows = [
        certificate_row(concept="quotation", address="L2.c.1", auroc=0.9, beyond_spelling=False),
        certificate_row(concept="url", tells=False, beats_rivals=False, beyond_spelling=False),
        certificate_row(concept="quotation", rank=1),
    ]
    pd.DataFrame(rows).to_parquet(made.certificates)
    columns = ["kind", "concept", "address", "where", "value"]
    lost = [
        ("ablate_c", "url", "L1.c.2", "inside", 0.5),
        ("ablate_c", "quotation", "L2.c.1", "inside", 1.25),
        ("ablate_c", "quotation", "L2.c.1", "outside", 0.001),
        ("clamp", "quotation", "L2.c.1", "inside", 9.0),
    ]
    pd.DataFrame(lost, columns=columns).to_parquet(made.interventions)
    pd.DataFrame({"longest_copy": [10, 21]}).to_parquet(made.samples)
    return made


def test_certify_counts_grades_and_names_the_neurons(workspace: Workspace) -> None:
    """Only the best address of each concept counts; of the three concepts one is there."""
    lines = summary("certify", workspace, {})
    assert lines[0].startswith(
        "of 2 concepts 1 have a neuron that tells them, 1 one that beats its rivals, 0 one"
    )
    assert lines[1] == "AUROC on test: quotation L2.c.1 0.900"


def test_intervene_names_the_ablation_that_costs_most(workspace: Workspace) -> None:
    """Clamps are not ablations; the cost elsewhere stands beside."""
    lines = summary("intervene", workspace, {"matters": 1, "detectors": 2})
    assert lines == [
        "1 of 2 detectors matter to what the network writes",
        "the most is lost without L2.c.1: 1.250 bits a character inside quotation, 0.001 elsewhere",
    ]


def test_concepts_and_scan_and_samples_say_how_many(workspace: Workspace) -> None:
    """The most and the fewest spans; mean of 10 and 21 is 16 by rounding to even."""
    spans = dict(zip("abcdefg", (7, 6, 5, 4, 3, 2, 1), strict=True))
    lines = summary("concepts", workspace, {"spans": 28, "tweets": 1200, "concepts": spans})
    assert lines == ["28 spans of 7 concepts in 1,200 tweets", "most: a 7, b 6, c 5; fewest: e 3, f 2, g 1"]
    counts = {"addresses": 1536, "concepts": 26, "graded": 7, "symbols": 99, "tweets": 3}
    assert summary("scan", workspace, counts)[0].startswith(
        "1,536 addresses scored for 26 concepts and 7 graded"
    )
    assert summary("samples", workspace, {})[1].startswith("on average 16 characters")
    assert summary("corpus", workspace, {}) == []
    assert set(SUMMARIES) == {"concepts", "scan", "certify", "intervene", "samples"}
