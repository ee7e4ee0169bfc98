"""Reading a file whole, as the stage does: its rows, rejected records and dropped ones."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.formats import chunks, open_corpus


@dataclass
class Read:
    """What was read: the fields of rows, the reasons of rejected and of dropped records."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    form: str = ""

    def of(self, name: str) -> list[Any]:
        """One field of all rows."""
        return [row[name] for row in self.rows]

    @property
    def texts(self) -> list[Any]:
        return self.of("raw_text")


def put(folder: Path, content: Any, name: str = "corpus") -> Path:
    """A file of bytes, of text, or of anything else as JSON."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


def read(path: Path | list[Path], **asked: Any) -> Read:
    """All of a corpus."""
    reading = open_corpus(path, CorpusSettings(**asked))
    found = Read(form=reading.format)
    for chunk in chunks(reading, 1000):
        found.rows += chunk.rows
        found.rejects += [reject["reason"] for reject in chunk.rejects]
        found.drops += chunk.drops
    return found
