"""The page of the lab, from tables and networks made by hand: everything is in it, and all as text."""

from html import unescape
from pathlib import Path

import built
import numpy as np
import pandas as pd
import pytest

from pipeline.core.workspace import Workspace, write_json
from pipeline.lab import page, store
from pipeline.lab.code.stage import structure
from pipeline.lab.findings.finding import Finding, table
from pipeline.lab.kinds import OF_TASK
from pipeline.lab.store import Lab

HOSTILE = "<script>1</script>"
NETWORKS = {
    "counter": built.counting(),
    "selective": built.counting(skip="X", units=20),
    "memoriser": built.remembering(),
    "copying": built.copier(),
    "copying-long": built.copier(),
}
CLAIMS = ("learned plain", "learned noisy", "sharpened", "hard")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab with one network of each kind, and tables of a row or two."""
    made = Lab(Workspace(tmp_path / "lab"))
    for task, kinds in OF_TASK.items():
        for kind in kinds:
            store.save(made.networks(task, kind), [NETWORKS[task]], np.zeros((1, 1), np.float32), "mark")
    findings = [
        Finding.of(key, "counter", f"Claim {key} {HOSTILE}", "a test", "plain", [(12.0, True)])
        for key in CLAIMS
    ]
    table(findings).to_parquet(made.findings)
    proof = {
        "task": "counter",
        "seed": 0,
        "proved": True,
        "factor": 1.0,
        "kept": 1,
        "units": 10,
        "counting": 1,
    }
    proof |= {"parameters": 512, "as_trained": 1.0, "first_wrong": float("nan")}
    pd.DataFrame([proof, {**proof, "seed": 1, "proved": False, "parameters": 900}]).to_parquet(made.proofs)
    variant = {"task": "counter", "variant": "GRU", "units": 9, "parameters": 651, "rate": 0.05}
    variant |= {"reached": [1, 0, 0], "of": 1, "least": 12, "median": 12.0, "most": 12, "values": [12]}
    pd.DataFrame([variant]).to_parquet(made.variants)
    claim = {"source": "Somebody 2020", "sentence": "A GRU counts.", "task": "counter", "first": "GRU"}
    claim |= {"second": "RNN", "expected": "better", "p": 0.01, "verdict": "agrees"}
    pd.DataFrame([claim]).to_parquet(made.literature)
    pd.DataFrame(columns=["whose", "network", "verdict", "c_with_count", "h_with_count"]).to_parquet(
        made.published
    )
    return made


def test_every_table_has_its_place(lab: Lab) -> None:
    """Claims, proofs, variants and sentences of others; the largest network is the largest that is proved."""
    page.write(lab)
    html = lab.report.read_text(encoding="utf-8")
    plain = unescape(html)
    assert all(f"Claim {key} {HOSTILE}" in plain for key in CLAIMS)
    assert all(words in plain for words in ("Somebody 2020: A GRU counts.", "651", "aaaaaaaaXbbbbbbbb"))
    assert "1 of 2 networks with hard gates are proved; the largest has 512 parameters" in html
    assert HOSTILE not in html
    assert "<script" not in html


def test_the_code_network_stands_there_once_it_is_trained(lab: Lab) -> None:
    """Its units, its scores and a piece of what it wrote, as text; without it the sections close up."""
    assert 'id="code"' not in page.page(lab)
    card = {"layers": 3, "units": 256, "seconds": 60.0, "epochs": 0.1, "test_bits_per_char": 2.5}
    write_json(lab.code.model, card)
    unit = {"label": "depth", "unit": "L1.c.5", "held_out": 0.5, "lift": 2.0, "aim": 0.9, "reached": False}
    score = {"text": "written", "lines": 42.0, "tokenized": 0.9, "indented": 0.8, "closed": 0.7}
    score |= {"defined": 0.4, "mean": 0.7}
    for name, row in (("units", unit), ("scores", score), ("texts", {**score, "source": HOSTILE})):
        structure(lab.code, name).parent.mkdir(exist_ok=True)
        pd.DataFrame([row]).to_parquet(structure(lab.code, name))
    html = page.page(lab)
    assert "bracket depth" in html
    assert "<td>0.80</td>" in html
    assert HOSTILE in unescape(html)
    assert HOSTILE not in html
