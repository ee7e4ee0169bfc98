"""A network trained on JAX goes through the stages that follow, as any other."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.concepts import stage as concepts
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import BitsSettings, ConceptSettings, ScanSettings, TrainSettings
from pipeline.core.workspace import Workspace, read_json, read_table
from pipeline.evaluation import stage as bits
from pipeline.neurons.scan import stage as scan
from pipeline.neurons.scan.result import load
from pipeline.tracking.tracker import NullTracker

pytest.importorskip("jax", reason="JAX is not installed")
from pipeline.training import stage


def test_what_jax_trained_is_read_and_proven(
    tmp_path: Path, short_corpus: Callable[[Path], Workspace], small: TrainSettings
) -> None:
    """The program's own pass gives the bits that training reported, and the scan proves the recurrence."""
    workspace = short_corpus(tmp_path / "data" / "short")
    settings = small.model_copy(update={"backend": "jax", "layers": 1, "epochs": 15})
    around = (workspace, NullTracker(), QuietScreen())
    trained = stage.run(settings, *around)
    concepts.run(ConceptSettings(), *around)
    bits.run(BitsSettings(dynamic="off"), *around)
    whole = read_table(workspace.bits).set_index("by").loc["all"]
    assert whole["lstm"] == pytest.approx(trained["test_bits_per_char"], abs=1e-4)
    scan.run(ScanSettings(sample_tweets=40, bins=32), *around)
    found = load(workspace.scan)
    assert found.residual < 1e-5
    assert np.isfinite(found.score).any()
    assert read_json(workspace.model)["settings"]["backend"] == "jax"
