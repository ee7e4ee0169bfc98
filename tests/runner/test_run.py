"""Running one stage: what is logged of a trained network, and what a missing input says."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import Screen
from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace, write_json
from pipeline.runner import run
from pipeline.runner.registry import BY_NAME
from pipeline.samples.serving import arguments as serving
from pipeline.tracking.tracker import NullTracker


class Kept(NullTracker):
    """Which figures, models and datasets were logged."""

    def __init__(self) -> None:
        self.figures: list[str] = []
        self.models: list[str] = []
        self.datasets: list[tuple[int, str, str]] = []

    def figure(self, figure: Any, name: str) -> None:
        self.figures.append(name)

    def dataset(self, frame: Any, name: str, source: Path, digest: str) -> None:
        self.datasets.append((len(frame), name, digest))

    def model(self, arguments: dict[str, Any], name: str, score: float) -> None:
        self.models.append(name)


@pytest.mark.parametrize("tweets", [True, False])
def test_a_network_of_a_stream_is_not_offered_for_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tweets: bool
) -> None:
    """Its training ends well all the same, with its curve; a network of tweets is registered."""
    monkeypatch.setattr(serving, "log_arguments", lambda workspace: {})
    place = Workspace(tmp_path / "text")
    write_json(place.model, {"valid_bits_per_char": 2.0, "step": 20})
    history = {"step": [10, 20], "epoch": [0.5, 1.0], "seconds": [1.0, 2.0], "learning_rate": [1e-3, 1e-4]}
    bits = {"train_bits_per_char": [3.0, 2.0], "valid_bits_per_char": [3.1, 2.1], "gradient_norm": [1.0, 0.9]}
    bits["characters_per_second"] = [1e4, 1e4]
    pd.DataFrame({**history, **bits}).to_parquet(place.history)
    if tweets:
        place.tweets.touch()
    kept = Kept()
    run.register(kept, place)
    assert kept.figures == ["curve"]
    assert kept.models == (["tweetscope-text"] if tweets else [])


def test_a_training_holds_the_corpus_as_its_dataset(tmp_path: Path) -> None:
    """By the name and the digest that ingestion logged, so that both show the same; none without them."""
    place, kept = Workspace(tmp_path / "w"), Kept()
    place.tweets.parent.mkdir(parents=True)
    pd.DataFrame({"text": ["a"]}).to_parquet(place.tweets)
    run.log_dataset(kept, place)
    assert kept.datasets == []
    fingerprint = {"settings": {"source": "posts.jsonl"}}
    values = {"stage": "corpus", "fingerprint": fingerprint, "outputs": {}, "counts": {"source_sha256": "ab"}}
    write_json(place.manifest("corpus"), values)
    run.log_dataset(kept, place)
    assert kept.datasets == [(1, "posts.jsonl", "ab")]


def test_a_missing_input_names_the_stages_before(tmp_path: Path) -> None:
    """One line with the file and what to run; nothing is written."""
    asked = run.Request(tmp_path, Workspace(tmp_path / "data" / "new"), track=False)
    with pytest.raises(UserError, match=r"tweets\.parquet is missing: run .*`tweetscope train`"):
        run.run_stage(BY_NAME["concepts"], Preset(), asked, Screen())
    assert not (tmp_path / "data").exists()


def test_nested_settings_are_joined_by_dots() -> None:
    """As in the docstring's example, an empty table kept."""
    assert run.flat({"a": {"b": {"c": 1}}, "d": {}}) == {"a.b.c": 1, "d": {}}
