"""The likeliest tweets after a prompt: their bits against a plain pass, their copies against a search."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace
from pipeline.network.bits import bits
from pipeline.samples.continued import continued
from pipeline.samples.writing.trained import load


def longest_common(text: str, others: list[str]) -> int:
    """Characters of the longest piece of a text that stands in one of the others, by trying all."""
    pieces = (text[a:b] for a in range(len(text)) for b in range(a + 1, len(text) + 1))
    return max((len(piece) for piece in pieces if any(piece in other for other in others)), default=0)


def test_bits_and_copies_are_those_of_the_texts(
    tmp_path: Path, write_workspace: Callable[..., Workspace]
) -> None:
    """Best first; bits are of what follows the prompt, its end included."""
    workspace = write_workspace(tmp_path / "w")
    found = continued(workspace, "a", 20, 3, 12, {}, hide=False)
    net = load(workspace)
    tweets = pd.read_parquet(workspace.tweets)
    train = tweets.loc[tweets["split"] == "train", "text"].tolist()
    assert found["bits"].is_monotonic_increasing
    for row in found.itertuples():
        assert row.text.startswith("a")
        costs = bits(net.weights, [net.vocabulary.encode(row.text)], [{}])[0]
        assert row.bits == pytest.approx(float(np.sum(costs[1:])), rel=1e-4)
        assert row.bits_per_char == pytest.approx(row.bits / len(costs[1:]))
        assert row.longest_copy == longest_common(row.text, train)


@pytest.mark.parametrize("wrong", ["width", "count", "max_length"])
def test_numbers_below_one_are_refused(
    tmp_path: Path, write_workspace: Callable[..., Workspace], wrong: str
) -> None:
    """The line names the option."""
    numbers = {"width": 5, "count": 5, "max_length": 5} | {wrong: 0}
    with pytest.raises(UserError, match="must be at least 1, not 0"):
        continued(write_workspace(tmp_path / "w"), "", doses={}, **numbers)
