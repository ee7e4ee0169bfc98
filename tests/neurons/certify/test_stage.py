"""The stages scan and certify, one after the other, on a planted network."""

from pathlib import Path

import pandas as pd
import pytest
from planted import CERTIFY, PLANTED, SCAN, UNITS
from toys import write_workspace

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.certify import stage as certify_stage
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan import stage as scan_stage
from pipeline.neurons.scan.result import ScanResult
from pipeline.tracking.tracker import NullTracker


@pytest.fixture
def workspace(tmp_path: Path, planted_scan: tuple[Material, ScanResult]) -> Workspace:
    """The planted network and its corpus as artefacts on disk."""
    given, _ = planted_scan
    return write_workspace(tmp_path / "planted", given.weights, given.vocabulary, given.tweets, given.spans)


def test_the_stages_write_what_the_next_ones_read(workspace: Workspace) -> None:
    """Scan, then certify: the table holds the planted detector, and its probes and passages lie beside."""
    quiet = NullTracker(), QuietScreen()
    counts = scan_stage.run(SCAN, workspace, *quiet)
    assert counts["addresses"] == 2 * 6 * UNITS
    assert counts["residual"] < 1e-5
    settings = CERTIFY.model_copy(update={"probe_sizes": (1, 2), "probe_characters": 500, "passages": 2})
    certify_stage.run(settings, workspace, *quiet)
    table = pd.read_parquet(workspace.certificates)
    first = table[(table["concept"] == "hashtag") & (table["rank"] == 0)].iloc[0]
    assert (first["layer"], first["unit"], bool(first["certified"])) == (1, PLANTED, True)
    assert set(pd.read_parquet(workspace.probes)["concept"]) == {"hashtag"}
    assert read_json(workspace.passages)["hashtag"]["passages"]


def test_a_scan_of_other_concepts_is_refused(workspace: Workspace) -> None:
    """Certifying after the spans changed names the command to run, as does a damaged file."""
    quiet = NullTracker(), QuietScreen()
    scan_stage.run(SCAN, workspace, *quiet)
    spans = pd.read_parquet(workspace.spans).assign(concept="other")
    spans.to_parquet(workspace.spans)
    with pytest.raises(UserError, match="run `make analyze` again"):
        certify_stage.run(CERTIFY, workspace, *quiet)
    workspace.scan.write_bytes(b"no archive")
    with pytest.raises(UserError, match="not a scan of this version"):
        certify_stage.run(CERTIFY, workspace, *quiet)
