"""A stream corpus: the text as it is, with newlines for all line ends."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace
from pipeline.corpus.stream import ingest_stream
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker
from tests.corpus.readers.reading import put


def ingested(path: Path, folder: Path) -> tuple[dict, Workspace]:
    """The counts and the workspace."""
    workspace = Workspace(folder / "work")
    settings = CorpusSettings(source=str(path), kind="stream", min_count=1)
    return ingest_stream(path, settings, workspace, NullTracker(), QuietScreen()), workspace


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_only_line_ends_are_altered(tmp_path: Path, encoding: str) -> None:
    """Tabs, blanks and signs stay; the vocabulary has every character."""
    text = "def f():\r\n\treturn 'é '\r\r\n\n# 😀\n"
    counts, workspace = ingested(put(tmp_path, text.encode(encoding)), tmp_path)
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert workspace.stream.read_bytes().decode() == expected
    assert (counts["characters"], counts["lines"]) == (len(expected), len(expected.splitlines()))
    assert set(expected) <= set(Vocabulary.load(workspace.vocabulary).characters)
    assert counts["unknown_share"] == 0


@pytest.mark.parametrize("content", [b" \n\t\n", b"PAR1" + b"x" * 50])
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    """Blanks alone, and a table; nothing is written."""
    path = put(tmp_path, content)
    with pytest.raises(UserError, match=str(path)):
        ingested(path, tmp_path)
    assert not (tmp_path / "work").exists()
