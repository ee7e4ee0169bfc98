"""Commands that train more than one network, or one on a stream: what is trained, and what is kept."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.commands import cli
from pipeline.commands.experiments import seeds
from pipeline.core.workspace import Workspace, write_json
from pipeline.runner import stages
from pipeline.samples.serving import arguments as serving
from pipeline.tracking.tracker import NullTracker


def test_seeds_differ_from_the_first_network_in_the_seed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preset, corpus and settings by hand go to every network; its own seed is not used again."""
    monkeypatch.chdir(tmp_path)
    first = Workspace(tmp_path / "data" / "mine")
    given = {"train": {"units": 8, "seed": 1}, "concepts": {"slogan_count": 3}}
    write_json(first.folder / "workspace.json", {"preset": "tweets", "corpus": "x.csv", "overrides": given})
    asked: dict[str, Any] = {}

    def run_stages(stages: Any, name: str, *rest: Any) -> None:
        asked[name] = rest
        place = Workspace(tmp_path / "data" / name).certificates
        place.parent.mkdir(parents=True)
        row = {"concept": "url", "rank": 0, "address": "L1.c.1", "auroc": 0.9, "certified": True}
        pd.DataFrame([row]).to_parquet(place)

    monkeypatch.setattr(cli, "run_stages", run_stages)
    done = CliRunner().invoke(seeds, ["--name", "mine", "--count", "3", "--no-track"])
    assert done.exit_code == 0, done.output
    assert list(asked) == ["mine", "mine-seed0", "mine-seed2"]  # the first has seed 1
    corpus, preset, _, _, overrides = asked["mine-seed2"]
    assert (corpus, preset) == ("x.csv", "tweets")
    assert overrides == {"train": {"units": 8, "seed": 2}, "concepts": {"slogan_count": 3}}
    assert pd.read_parquet(first.seeds)["networks"].tolist() == [3]


class Kept(NullTracker):
    """Which figures and models were logged."""

    def __init__(self) -> None:
        self.figures: list[str] = []
        self.models: list[str] = []

    def figure(self, figure: Any, name: str) -> None:
        self.figures.append(name)

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
    stages._register(kept, place)
    assert kept.figures == ["curve"]
    assert kept.models == (["tweetscope-text"] if tweets else [])
