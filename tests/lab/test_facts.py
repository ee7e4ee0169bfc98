"""What the manual says of the lab: the tables as plain JSON."""

import json
from pathlib import Path

import pandas as pd

from pipeline.core.workspace import Workspace
from pipeline.lab import facts
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
