"""A store that is slow is given up."""

import time
from pathlib import Path

import pytest
from screens import Said

from pipeline.tracking import safe
from pipeline.tracking import tracker as tracking
from pipeline.tracking.aside import Aside, RunOf


def test_a_store_that_is_slow_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every call ends well but takes long: after some of them the rest is set aside, with one warning."""
    monkeypatch.setattr(safe, "SLOW", 0.02)

    class Slow(tracking.NullTracker):
        calls = 0

        def metrics(self, values: dict[str, float], step: int | None = None) -> None:
            Slow.calls += 1
            time.sleep(0.03)

    said, session = Said(), tracking.Session()
    aside = Aside(home / "set_aside" / "x", RunOf("w", "train", "m"))
    tracker = tracking.SafeTracker(Slow(), aside, session, said)  # type: ignore[arg-type]
    for number in range(25):
        tracker.metrics({"x": number})
    assert (Slow.calls, len(said.lines), session.lost) == (safe.SLOW_CALLS, 1, True)
    kept = (home / "set_aside" / "x" / "events.jsonl").read_text().splitlines()
    assert len(kept) == 25 - safe.SLOW_CALLS
