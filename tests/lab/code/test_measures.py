"""Units that follow the structure of code, on a network whose bracket counter is known."""

import built
import numpy as np
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.lab.code import measures
from pipeline.lab.code.library import Source
from pipeline.network.address import Address
from pipeline.network.trace import trace
from pipeline.statistics.measures import rank_correlation
from pipeline.statistics.resample import auroc
from pipeline.text.vocabulary import Vocabulary

SCREEN = QuietScreen()


@pytest.fixture(scope="module")
def vocabulary(files: list[Source]) -> Vocabulary:
    """All characters of the files."""
    return Vocabulary(tuple(sorted({c for source in files for c in source.text})))


def test_the_unit_that_counts_brackets_is_found(files: list[Source], vocabulary: Vocabulary) -> None:
    """Chosen on some files, it follows the depth in others; nothing follows the level so well."""
    half = len(files) // 2
    found = measures.table(built.brackets(vocabulary), vocabulary, files[:half], files[half:], SCREEN)
    table = found.set_index("label")
    assert table.loc["depth", "unit"] in ("L1.c.2", "L1.h.2")
    assert table.loc["depth", "held_out"] > 0.9
    assert table.loc["depth", "lift"] > 3
    assert table.loc["level", "held_out"] < 0.5


def test_states_are_those_of_the_pass_and_scores_those_of_each_alone(
    files: list[Source], vocabulary: Vocabulary
) -> None:
    """Files of unlike lengths side by side; all labels from one ranking."""
    network, some = built.brackets(vocabulary), [Source("p", "p", LINES * n) for n in (3, 1, 2)]
    found = measures.traced(network, vocabulary, some, SCREEN)
    signals = [trace(network, [vocabulary.encode(source.text)])[0] for source in some]
    whole = np.concatenate([np.hstack([one["c"][0, 1:], one["h"][0, 1:]]) for one in signals])
    np.testing.assert_allclose(found.values, whole, atol=1e-5)
    every, code = measures.scores(found, SCREEN), found.labels["code"]
    for k, address in enumerate(found.addresses):
        values = found.values[:, k]
        assert every["string"][k] == pytest.approx(auroc(values, found.labels["string"])), address
        assert every["level"][k] == pytest.approx(rank_correlation(values[code], found.labels["level"][code]))
    only = [Address(1, "h", 2), Address(1, "c", 0)]
    part = measures.traced(network, vocabulary, some, SCREEN, only)
    assert part.addresses == tuple(only)
    np.testing.assert_array_equal(part.values, found.values[:, [4 + 2, 0]])


def test_files_are_taken_from_all_over() -> None:
    """Evenly over their order; short ones only where all are short."""
    files = [Source(f"p{k}", f"{k}", "x" * (2000 if k % 2 else 10)) for k in range(100)]
    chosen = measures.spread(files, 5)
    assert [source.name for source in chosen] == ["1", "21", "41", "61", "81"]
    assert measures.spread(files[::2], 2) == [files[0], files[50]]
    assert measures.spread(files[1::2][:3], 5) == files[1::2][:3]


LINES = 'def f(x):\n    return (x, [1], "s")  # one\n\n\n'
