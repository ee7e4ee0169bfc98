"""The generate stage on a small workspace: all artefacts, consistent with one another."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from writers import run

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, sha256
from pipeline.samples import quiz
from pipeline.samples.export import FIELDS, read_csv
from pipeline.samples.novelty import certificate as novelty
from pipeline.text.entities import extract

Write = Callable[..., Workspace]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, write_workspace: Write) -> tuple[Workspace, dict]:
    workspace = write_workspace(tmp_path_factory.mktemp("a folder") / "small")
    return workspace, run(workspace)


def test_all_artefacts_are_there_and_agree(done: tuple[Workspace, dict]) -> None:
    """Parquet, JSON lines and CSV hold the same samples; the counts are those of the table."""
    workspace, counts = done
    table = pd.read_parquet(workspace.samples)
    assert list(table) == list(FIELDS)
    assert len(table) == counts["samples"] == 60
    pd.testing.assert_frame_equal(read_csv(workspace.samples.with_suffix(".csv")), table)
    lines = workspace.samples.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["text"] for line in lines] == table["text"].tolist()
    assert set(table["model_sha256"]) == {sha256(workspace.weights)}
    assert counts["unfinished"] == (~table["finished"]).sum()
    assert len(quiz.load(workspace.samples.parent / "quiz.json")) == counts["questions"] > 0
    assert json.loads(json.dumps(counts)) == counts


def test_figures_of_real_tweets_lie_beside(done: tuple[Workspace, dict]) -> None:
    """real_novelty.parquet has the test tweets; the quality table their row and one for each temperature."""
    workspace, counts = done
    real = pd.read_parquet(workspace.samples.parent / "real_novelty.parquet")
    assert list(real) == ["tweet_id", *novelty.COLUMNS]
    assert len(real) == counts["real_tweets"] == 60
    assert counts["real_longest_copy"] == round(real["longest_copy"].mean(), 2)
    quality = pd.read_parquet(workspace.quality)
    assert np.isnan(quality["temperature"][0])
    assert quality["temperature"].tolist()[1:] == [0.7, 1.0]
    rows = quality.dropna(subset=["temperature"])
    best = rows.loc[(rows["longest_copy_d"] + rows["nearest_share_d"]).idxmin()]
    assert counts["best_temperature"] == best["temperature"]
    measures = json.loads(workspace.verdict.read_text())["measures"]
    assert counts["best_discriminator"] == round(measures["discriminator"], 4)
    assert measures["length_mean"] != best["length_mean"], "the samples chosen on are not reported on"


def test_nothing_exported_points_at_anybody(done: tuple[Workspace, dict]) -> None:
    """Handles and links in exported texts are reserved ones, in quoted training tweets and quiz too."""
    workspace, _ = done
    table = pd.read_parquet(workspace.samples)
    questions = quiz.load(workspace.samples.parent / "quiz.json")
    texts = [*table["text"], *table["nearest_text"], *(text for q in questions for text in q.choices)]
    found = [
        entity for text in texts for entity in extract(text) if entity.kind in ("mention", "url", "list")
    ]
    assert found
    assert all(entity.text.startswith(("@example", "https://example.com/")) for entity in found)


def test_the_same_seed_gives_the_same_samples(tmp_path: Path, write_workspace: Write, done: tuple) -> None:
    """But for the date, another run with another batch size writes the same table."""
    workspace = write_workspace(tmp_path / "again")
    run(workspace, batch_size=7, quality=False)
    tables = [pd.read_parquet(w.samples).drop(columns="created_at") for w in (done[0], workspace)]
    pd.testing.assert_frame_equal(*tables)
    assert not workspace.quality.exists()


def test_copies_are_drawn_again(tmp_path: Path, write_workspace: Write) -> None:
    """With a network that can only copy, rejection tries so many rounds and the attempt is recorded; of
    another network's samples none is nearer than the quantile."""
    workspace = write_workspace(tmp_path / "w")
    counts = run(workspace, quality=False, reject_copies=0.9, reject_rounds=30, reserved=False)
    real = pd.read_parquet(workspace.samples.parent / "real_novelty.parquet")["nearest_share"]
    table = pd.read_parquet(workspace.samples)
    assert (table["nearest_share"] >= real.quantile(0.9)).all()
    free = write_workspace(tmp_path / "f")
    run(free, quality=False, reserved=False)
    before = pd.read_parquet(free.samples)
    kept = table["attempt"] == 0
    assert before.loc[kept, "text"].tolist() == table.loc[kept, "text"].tolist()
    assert counts["drawn_again"] == (~kept).sum() == (before["nearest_share"] < real.quantile(0.9)).sum()


def test_prompts_come_from_a_file(tmp_path: Path, write_workspace: Write) -> None:
    """One prompt a line, taken in turn; a missing or empty file is one line."""
    workspace, prompts = write_workspace(tmp_path / "w"), tmp_path / "prompts.txt"
    prompts.write_text("our baker \nnobody ", encoding="utf-8")
    run(workspace, quality=False, count=4, prompt_file=str(prompts))
    table = pd.read_parquet(workspace.samples)
    assert table["prompt"].tolist() == ["our baker ", "nobody "] * 2
    assert all(row.text.startswith(row.prompt) for row in table.itertuples())
    for path, message in ((tmp_path / "none.txt", "cannot read"), (tmp_path / "empty.txt", "no prompt")):
        if message == "no prompt":
            path.write_text("\n", encoding="utf-8")
        with pytest.raises(UserError, match=message):
            run(workspace, prompt_file=str(path))


def test_steering_needs_certificates(tmp_path: Path, write_workspace: Write) -> None:
    """Without them the line says which target makes them, and nothing is written."""
    workspace = write_workspace(tmp_path / "w")
    with pytest.raises(UserError, match="make analyze"):
        run(workspace, steer={"hashtag": 2.0})
    assert not workspace.samples.exists()
