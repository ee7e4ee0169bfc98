"""Units that follow the structure of code, on a network whose bracket counter is known."""

import built

from pipeline.lab.code import measures
from pipeline.lab.code.library import Source
from pipeline.text.vocabulary import Vocabulary


def test_the_unit_that_counts_brackets_is_found(files: list[Source]) -> None:
    """Chosen on some files, it follows the depth in others; nothing follows the level so well."""
    characters = sorted({c for source in files for c in source.text})
    vocabulary = Vocabulary(tuple(characters))
    half = len(files) // 2
    table = measures.table(built.brackets(vocabulary), vocabulary, files[:half], files[half:]).set_index(
        "label"
    )
    assert table.loc["depth", "unit"] in ("L1.c.2", "L1.h.2")
    assert table.loc["depth", "held_out"] > 0.9
    assert table.loc["depth", "lift"] > 3
    assert table.loc["level", "held_out"] < 0.5
