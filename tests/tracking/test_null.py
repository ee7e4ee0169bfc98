"""The twin that logs nothing."""

from pipeline.tracking import tracker as tracking
from pipeline.tracking.aside import Aside


def test_every_tracker_has_every_method_of_the_twin() -> None:
    """What a stage may call works with MLflow, without it, and while it is away."""
    wanted = {name for name in vars(tracking.NullTracker) if name[0] != "_"} - {"run_id", "links"}
    assert wanted == set(vars(tracking.SafeTracker)) & wanted
    assert wanted - {"child"} == set(vars(Aside)) & wanted
