"""What the notebook of the lab shows, on a lab with one network built by hand."""

from pathlib import Path

import built
import numpy as np
import pandas as pd

from pipeline.core.workspace import Workspace
from pipeline.lab import store
from pipeline.lab.lesson import MISSING, Lesson
from pipeline.lab.store import Lab


def test_a_counter_is_shown_and_steered(tmp_path: Path) -> None:
    """Its counting unit is found; steps added to the cell are printed; without a lab a line says so."""
    lab = Lab(Workspace(tmp_path / "lab"))
    store.save(
        lab.networks("counter", "noisy"), [built.noisy(built.counting(at=3), size=0.2)], np.zeros((1, 1)), "m"
    )
    pd.DataFrame({"task": ["counter"], "claim": ["It counts."]}).to_parquet(lab.findings)
    lesson = Lesson(tmp_path / "demo")
    assert lesson.unit() == 3
    assert lesson.added(9, range(-2, 3))["printed"].tolist() == [7, 8, 9, 10, 11]
    assert "forget gate" in lesson.string(4)
    assert "<svg" in lesson.cell(6)
    none = Lesson(tmp_path / "elsewhere" / "demo")
    assert none.string(4) == none.cell(4) == MISSING
    assert none.added(3, range(2)).empty
    assert none.findings().empty
