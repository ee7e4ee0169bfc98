"""One look through a file's bytes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.readers.sources import survey as surveying
from pipeline.corpus.readers.sources.survey import Spaced, survey


@given(st.integers(0, 300), st.integers(1, 20))
def test_spaced_things_come_from_everywhere(count: int, most: int) -> None:
    """At most so many are kept, with equal gaps, from the first on; all where there are few."""
    spaced = Spaced(most)
    for number in range(count):
        spaced.add(b"%d" % number)
    kept = [int(one) for one in spaced.kept]
    assert len(kept) <= most
    assert len(kept) >= min(count, (most + 1) // 2)
    assert kept == list(range(0, count, spaced.stride))[: len(kept)]
    if count <= most:
        assert kept == list(range(count))


def test_what_is_not_utf8_is_counted_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """In small blocks: 60 lines, every third with a stray byte, every third with two stretches of UTF-8."""
    monkeypatch.setattr(surveying, "HEAD", 16)
    monkeypatch.setattr(surveying, "BLOCK", 32)
    content = b"".join([b"plain\n", "é x ü\n".encode(), b"It\x92s\n"] * 20)
    found = survey(io.BytesIO(content))
    assert (found.size, found.head) == (len(content), content[:16])
    assert (found.bad_lines, found.good_runs) == (20, 40)
    assert all(set(piece.splitlines()) == {b"It\x92s"} for piece in found.stray)
    assert all(piece.endswith(b"\n") for piece in found.samples)
    assert found.samples[0].startswith(b"plain\n")


def test_an_empty_file_has_nothing() -> None:
    """No sample, no size."""
    found = survey(io.BytesIO(b""))
    assert (found.size, found.samples, found.bad_lines) == (0, [], 0)
