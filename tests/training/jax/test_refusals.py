"""What JAX does not do is one line, and what TensorFlow does is not touched."""

from importlib.util import find_spec

import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings
from pipeline.training.jax import refusals
from pipeline.training.jax.refusals import check

JAX = TrainSettings(backend="jax")


@pytest.mark.parametrize(("settings", "streaming", "processes", "words"), [
    (TrainSettings(), False, 2, "several processes train on JAX alone"),
    (JAX, True, 1, "not on a stream"),
    (JAX.model_copy(update={"precision": "bfloat16"}), False, 1, "in float32"),
    (JAX.model_copy(update={"seconds": 5.0}), False, 2, "several clocks"),
])  # fmt: skip
def test_each_refusal_says_what_to_do(settings, streaming, processes, words, monkeypatch) -> None:
    """One line each; JAX itself need not be there."""
    monkeypatch.setattr(refusals, "find_spec", lambda name: True)
    with pytest.raises(UserError, match=words):
        check(settings, streaming, processes)


def test_without_jax_the_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra's name."""
    monkeypatch.setattr(refusals, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install tweetscope\[jax\]"):
        check(JAX, False, 1)


def test_a_setting_that_jax_does_not_know_is_refused_unless_it_has_its_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A setting that somebody adds is not silently left out of the training."""
    monkeypatch.setattr(refusals, "find_spec", lambda name: True)
    monkeypatch.setattr(refusals, "DONE", refusals.DONE - {"dropout"})
    check(JAX, False, 1)
    with pytest.raises(UserError, match=r"train\.dropout"):
        check(JAX.model_copy(update={"dropout": 0.1}), False, 1)


def test_the_known_settings_exist() -> None:
    """A setting that is renamed is noticed here."""
    assert set(TrainSettings.model_fields) >= refusals.DONE


@pytest.mark.skipif(find_spec("jax") is None, reason="JAX is not installed")
def test_tensorflow_and_what_jax_does_pass() -> None:
    """Neither is refused."""
    assert check(TrainSettings(dropout=0.1), True, 1) is None
    assert check(JAX.model_copy(update={"dropout": 0.1, "cell": "gru"}), False, 3) is None
