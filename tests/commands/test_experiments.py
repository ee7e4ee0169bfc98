"""Commands that train more than one network, or one on a stream: what is trained, and what is kept."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.commands import experiments
from pipeline.commands.experiments import seeds
from pipeline.core.workspace import Workspace, write_json
from pipeline.neurons.elsewhere.columns import SEEDS
from pipeline.runner.run import Request


def test_seeds_differ_from_the_first_network_in_the_seed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preset, corpus and settings by hand go to every network; its own seed is not used again."""
    monkeypatch.chdir(tmp_path)
    first = Workspace(tmp_path / "data" / "mine")
    given = {"train": {"units": 8, "seed": 1}, "concepts": {"slogan_count": 3}}
    write_json(first.choice, {"preset": "tweets", "corpus": "x.csv", "overrides": given})
    asked: dict[str, Request] = {}

    def run_stages(stages: Any, request: Request, screen: Any) -> None:
        asked[request.workspace.name] = request

    def summarise(workspaces: list[Workspace]) -> pd.DataFrame:
        row = dict.fromkeys(SEEDS.columns, 0) | {"concept": "url", "addresses": "L1.c.1"}
        measures = {name: 0.5 for name in SEEDS.columns if name.startswith("auroc") or "correlation" in name}
        return pd.DataFrame([row | measures | {"networks": len(workspaces)}])

    monkeypatch.setattr(experiments, "run_stages", run_stages)
    monkeypatch.setattr("pipeline.neurons.elsewhere.seeds.summarise", summarise)
    done = CliRunner().invoke(seeds, ["--name", "mine", "--count", "3", "--no-track"])
    assert done.exit_code == 0, done.output
    assert list(asked) == ["mine", "mine-seed0", "mine-seed2"]  # the first has seed 1
    choice = asked["mine-seed2"].choice
    assert (choice.corpus, choice.preset) == ("x.csv", "tweets")
    assert choice.overrides == {"train": {"units": 8, "seed": 2}, "concepts": {"slogan_count": 3}}
    assert pd.read_parquet(first.seeds)["networks"].tolist() == [3]
