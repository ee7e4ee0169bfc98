"""Repositories of Bluesky: posts in the order of their keys, damage in a line, memory by the block."""

import tracemalloc
from pathlib import Path

import libipld
import pytest

from pipeline.core.errors import UserError
from pipeline.corpus.readers.formats import open_corpus
from tests.corpus.readers.forms.platforms import car
from tests.corpus.readers.reading import put, read

TEXTS = [f"post {n} é" for n in range(20)]


def test_blocks_are_those_that_libipld_finds(tmp_path: Path) -> None:
    """The same records as the library's own reader of whole files, in the order of the tree."""
    content = car(TEXTS)
    whole = [b["text"] for b in libipld.decode_car(content)[1].values() if "text" in b]
    found = read(put(tmp_path, content))
    assert found.texts == TEXTS == whole
    assert found.of("tweet_id")[0] == "at://did:plc:x/app.bsky.feed.post/100"


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_cut_file(tmp_path: Path, cut: int) -> None:
    """One line, however much is missing."""
    with pytest.raises(UserError, match="damaged CAR"):
        read(put(tmp_path, car(TEXTS)[:-cut]))


def test_memory(tmp_path: Path) -> None:
    """A repository of 3 MB takes less than one: posts are not kept."""
    path = put(tmp_path, car([f"{n} " * 150 for n in range(5000)]))
    assert path.stat().st_size > 3_000_000
    tracemalloc.start()
    try:
        numbers = [record["value"]["n"] for record, _ in open_corpus(path).items()]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert sorted(numbers) == list(range(5000))
    assert peak < path.stat().st_size
