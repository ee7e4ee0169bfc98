"""Plain text, one post a line."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from tests.corpus.readers.reading import put, read


def test_each_line_is_a_post_whatever_ends_it(tmp_path: Path) -> None:
    """A blank line is a record without text, so that the count is that of the lines."""
    found = read(put(tmp_path, "one of them\r\nand two\n\nthe last without an end"))
    assert found.form == "plain text"
    assert found.texts == ["one of them", "and two", "the last without an end"]
    assert len(found.rejects) == 1


def test_lines_of_code_are_no_posts_unless_asked(tmp_path: Path) -> None:
    """The line says how to read them all the same."""
    path = put(tmp_path, "import os\n\n\ndef f(x):\n    return os.path.join(x, 'y')\n" * 20)
    with pytest.raises(UserError, match="--form text"):
        read(path)
    assert "import os" in read(path, form="text").texts
