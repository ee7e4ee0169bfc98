"""Files of the running Python, for the tests of labels, scores and measures."""

import pytest

from pipeline.lab.code import library
from pipeline.lab.code.library import Source


@pytest.fixture(scope="session")
def files() -> list[Source]:
    """A part of the library of the running Python: some packages in the order of the stream."""
    ordered = library.ordered(list(library.sources(library.library())))
    return [source for source in ordered if len(source.text) > 3000][::12]
