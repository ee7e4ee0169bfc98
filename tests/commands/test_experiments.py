"""Commands that train more than one network, or one on a stream: what is trained, and what is kept."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.commands import experiments
from pipeline.commands.experiments import seeds
from pipeline.core.workspace import Workspace, write_json
from pipeline.neurons.elsewhere.columns import NETWORKS, SEEDS
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

    def summarise(workspaces: list[Workspace]) -> tuple[pd.DataFrame, pd.DataFrame]:
        values = {"string[pyarrow]": "a", "int64": len(workspaces), "float64": 0.5}
        rows = (
            {name: values[str(column.dtype)] for name, column in one.columns.items()}
            for one in (SEEDS, NETWORKS)
        )
        concepts, networks = (pd.DataFrame([row]) for row in rows)
        return concepts, networks

    monkeypatch.setattr(experiments, "run_stages", run_stages)
    monkeypatch.setattr("pipeline.neurons.elsewhere.seeds.summarise", summarise)
    done = CliRunner().invoke(seeds, ["--name", "mine", "--count", "3", "--no-track"])
    assert done.exit_code == 0, done.output
    assert list(asked) == ["mine", "mine-seed0", "mine-seed2"]  # the first has seed 1
    choice = asked["mine-seed2"].choice
    assert (choice.corpus, choice.preset) == ("x.csv", "tweets")
    assert choice.overrides == {"train": {"units": 8, "seed": 2}, "concepts": {"slogan_count": 3}}
    assert pd.read_parquet(first.seeds)["networks"].tolist() == [3]


def test_networks_trained_elsewhere_stand_in_for_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each goes to the workspace of its seed, and nothing else is trained; two of one seed are refused."""
    monkeypatch.chdir(tmp_path)
    write_json(
        Workspace(tmp_path / "data" / "mine").choice,
        {"preset": "tweets", "corpus": "x.csv", "overrides": {"train": {"seed": 0}}},
    )
    ran: list[str] = []
    taken: dict[str, Path] = {}

    def take(folder: Path, request: Request, screen: Any) -> Request:
        taken[request.workspace.name] = folder
        return request

    monkeypatch.setattr(experiments, "run_stages", lambda stages, one, screen: ran.append(one.workspace.name))
    monkeypatch.setattr("pipeline.runner.trained.take", take)
    monkeypatch.setattr("pipeline.runner.trained.seed_of", lambda folder: int(folder.name[-1]))
    monkeypatch.setattr(
        "pipeline.neurons.elsewhere.seeds.summarise", lambda found: ran.append(str(len(found))) or 1 / 0
    )
    given = ["--name", "mine", "--no-track", "--trained", "there/s2", "--trained", "there/s5"]
    assert isinstance(CliRunner().invoke(seeds, given).exception, ZeroDivisionError)
    assert ran == ["mine", "mine-seed2", "mine-seed5", "3"]
    assert {name: str(folder) for name, folder in taken.items()} == {
        "mine-seed2": "there/s2",
        "mine-seed5": "there/s5",
    }
    done = CliRunner().invoke(seeds, [*given, "--trained", "there/x2"])
    assert "a seed of its own: mine has 0, those given [2, 5]" in str(done.exception)
    assert "0 is not in the range" in CliRunner().invoke(seeds, ["--count", "0"]).output
