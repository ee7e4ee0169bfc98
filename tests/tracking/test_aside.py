"""What was set aside while the store was away is logged later, if it still holds."""

from pathlib import Path
from typing import Any

from pipeline.tracking import tracker as tracking
from pipeline.tracking.aside import Aside, RunOf, replay
from pipeline.tracking.models import SCORE


def test_a_network_is_registered_later_only_if_it_is_still_that_one(home: Path) -> None:
    """Its digest is kept with the call; another network in its place is not taken for it."""
    weights = home / "model.weights.h5"
    weights.write_bytes(b"one")
    sent: list[str] = []

    class Sent(tracking.NullTracker):
        def model(self, arguments: dict[str, Any], name: str, *given: Any) -> None:
            sent.append(name)

    for name, content in (("first", b"one"), ("second", b"two")):
        aside = Aside(home / name, RunOf("w", "train", "m"))
        aside.model({"artifacts": {"weights": str(weights)}}, name, {SCORE: 1.0})
        aside.end("FINISHED")
        weights.write_bytes(content)
        assert replay(home / name, Sent(), lambda path: {}) == (2, "FINISHED")  # type: ignore[arg-type]
    assert sent == ["first"]
