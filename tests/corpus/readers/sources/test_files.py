"""Which files a corpus is."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.ingested import corpus
from tests.corpus.readers.reading import put


def test_several_files_and_a_pattern(tmp_path: Path) -> None:
    """Read in order; the same tweet in two files is a duplicate; a missing one is named."""
    put(tmp_path, '{"id":"1","text":"first"}\n{"id":"2","text":"second"}\n', "a.jsonl")
    put(tmp_path, "id,text\n2,second\n3,third\n", "b.csv")
    for source in (f"{tmp_path}/a.jsonl {tmp_path}/b.csv", f"{tmp_path}/[ab].*"):
        frame, counts, _ = corpus(source, tmp_path)
        assert frame["text"].tolist() == ["first", "second", "third"]
        assert counts["dropped"] == {"the same tweet again": 1}
    with pytest.raises(UserError, match=r"c\.csv.* does not exist"):
        corpus(f"{tmp_path}/a.jsonl {tmp_path}/c.csv", tmp_path)
