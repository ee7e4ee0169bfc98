"""Progress in a log: lines now and then, whose rate and time left are worked out by hand."""

import pytest
from rich.console import Console

from pipeline.core import screen


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that the screen sees."""
    now = [1000.0]
    monkeypatch.setattr(screen.time, "monotonic", lambda: now[0])
    return now


def test_a_log_shows_share_rate_and_time_left_every_half_minute(
    at: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    """What a resumed run had done before counts for the share, not for the rate."""
    with screen.Screen().progress("train", 100, "steps") as advance:
        advance(10)  # before, in no time
        at[0] += 10
        advance(5)
        assert capsys.readouterr().out == ""
        at[0] += 20
        advance(25, note="epoch 1")  # 30 in 30 seconds
        assert capsys.readouterr().out == "train 40%  1 steps/s  0:01:00 left  epoch 1\n"
        at[0] += 30
        advance(0, note="nothing new")
        assert capsys.readouterr().out == ""
        at[0] += 30
        advance(30)  # 30 in 60 seconds
        assert capsys.readouterr().out == "train 70%  0.5 steps/s  0:01:00 left\n"


def test_what_is_done_within_half_a_minute_writes_nothing(
    at: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    with screen.Screen().progress("read", 3) as advance:
        for _ in range(3):
            at[0] += 9
            advance()
    assert capsys.readouterr().out == ""


def test_a_shaded_text(capsys: pytest.CaptureFixture[str]) -> None:
    """On a pipe the text alone; on a terminal the characters without colour have none."""
    shown = screen.Screen()
    shown.shaded("ab[c]", [0, 0, 0.5, 1, 1])
    assert capsys.readouterr().out == "  ab[c]\n"
    shown.console = Console(force_terminal=True, color_system="truecolor", width=40)
    shown.shaded("abc", [0, 0, 1])
    out = capsys.readouterr().out
    assert "  ab\x1b[" in out
    assert "48;2;240;140;35m" in out
