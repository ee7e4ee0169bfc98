"""Facts of a small workspace, gathered once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.workspace import Workspace
from pipeline.report import artefacts
from pipeline.report.results.facts import Facts, Provenance
from pipeline.report.results.gather import facts

FROM = Provenance(
    name="small",
    written="2026-01-02",
    commit="abc",
    machine="a machine",
    versions={"numpy": "2.0"},
    preset="tweets",
    settings={"units": 6, "seed": 1},
)
VERDICT = {"temperature": 0.8, "count": 40, "discriminator": 0.6}


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory, make: Callable[[Path], Workspace]) -> Workspace:
    """A workspace with every artefact, and an account of its corpus."""
    return make(tmp_path_factory.mktemp("results") / "small")


@pytest.fixture(scope="session")
def known(workspace: Workspace) -> Facts:
    """Its facts."""
    return facts(artefacts.read(workspace), FROM, VERDICT)
