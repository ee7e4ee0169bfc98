"""The last screen of a whole run: what was found, where it is, what comes next."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.numbers import words
from pipeline.neurons.first import first
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
    begun = first(found.certificates, found.interventions)
    assert begun is not None
    same = found.certificates["concept"] == begun["concept"]
    best = found.certificates[same & (found.certificates["address"] == begun["address"])].iloc[0]
    title = begun["concept"].replace("_", " ").capitalize()
    (shown_first, *_) = [line for line in text.splitlines() if ", AUROC " in line]
    assert shown_first.startswith(f"{title}: {begun['address']}, AUROC {best['auroc']:.3f}")
    for sample in found.samples["text"].head(5):
        assert sample.replace("\n", "⏎") in text
    assert str(tmp_path / "small" / "report" / "report.html") not in text
    assert "Next: make train analyze" in text


def test_concepts_are_those_of_the_settings(tmp_path: Path) -> None:
    """The first detector, those that the program was begun for, one's own; what has no neuron is named."""
    found, _ = blocks(tmp_path)
    certificates = found.certificates
    assert certificates is not None
    mine = certificates["concept"].replace("all_caps", "my_words")
    renamed = certificates.assign(concept=mine, certified=certificates["certified"] & (mine != "my_words"))
    lines = [str(b) for b in closing(replace(found, certificates=renamed), make(tmp_path / "own"))]
    told = [line.split(":")[0] for line in lines if ", AUROC " in line]
    begun = first(renamed, found.interventions)
    assert begun is not None
    occur = [name for name in ("proper_noun", "quotation", "aux_be") if name in set(mine)]
    expected = [begun["concept"], *(name for name in occur if name != begun["concept"]), "my_words"]
    assert told == [words(name).capitalize() for name in expected]
    assert {"proper_noun", "quotation"} <= set(expected)
    (refused,) = [line for line in lines if line.startswith("Concepts with")]
    assert "my words" in refused.split("without: ")[1].split(", ")


@pytest.mark.parametrize("sign", [1, -1])
def test_the_colour_follows_the_values(tmp_path: Path, sign: int) -> None:
    """Towards the concept: no colour up to the median, full at the furthest, one for each character."""
    found, _ = blocks(tmp_path)
    workspace = make(tmp_path / "other")
    values = [sign * value for value in (0.0, 0.0, 0.0, 1.0, 2.0, 9.0)]
    passage = {"kind": "example", "text": "ab\ncd!", "values": values, "mask": [[4, 6]]}
    certificates = found.certificates
    assert certificates is not None
    certificates = certificates.assign(sign=sign)
    begun = first(certificates, found.interventions)
    assert begun is not None
    told = {begun["concept"]: {"address": begun["address"], "passages": [passage]}}
    given = replace(found, passages=told, certificates=certificates)
    (shaded,) = [b for b in closing(given, workspace) if isinstance(b, Shaded)]
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
