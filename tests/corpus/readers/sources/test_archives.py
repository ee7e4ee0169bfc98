"""Which files of an archive or folder hold posts."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources.archives import select
from pipeline.corpus.readers.sources.files import paths
from tests.corpus.readers.forms.packed import in_zip
from tests.corpus.readers.reading import put, read


def test_an_archive_of_x_without_its_posts() -> None:
    """Likes and the program of its pages are not taken for posts."""
    with pytest.raises(UserError, match=r"tweets\.js is missing"):
        select(["data/account.js", "data/like.js", "assets/app.js"], "a.zip")


def test_a_folder_of_several_kinds(tmp_path: Path) -> None:
    """All its tables and JSON are read, in order; notes and pictures are not."""
    put(tmp_path, [{"id": "1", "text": "one"}], "a.json")
    put(tmp_path, "id,text\n2,two\n", "b.csv")
    put(tmp_path, "what this is", "notes.txt")
    put(tmp_path, b"\x89PNG\r\n", "c.png")
    assert read(tmp_path).texts == ["one", "two"]
    with pytest.raises(UserError, match=r"holds a\.json, b\.csv"):
        select(["a.json", "b.csv"], "a.zip")


def test_parts_in_order_and_once(tmp_path: Path) -> None:
    """A pattern gives them by number; tweets.js brings the parts that the pattern has named already."""
    for part, name in enumerate(("tweets.js", "tweets-part2.js", "tweets-part10.js")):
        put(tmp_path, f'window.YTD.tweets.part0 = [{{"tweet": {{"full_text": "part {part}"}}}}]', name)
    found = paths(str(tmp_path / "*.js"))
    assert [path.name for path in found] == ["tweets.js", "tweets-part2.js", "tweets-part10.js"]
    assert read(found).texts == ["part 0", "part 1", "part 2"]


def test_a_zip_of_one_file(tmp_path: Path) -> None:
    """Whatever its name."""
    assert read(put(tmp_path, in_zip(b"id,text\n1,one\n"))).texts == ["one"]
