"""What the page of a run says: figures of the artefacts, texts that stay texts."""

import html
from pathlib import Path

import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.core.workspace import Workspace
from pipeline.runner import notes
from pipeline.tracking.links import Links

LINKS = Links("1", "ab")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two concepts, one of them certified, and a sample full of marks."""
    made = Workspace(tmp_path / "w")
    made.certificates.parent.mkdir(parents=True)
    made.samples.parent.mkdir()
    row = {"address": "L2.c.1", "lag": 1, "auroc": 0.9, "auroc_low": 0.8, "auroc_high": 0.95, "tweets": 1234}
    rows = [
        certificate_row(**row, concept="quote_open", beyond_spelling=False),
        certificate_row(**row, concept="url", certified=False),
    ]
    pd.DataFrame(rows).to_parquet(made.certificates)
    texts = ["| <img src=x> @ann\n# *b* [x](http://y)"]
    pd.DataFrame({"text": texts, "longest_copy": [7]}).to_parquet(made.samples)
    return made


def test_certificates_stand_in_a_table(workspace: Workspace) -> None:
    """One row for each certified concept, with its interval and how many tweets it rests on."""
    note = notes.certify(workspace, {}, LINKS)
    assert "Of 2 concepts, 1 have a neuron that tells them, 1 one that beats its rivals, 0 one" in note
    assert "| quote open | L2.c.1, 1 | 0.900 | 0.800–0.950 | 0.003 | beats rivals | 1,234 |" in note
    assert "| url" not in note


def test_a_sample_is_read_as_text(workspace: Workspace) -> None:
    """Nothing of a sample is Markdown or HTML; unescaped, it is the sample in one line."""
    cell = notes.samples(workspace, {}, LINKS).splitlines()[-1].split(" | ")[0][2:]
    assert not set(cell) & set("|<>@*[]()_`\"'\\:/.")
    assert html.unescape(cell) == "| <img src=x> @ann # *b* [x](http://y)"


def test_coloured_tweets_are_promised_only_where_there_are_some(workspace: Workspace) -> None:
    """Without certificates the report has no page of coloured tweets."""
    assert "detectors.html" in notes.report(workspace, {}, LINKS)
    workspace.certificates.unlink()
    assert "detectors.html" not in notes.report(workspace, {}, LINKS)


def test_a_stage_with_nothing_to_show_says_nothing(workspace: Workspace) -> None:
    """Scan has tables of its own, no note."""
    assert notes.nothing(workspace, {}, LINKS) == ""


def test_the_model_card_stands_below_the_note_of_training(workspace: Workspace) -> None:
    """The run's page shows the card, its heading left out, and links the file; without a card, neither."""
    counts = {"test_bits_per_char": 1.5, "valid_bits_per_char": 1.4}
    assert "Intended use" not in notes.train(workspace, counts, LINKS)
    workspace.model_card.parent.mkdir()
    workspace.model_card.write_text("# Model card: w\n\n## Intended use\n\nStudy.\n", encoding="utf-8")
    note = notes.train(workspace, counts, LINKS)
    assert LINKS.page("MODEL_CARD.md") in note
    assert note.endswith("\n\n## Intended use\n\nStudy.")
    assert "# Model card" not in note


def test_the_explorer_is_named_with_the_neuron_that_it_begins_with(workspace: Workspace) -> None:
    """The one that `first` chooses; without certificates none is named."""
    assert notes.explore(workspace, {}, LINKS).endswith("it begins with L2.c.1, quote open")
    workspace.certificates.unlink()
    assert notes.explore(workspace, {}, LINKS).endswith("in the page")
