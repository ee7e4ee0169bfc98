"""The last screen of a whole run: what was found, where it is, what comes next."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.report.artefacts import Artefacts, read
from pipeline.report.closing import Shaded, closing
from tests.report.workspace_factory import make


def blocks(folder: Path) -> tuple[Artefacts, list[str | Shaded]]:
    """A workspace with every artefact, and its last screen."""
    workspace = make(folder / "small")
    found = read(workspace)
    return found, list(closing(found, workspace))


def test_figures_are_those_of_the_tables(tmp_path: Path) -> None:
    """Bits, the best address with its score and grade, the first samples; only files that are there."""
    found, shown = blocks(tmp_path)
    text = "\n".join(block for block in shown if isinstance(block, str))
    assert found.bits is not None
    assert found.certificates is not None
    assert found.samples is not None
    assert f"the network {found.bits[found.bits['by'] == 'all']['lstm'].iloc[0]:.3f}" in text
    best = found.certificates.query("concept == 'quotation' and rank == 0").iloc[0]
    assert f"Quotation: {best['address']}, AUROC {best['auroc']:.3f}" in text
    for sample in found.samples["text"].head(5):
        assert sample.replace("\n", "⏎") in text
    assert str(tmp_path / "small" / "report" / "report.html") not in text
    assert "Next: make train analyze" in text


def test_the_colour_follows_the_values(tmp_path: Path) -> None:
    """Of one tweet: no colour up to the median, full colour at the highest, one for each character."""
    found, _ = blocks(tmp_path)
    workspace = make(tmp_path / "other")
    values = [0.0, 0.0, 0.0, 1.0, 2.0, 9.0]
    passage = {"kind": "example", "text": "ab\ncd!", "values": values, "mask": [[4, 6]]}
    certificates = found.certificates
    assert certificates is not None
    address = certificates.query("concept == 'quotation' and rank == 0")["address"].iloc[0]
    told = {"quotation": {"address": address, "passages": [passage]}}
    (shaded,) = [b for b in closing(_with(found, told), workspace) if isinstance(b, Shaded)]
    assert shaded.text == "ab⏎cd!"
    assert shaded.shades[:3] == (0.0, 0.0, 0.0)
    assert shaded.shades[-1] == 1.0
    assert 0 < shaded.shades[3] < shaded.shades[4] < 1


def test_without_results(tmp_path: Path) -> None:
    """A corpus alone: what is next, and nothing of what is not there."""
    found, _ = blocks(tmp_path)
    nothing = dict.fromkeys(Artefacts.__dataclass_fields__)
    bare = Artefacts(**{**nothing, "name": "x", "manifests": {}})  # type: ignore[arg-type]
    assert isinstance(found.tweets, pd.DataFrame)
    lines = list(closing(bare, make(tmp_path / "third")))
    assert not any("AUROC" in str(line) or "samples:" in str(line) for line in lines)


def _with(found: Artefacts, passages: dict[str, object]) -> Artefacts:
    return replace(found, passages=passages)
