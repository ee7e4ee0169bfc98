"""Labels of code, by hand and on the library of the running Python."""

import numpy as np

from pipeline.lab.code.labels import label
from pipeline.lab.code.library import Source

TEXT = '''"""Ünï."""
class A(B):  # so
    """Dö."""

    def f(self, x={1: 2}):
        return (x[
            0], f"{x}")


y = "#"
'''


def at(values: np.ndarray, marks: str, size: int = 1) -> list:
    """The values at the first place of some text."""
    place = TEXT.index(marks)
    return values[place : place + size].tolist()


def test_levels_and_blanks() -> None:
    """A logical line has the level of its block over all its lines; blanks count as they are read."""
    found = label(TEXT)
    assert [at(found.level, part)[0] for part in ("class", "def", "return", "0]", "y =")] == [0, 1, 2, 2, 0]
    assert at(found.blanks, "        return", 12) == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8]
    assert at(found.blanks, "y =") == [0]


def test_masks() -> None:
    """Strings with their quotes, f-strings whole, comments, docstrings, headers to their colon."""
    found = label(TEXT)
    strings = "".join(c for c, inside in zip(TEXT, found.string, strict=True) if inside)
    assert strings == '"""Ünï.""""""Dö."""f"{x}""#"'
    assert "".join(c for c, i in zip(TEXT, found.comment, strict=True) if i) == "# so"
    assert "".join(c for c, i in zip(TEXT, found.docstring, strict=True) if i) == '"""Ünï.""""""Dö."""'
    assert (
        "".join(c for c, i in zip(TEXT, found.header, strict=True) if i)
        == "class A(B):def f(self, x={1: 2}):"
    )
    assert not (found.code & (found.string | found.comment)).any()


def test_depth() -> None:
    """After a bracket it counts; brackets in strings do not; at the end all are closed."""
    found = label(TEXT + 's = "(("\n')
    assert at(found.depth, "(x[", 3) == [1, 1, 2]
    assert at(found.depth, '"#"') == [0]
    assert found.depth[-1] == 0


def test_the_library_is_labelled_without_a_failure(files: list[Source]) -> None:
    """Labels fit their file, brackets close, and the level is never below 0."""
    for source in files:
        found = label(source.text)
        assert len(found.level) == len(source.text)
        assert found.depth[-1] == 0
        assert found.level.min() == 0
