"""Commands that train more than one network: which are trained, and with what."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline import cli
from pipeline.experiments import seeds
from pipeline.workspace import Workspace, write_json


def test_seeds_differ_from_the_first_network_in_the_seed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Preset, corpus and settings by hand go to every network; the preset's own seed is not used again."""
    monkeypatch.chdir(tmp_path)
    first = Workspace(tmp_path / "data" / "mine")
    given = {"train": {"units": 8}, "concepts": {"slogan_count": 3}}
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
    assert list(asked) == ["mine", "mine-seed0", "mine-seed2"]  # the preset has seed 1
    corpus, preset, _, _, overrides = asked["mine-seed2"]
    assert (corpus, preset) == ("x.csv", "tweets")
    assert overrides == {"train": {"units": 8, "seed": 2}, "concepts": {"slogan_count": 3}}
    assert pd.read_parquet(first.seeds)["networks"].tolist() == [3]
