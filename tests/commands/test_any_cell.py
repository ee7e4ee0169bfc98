"""Networks of other cells and depths go the whole way, from a raw file to samples and the report."""

import json
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
from command_line import exit_code

from pipeline.core.workspace import Workspace
from pipeline.corpus import demo
from pipeline.network.address import Address, size
from pipeline.network.weights import load_weights
from pipeline.neurons.scan.result import load

PRESET = """
[corpus]
min_count = 5
[train]
units = 8
embedding = 6
epochs = 1
warmup_steps = 5
learning_rate = 2e-2
batch_characters = 4096
precision = "float32"
{network}
[scan]
sample_tweets = 60
bins = 256
[certify]
per_concept = 1
permutations = 99
bootstrap = 20
threshold_tweets = 60
passages = 2
probe_sizes = [1]
probe_tweets = 40
probe_characters = 500
[intervene]
tweets = 12
random_pool = 3
random_units = 2
random_tweets = 10
doses = [-1.0, 1.0]
steered = 10
snapshots = 1
bootstrap = 20
[samples]
count = 20
quality = false
questions = 2
max_length = 60
[report]
samples = 3
tweets = 1
"""
STAGES = ("corpus", "train", "concepts", "bits", "scan", "certify", "intervene", "samples", "report")
NETWORKS = {
    "gru": 'cell = "gru"\nlayers = 1',
    "rnn": 'cell = "rnn"\nlayers = 2\nactivations = "hard"\nmemory_span = 20',
    "lstm": "layers = 3",
}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_of_any_kind_goes_the_whole_way(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Every stage runs, addresses are those of the cells, the explorer among them."""
    monkeypatch.chdir(tmp_path)
    demo.write(tmp_path / "raw.json", 220, 3)
    (tmp_path / "own.toml").write_text(PRESET.format(network=NETWORKS[name]), encoding="utf-8")
    given = ("--name", "small", "--corpus", "raw.json", "--preset", "own.toml", "--no-track")
    assert exit_code("run", *STAGES, *given) == 0
    workspace = Workspace(tmp_path / "data" / "small")
    weights, card = load_weights(workspace)
    assert (card["cell"], card["layers"]) == (weights.layers[0].cell, len(weights.layers))
    scan = load(workspace.scan)
    assert scan.shape == weights.shape
    assert len(scan.mean) == size(weights.shape)
    assert scan.residual < 1e-5
    certificates = pd.read_parquet(workspace.certificates)
    assert all(Address.parse(text).within(weights.shape) for text in certificates["address"])
    interventions = pd.read_parquet(workspace.interventions)
    states = "ch" if name == "lstm" else "h"
    kinds = {f"ablate_{state}" for state in states} | {"clamp", "position", "birth"}
    assert set(interventions["kind"]) == kinds
    lost = interventions[interventions["kind"].str.startswith("ablate")]
    assert np.nanmax(np.abs(lost["value"])) > 0
    assert len(pd.read_parquet(workspace.samples)) == 20
    assert exit_code("samples", *given, "--steer", f"{certificates['concept'][0]}=1") == 0
    said = workspace.report.read_text(encoding="utf-8")
    stacks = {
        "gru": "GRU (8)",
        "rnn": "plain RNN with hard activations (8) → plain RNN",
        "lstm": "LSTM (8) → LSTM",
    }
    assert stacks[name] in said
    assert exit_code("explore", *given) == 0
    capsys.readouterr()
    _verify(workspace, capsys)


def _verify(workspace: Workspace, capsys: pytest.CaptureFixture) -> None:
    """The certificates agree when they are computed again; an altered number, label or weight is found."""
    assert exit_code("verify", "small") == 0
    assert "agrees: " in capsys.readouterr().out
    whole = workspace.cards.read_text(encoding="utf-8")
    cards = json.loads(whole)
    told = next(one for one in cards["cards"] if one["claim"]["kind"] == "span")["measured"]
    told["score"] += 0.01
    told["positives"] += 1
    workspace.cards.write_text(json.dumps(cards), encoding="utf-8")
    assert exit_code("verify", "small") == 1
    said = capsys.readouterr().out
    assert "score is" in said
    assert "positives is" in said
    workspace.cards.write_text(whole, encoding="utf-8")
    spans = pd.read_parquet(workspace.spans)
    spans.iloc[1:].to_parquet(workspace.spans)
    assert exit_code("verify", "small") == 1
    assert "digest of spans.parquet" in capsys.readouterr().out
    spans.to_parquet(workspace.spans)
    with h5py.File(workspace.weights, "r+") as file:
        file["layers/dense/vars/1"][0] += 1
    assert exit_code("verify", "small") == 1
    assert "digest of model/model.weights.h5" in capsys.readouterr().out
    assert exit_code("cards", "--name", "small", "--out", "exported") == 0
    names = [path.name for path in Path("exported").iterdir()]
    assert names
    assert all(name.endswith((".probe_card.json", ".causal_report.json")) for name in names)
