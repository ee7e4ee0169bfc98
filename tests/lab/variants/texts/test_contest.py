"""Jobs of cells on text: of one size, done once, and what was measured becomes a table."""

from pathlib import Path

import pytest

from pipeline.core.tables import checked
from pipeline.core.workspace import Workspace, write_json
from pipeline.lab.columns import TEXTS
from pipeline.lab.store import Lab
from pipeline.lab.variants.texts import contest


@pytest.mark.parametrize("variant", contest.COMPARED, ids=lambda variant: variant.name)
def test_cells_have_as_many_parameters(variant: contest.Variant) -> None:
    """Within a fortieth, for a vocabulary of tweets."""
    units = variant.units(118, contest.PARAMETERS)
    assert abs(variant.parameters(118, units) / contest.PARAMETERS - 1) < 0.025


def test_the_cells_of_the_comparison() -> None:
    """RNN, GRU, LSTM, peephole, coupled, without a forget gate, and two and three layers."""
    assert len(contest.COMPARED) == 8
    assert [one.layers for one in contest.COMPARED[-2:]] == [2, 3]
    assert [one.name for one in contest.COMPARED if one.open_gates] == ["no forget gate"]


def test_what_was_measured_with_the_same_budget_is_done(tmp_path: Path) -> None:
    """A damaged file, another time or other seeds are not; the table has a row for each measure."""
    lab = Lab(Workspace(tmp_path / "lab"))
    job, other = list(contest.jobs(lab, 0.5, 2, ("tweets",)))[:2]
    (longer, *_) = contest.jobs(lab, 1.0, 2, ("tweets",))
    assert not job.done
    about = {"text": "tweets", "variant": job.variant.name, "units": 80, "parameters": 60_000}
    measures = {"bits per character": [2.5, 2.7], "concepts": [9.0, 11.0]}
    about |= {"rate": 0.02, "minutes": 0.5, "steps": [100, 120], "measures": measures}
    write_json(job.path, {"mark": job.mark, **about})
    other.path.write_text("{}")
    assert job.done
    assert not other.done
    assert job.path == longer.path
    assert not longer.done
    frame = checked(contest.table([job, other]), TEXTS)
    assert frame["measure"].tolist() == list(measures)
    assert frame["median"].tolist() == [pytest.approx(2.6), 10]
    assert frame["of"].tolist() == [2, 2]
    assert frame["steps"].tolist() == [110, 110]
