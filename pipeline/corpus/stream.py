"""A stream corpus: one long text (code, a book) instead of tweets."""

import re
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CorpusSettings
from pipeline.core.workspace import Workspace, atomic
from pipeline.corpus.readers.sources.decode import sources
from pipeline.corpus.readers.sources.files import digest
from pipeline.text import vocabulary
from pipeline.tracking.tracker import NullTracker

LINE_END = re.compile(r"\r\n?")
SHOWN = ("characters", "lines", "vocabulary_size", "unknown_share")


def ingest_stream(
    path: Path, settings: CorpusSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write the text as UTF-8 with newlines for all line ends, and its vocabulary. Nothing else is altered.

    Returns:
        The counts for the manifest.

    Raises:
        UserError: the file cannot be read, is empty or is not text.
    """
    (source,) = sources(path, settings.encoding)[:1]
    if source.binary_kind:
        raise UserError(f"{path} is a table: a stream corpus is plain text")
    with source.text() as stream:
        text = LINE_END.sub("\n", stream.read())
    if not text.strip():
        raise UserError(f"{path} has no text: give a file with something in it")
    known, counts = vocabulary.build([text], settings.min_count)
    with atomic(workspace.stream) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
    known.save(workspace.vocabulary)
    found: dict[str, Any] = {
        "characters": len(text),
        "lines": len(text.splitlines()),
        "vocabulary_size": known.size,
        "unknown_share": vocabulary.unknown_share(known, counts),
        "format": "stream",
        "encoding": source.encoding.shown,
        "undecodable": text.count("\N{REPLACEMENT CHARACTER}"),
        "source_sha256": digest(settings.source),
    }
    screen.table("Stream", ("what", "number"), [(k, found[k]) for k in SHOWN])
    tracker.tags({"source_sha256": str(found["source_sha256"])})
    return found
