"""What the manual says of the lab: the tables as plain JSON."""

import json
from pathlib import Path

import pandas as pd

from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.lab import facts
from pipeline.lab.code.stage import structure
from pipeline.lab.store import Lab


def test_tables_become_rows_of_plain_values(tmp_path: Path) -> None:
    """Six digits, lists as lists, what is missing as null; the same file again is the same."""
    lab = Lab(Workspace(tmp_path / "lab"))
    lab.folder.mkdir()
    pd.DataFrame({"claim": ["one"], "values": [[1.0, float("nan")]], "median": [0.1234567]}).to_parquet(
        lab.findings
    )
    pd.DataFrame({"task": ["counter", "selective"], "factor": [2.0, float("nan")]}).to_parquet(lab.proofs)
    for path in (lab.variants, lab.literature, lab.published):
        pd.DataFrame({"of": [3]}).to_parquet(path)
    facts.write(lab, tmp_path / "facts.json")
    found = json.loads((tmp_path / "facts.json").read_text())
    assert found["findings"] == [{"claim": "one", "values": [1.0, None], "median": 0.123457}]
    assert [row["factor"] for row in found["proofs"]] == [2.0, None]
    assert found["variants"] == found["literature"] == found["published"] == [{"of": 3}]
    assert "numpy" in found["versions"]
    assert found["code"] is None


def test_what_is_not_trained_here_stays(tmp_path: Path) -> None:
    """Cells on tasks that `--variants` adds, and on text; a task that is here replaces what was there."""
    lab = Lab(Workspace(tmp_path / "lab"))
    lab.folder.mkdir()
    for path in (lab.findings, lab.proofs, lab.published, lab.literature):
        pd.DataFrame({"of": [3]}).to_parquet(path)
    pd.DataFrame({"task": ["counter"], "of": [3]}).to_parquet(lab.variants)
    path = tmp_path / "facts.json"
    there = [{"task": "counter", "of": 9}, {"task": "names", "of": 9}]
    write_json(path, {"variants": there, "literature": [], "texts": [{"of": 1}], "code": None})
    facts.write(lab, path)
    found = read_json(path)
    assert found["variants"] == [{"task": "counter", "of": 3}, {"task": "names", "of": 9}]
    assert found["texts"] == [{"of": 1}]
    pd.DataFrame({"text": ["tweets"], "of": [1]}).to_parquet(lab.texts)
    facts.write_texts(lab, path)
    assert read_json(path) == {**found, "texts": [{"text": "tweets", "of": 1}]}


def test_the_code_network_is_in_it_where_it_was_trained(tmp_path: Path) -> None:
    """With the time that it had, which its card says."""
    lab = Lab(Workspace(tmp_path / "lab"))
    code = lab.code
    for path in (lab.findings, lab.proofs, lab.variants, lab.literature, lab.published):
        path.parent.mkdir(exist_ok=True)
        pd.DataFrame({"of": [3]}).to_parquet(path)
    card = {"layers": 3, "units": 256, "seconds": 420.5, "epochs": 0.4, "test_bits_per_char": 2.5, "step": 9}
    write_json(code.model, {**card, "weights_sha256": "", "vocabulary_sha256": ""})
    for name in ("units", "scores"):
        structure(code, name).parent.mkdir(exist_ok=True)
        pd.DataFrame({"name": [name]}).to_parquet(structure(code, name))
    assert facts.facts(lab)["code"]["cpu_seconds"] is None
    write_json(code.manifest("train"), {"profile": {"cpu_s": 90.0}})
    found = facts.facts(lab)["code"]
    assert found["cpu_seconds"] == 90
    del card["step"]
    assert found == {**card, "cpu_seconds": 90, "found": [{"name": "units"}], "scores": [{"name": "scores"}]}
    path = tmp_path / "facts.json"
    write_json(path, {"findings": ["kept"], "code": None})
    facts.write_code(lab, path)
    assert read_json(path) == {"findings": ["kept"], "code": found}
    code.model.unlink()
    structure(code, "units").unlink()
    facts.write(lab, path)  # where no code network is trained, what is known of one stays
    assert read_json(path)["code"] == found
