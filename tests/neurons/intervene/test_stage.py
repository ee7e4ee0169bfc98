"""The stage from end to end on a toy workspace."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import InterveneSettings
from pipeline.core.workspace import Workspace
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.causes.columns import SETS
from pipeline.neurons.intervene.columns import INTERVENTIONS
from pipeline.neurons.intervene.stage import run
from pipeline.tracking.tracker import NullTracker

SETTINGS = InterveneSettings(
    tweets=15, random_pool=3, random_units=2, random_tweets=10, doses=(-1, 1), steered=10, bootstrap=20
)


class Tracker(NullTracker):
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.curve: list[tuple[int | None, dict[str, float]]] = []
        self.names: list[str] = []

    def metrics(self, values: dict[str, float], step: int | None = None) -> None:
        self.curve.append((step, values))

    def figure(self, figure: object, name: str) -> None:
        self.names.append(name)


@pytest.fixture
def certified(workspace: Workspace, network: NetworkWeights, save_network: Callable) -> Workspace:
    """Two detectors of one unit (one read at a gate), a graded one, and two snapshots of training."""
    table = pd.DataFrame(
        {
            "concept": ["all_caps", "hashtag", "position_in_hashtag"],
            "rank": [0, 0, 0],
            "address": ["L2.c.1", "L2.f.1", "L1.c.0"],
            "lag": [0, 1, 0],
            "sign": [1, -1, 1],
            "kind": ["span", "span", "graded"],
            "tells": [True, False, True],
        }
    )
    workspace.certificates.parent.mkdir(parents=True)
    table.to_parquet(workspace.certificates)
    for step in (10, 20):
        save_network(workspace.model.parent / "snapshots" / f"step-{step:07d}.weights.h5", network)
    return workspace


def test_stage_writes_every_kind(certified: Workspace) -> None:
    """Each detector has its ablations, curves, doses and birth; counts are those of the table."""
    tracker = Tracker()
    counts = run(SETTINGS, certified, tracker, QuietScreen())
    frame = pd.read_parquet(certified.interventions)
    assert frame.columns.tolist() == list(INTERVENTIONS.columns)
    sizes = frame.groupby(["concept", "kind"]).size().unstack()
    assert set(sizes.index) == {"all_caps", "hashtag", "position_in_hashtag"}
    assert sizes.loc["hashtag"].to_dict() == {
        "ablate_c": 3,
        "ablate_h": 3,
        "birth": 4,
        "clamp": 18,
        "position": 82,
    }
    graded = sizes.loc["position_in_hashtag"].dropna().to_dict()
    assert graded == {"ablate_c": 3, "ablate_h": 3, "position": 82}
    assert counts["detectors"] == 3
    assert counts["birth"] == 8
    assert set(pd.read_parquet(certified.sets)["concept"]) == {"all_caps"}  # what tells
    assert [step for step, _ in tracker.curve] == [10, 20]
    assert tracker.names == ["dose_response", "birth"]


def test_concepts_of_one_unit_share_its_steering(certified: Workspace) -> None:
    """Two detectors read from one unit have one dose-response; the free network is its row without dose."""
    run(SETTINGS, certified, NullTracker(), QuietScreen())
    frame = pd.read_parquet(certified.interventions)
    clamps = frame[frame["kind"] == "clamp"]
    one, other = (clamps[clamps["concept"] == name]["value"].tolist() for name in ("all_caps", "hashtag"))
    assert one == other
    assert clamps["dose"].isna().sum() == 12


def test_the_same_seed_writes_the_same_bytes(certified: Workspace) -> None:
    """Two runs leave the same file."""
    written = []
    for _ in range(2):
        run(SETTINGS, certified, NullTracker(), QuietScreen())
        written.append(certified.interventions.read_bytes())
    assert written[0] == written[1]


def test_birth_at_the_last_snapshot_is_the_networks(certified: Workspace) -> None:
    """Snapshots that equal the trained network have the same AUROC at each step."""
    run(SETTINGS, certified, NullTracker(), QuietScreen())
    frame = pd.read_parquet(certified.interventions)
    birth = frame[(frame["kind"] == "birth") & (frame["concept"] == "all_caps")]
    values = birth.pivot_table(index="dose", columns="where", values="value")
    assert np.ptp(values.to_numpy(), axis=0) == pytest.approx([0, 0])
    assert set(values.columns) == {"best", "final"}


def test_certificates_are_asked_for(workspace: Workspace) -> None:
    """Without certificates the line says what to run."""
    with pytest.raises(UserError, match="make analyze"):
        run(SETTINGS, workspace, NullTracker(), QuietScreen())


def test_a_graded_concept_is_ablated_where_it_counts(certified: Workspace) -> None:
    """Its regions are those of the concept it counts in, so that one unit costs both the same there."""
    table = pd.read_parquet(certified.certificates)
    table["address"] = "L2.c.1"
    table.to_parquet(certified.certificates)
    run(SETTINGS, certified, NullTracker(), QuietScreen())
    frame = pd.read_parquet(certified.interventions)
    rows = frame[frame["kind"] == "ablate_c"].set_index(["concept", "where"])
    columns = ["value", "low", "high", "random_mean"]
    pd.testing.assert_frame_equal(
        rows.loc["position_in_hashtag"][columns], rows.loc["hashtag"][columns], check_exact=True
    )
    assert rows["value"].abs().max() > 0


def test_graded_detectors_alone_are_enough(certified: Workspace) -> None:
    """Without span detectors clamps and births are left out, and nothing breaks."""
    table = pd.read_parquet(certified.certificates)
    table[table["kind"] == "graded"].to_parquet(certified.certificates)
    tracker = Tracker()
    counts = run(SETTINGS, certified, tracker, QuietScreen())
    kinds = {"position": 82, "ablate_c": 3, "ablate_h": 3}
    assert counts == {"detectors": 1, "matters": 0, "sets": 0, **kinds}
    assert pd.read_parquet(certified.sets).columns.tolist() == list(SETS.columns)
    assert tracker.names == []
