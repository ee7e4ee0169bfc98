"""A process that trains beside the first takes its place from one line, and leaves Ctrl-C to the first."""

import json
import signal
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings

pytest.importorskip("jax", reason="JAX is not installed")
import jax

from pipeline.training import stage
from pipeline.training.jax import crew, follower, trainee


def test_it_trains_with_what_it_was_told(
    tmp_path: Path, small: TrainSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Place, settings and folder arrive as they were sent; the network is JAX's; SIGINT is ignored."""
    place = crew.Place("127.0.0.1:9", 1, 2)
    seen: list[object] = []
    monkeypatch.setattr(follower, "end_with_parent", lambda: seen.append("watched"))
    monkeypatch.setattr(crew, "connect", seen.append)
    monkeypatch.setattr(jax.distributed, "shutdown", lambda: seen.append("left"))
    monkeypatch.setattr(stage, "train", lambda *given: seen.append((given[0], given[1].folder, given[-1])))
    before = signal.getsignal(signal.SIGINT)
    settings = small.model_copy(update={"backend": "jax"})
    said = {"settings": settings.model_dump(mode="json"), "folder": str(tmp_path), **asdict(place)}
    try:
        follower.main(json.dumps(said))
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == ["watched", place, (settings, tmp_path, trainee.build), "left"]


@pytest.mark.parametrize(
    ("error", "said"), [(UserError("the loss is not finite"), ""), (jax.errors.JaxRuntimeError("x"), "ended")]
)
def test_errors_are_left_to_the_first(
    tmp_path: Path,
    small: TrainSettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    error: Exception,
    said: str,
) -> None:
    """It ends with code 2: silently with an error that the first has too, with a line when that is lost."""

    def fail(*given: object) -> None:
        raise error

    def leave(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(follower, "end_with_parent", lambda: None)
    monkeypatch.setattr(follower.signal, "signal", lambda *given: None)
    monkeypatch.setattr(crew, "connect", fail)
    monkeypatch.setattr(follower.os, "_exit", leave)
    told = {
        "settings": small.model_dump(mode="json"),
        "folder": str(tmp_path),
        **asdict(crew.Place("x", 1, 2)),
    }
    with pytest.raises(SystemExit) as stop:
        follower.main(json.dumps(told))
    assert stop.value.code == 2
    assert said in capsys.readouterr().err
