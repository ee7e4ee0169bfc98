"""The commands `samples` and `continue`, as typed, on a small workspace with two certified detectors."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from command_line import exit_code

from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.network.address import Address
from pipeline.neurons.scan.result import ScanResult
from pipeline.samples.export import read_csv

UNITS = 24
SHAPE = (("ifgoch", UNITS), ("ifgoch", UNITS))
DETECTORS = {"hashtag": ("L2.c.3", 1, True), "url": ("L1.o.2", -1, False)}
SETTINGS = {"count": 25, "max_length": 50, "quality": False, "questions": 0}


def _detectors(workspace: Workspace) -> None:
    """A scan and certificates with the two detectors; signal number n has mean n / 1000 and deviation .1."""
    rows = [
        {"concept": name, "rank": 0, "address": address, "sign": sign, "certified": certified}
        for name, (address, sign, certified) in DETECTORS.items()
    ]
    workspace.certificates.parent.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).to_parquet(workspace.certificates)
    arrays = {name: np.zeros(0) for name in ScanResult.__dataclass_fields__}
    arrays |= {"concepts": np.array(list(DETECTORS)), "score": np.zeros((2, 2, 2 * 6 * UNITS))}
    sizes = {"span_count": 2, "symbols": 1, "tweets": 1, "units": UNITS, "layers": 2, "seed": 0}
    flat = np.arange(2 * 6 * UNITS)
    moments = {"mean": flat / 1000, "std": np.full(len(flat), 0.1)}
    ScanResult(**{**arrays, "residual": 0.0, **sizes, **moments}).save(workspace.scan)


@pytest.fixture
def workspace(
    tmp_path: Path, write_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """A fresh one under the current folder, its settings remembered."""
    monkeypatch.chdir(tmp_path)
    made = write_workspace(tmp_path / "data" / "w")
    _detectors(made)
    choice = {"preset": "smoke", "corpus": "raw.json", "overrides": {"samples": SETTINGS}}
    write_json(made.folder / "workspace.json", choice)
    return made


def _samples(*arguments: str) -> int:
    """Files not written by a finished run are what this workspace is made of, and what is taken here."""
    return exit_code("samples", "--name", "w", "--no-track", "--accept", *arguments)


def test_steering_and_prompt_reach_the_samples(workspace: Workspace, capsys: pytest.CaptureFixture) -> None:
    """Each dose is held at mean + sign · dose · deviation and recorded; who is not certified is named."""
    assert _samples("--steer", "hashtag=+2", "--steer", "url=-0.5", "--prompt", "the ", "--count", "6") == 0
    table = pd.read_parquet(workspace.samples)
    held = json.loads(table["steer"][0])
    where = {name: Address.parse(address).flat(SHAPE) for name, (address, *_) in DETECTORS.items()}
    assert held["hashtag"]["value"] == pytest.approx(where["hashtag"] / 1000 + 0.2)
    assert held["url"]["value"] == pytest.approx(where["url"] / 1000 + 0.05)
    assert [held[name]["certified"] for name in DETECTORS] == [True, False]
    assert len(table) == 6
    assert table["text"].str.startswith("the ").all()
    assert "L1.o.2 is not certified" in capsys.readouterr().out


def test_only_the_count_is_remembered(workspace: Workspace) -> None:
    """The next call is neither steered nor prompted, but draws as many."""
    assert _samples("--steer", "hashtag=2", "--prompt", "the ", "--count", "7") == 0
    steered = pd.read_parquet(workspace.samples)["text"].tolist()
    assert _samples() == 0
    table = pd.read_parquet(workspace.samples)
    assert len(table) == 7
    assert set(table["steer"]) == {"{}"}
    assert set(table["prompt"]) == {""}
    assert table["text"].tolist() != steered
    remembered = read_json(workspace.folder / "workspace.json")["overrides"]["samples"]
    assert remembered == {**SETTINGS, "count": 7}


def test_copies_are_rejected_on_request(workspace: Workspace) -> None:
    """Without a number the quantile is .05; with one it is that."""
    for arguments, quantile in ((("--reject-copies",), 0.05), (("--reject-copies", "0.5"), 0.5)):
        assert _samples(*arguments, "--force") == 0
        made = read_json(workspace.manifest("samples"))["fingerprint"]["settings"]
        assert made["reject_copies"] == quantile
        real = pd.read_parquet(workspace.samples.with_name("real_novelty.parquet"))["nearest_share"]
        table = pd.read_parquet(workspace.samples)
        kept = table[table["attempt"] < made["reject_rounds"]]
        assert (kept["nearest_share"] >= real.quantile(quantile)).all()


@pytest.mark.parametrize(("out", "form"), [("x.jsonl", None), ("x.parquet", None), ("x", "csv")])
def test_the_suffix_chooses_the_format(workspace: Workspace, out: str, form: str | None) -> None:
    """A file named .jsonl holds JSON lines, one named .parquet Parquet; without a suffix FORMAT says."""
    assert _samples("--out", out, *(["--format", form] if form else [])) == 0
    expected = pd.read_parquet(workspace.samples)["text"].tolist()
    readers = {
        "x.jsonl": lambda path: [json.loads(line)["text"] for line in path.read_text().splitlines()],
        "x.parquet": lambda path: pd.read_parquet(path)["text"].tolist(),
        "x": lambda path: read_csv(path)["text"].tolist(),
    }
    assert readers[out](Path(out)) == expected


def test_the_likeliest_tweets_are_shown(workspace: Workspace, capsys: pytest.CaptureFixture) -> None:
    """As many as asked for, each with its bits, in order."""
    from pipeline.samples.continued import continued

    assert exit_code("continue", "--name", "w", "--prompt", "the ", "--beam", "8", "--count", "3") == 0
    said = capsys.readouterr().out
    table = continued(workspace, "the ", 8, 3, 280, {})
    assert len(table) == 3
    assert table["bits"].is_monotonic_increasing
    assert all(f"{bits:.3f}" in said for bits in table["bits"])
    steered = continued(workspace, "the ", 8, 3, 280, {"hashtag": 8.0})
    assert steered["bits"].tolist() != table["bits"].tolist()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("samples", "--steer", "hashtga=2"), "did you mean 'hashtag'"),
        (("samples", "--steer", "hashtag=much"), "CONCEPT=NUMBER"),
        (("samples", "--steer", "hashtag=inf"), "CONCEPT=NUMBER"),
        (("samples", "--count", "0"), "samples.count"),
        (("samples", "--reject-copies", "2"), "samples.reject_copies"),
        (("samples", "--prompt", "日"), "'日'"),
        (("samples", "--prompt", "a", "--prompt-file", "p.txt"), "not both"),
        (("samples", "--prompt-file", "absent.txt"), "absent.txt"),
        (("samples", "--out", "a.csv", "--format", "parquet"), "ends like csv"),
        (("samples", "--out", "."), "it is a folder"),
        (("continue", "--beam", "0"), "--beam"),
        (("continue", "--prompt", "日"), "'日'"),
        (("continue", "--steer", "quotation=1"), "no detector for 'quotation'"),
    ],
)
def test_a_mistake_is_one_line(
    workspace: Workspace, capsys: pytest.CaptureFixture, arguments: tuple[str, ...], said: str
) -> None:
    """Exit code 2, one line that says what is wrong, no samples written."""
    given = ["--no-track", "--accept"] if arguments[0] == "samples" else []
    assert exit_code(arguments[0], "--name", "w", *given, *arguments[1:]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error
    assert not workspace.samples.exists()


def test_steering_without_detectors_names_the_target(
    workspace: Workspace, capsys: pytest.CaptureFixture
) -> None:
    """Before `make analyze` there is nothing to steer by."""
    workspace.certificates.unlink()
    assert _samples("--steer", "hashtag=1") == 2
    assert "make analyze" in capsys.readouterr().err
