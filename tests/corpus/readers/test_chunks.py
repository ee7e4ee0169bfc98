"""Chunks of records: rows, rejects and drops are there, numbered; a beginning without posts is refused."""

import pytest

from pipeline.core.errors import UserError
from pipeline.core.settings import CorpusSettings
from pipeline.corpus.readers.chunks import chunked
from pipeline.corpus.readers.platforms.post import Dropped

ASKED = CorpusSettings()


def test_every_record_is_numbered() -> None:
    """Two of three are in the first chunk; the reasons stay with their numbers."""
    items = [({"text": "hi there"}, None), (None, "not JSON"), ({"text": 3}, None)]
    first, second = chunked(iter([*items, ({}, Dropped("boost"))]), "it", ASKED, 2)
    assert [row["source_row"] for row in first.rows] == [0]
    assert first.rejects == [{"source_row": 1, "reason": "not JSON", "raw": "null"}]
    assert second.rejects[0]["source_row"] == 2
    assert second.drops == ["boost"]


def test_a_beginning_without_posts() -> None:
    """It is refused at the beginning of a file, and not in a later piece."""
    nothing = [({"number": n}, None) for n in range(5)]
    with pytest.raises(UserError, match="it has no text column"):
        list(chunked(iter(nothing), "it", ASKED, 10))
    (chunk,) = chunked(iter(nothing), "it", ASKED, 10, first=False)
    assert len(chunk.rejects) == 5
    with pytest.raises(UserError, match="it has no records"):
        list(chunked(iter([]), "it", ASKED, 10))
    assert list(chunked(iter([]), "it", ASKED, 10, first=False)) == []
