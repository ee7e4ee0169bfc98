"""Figures of the samples: values drawn are those of the table, shares add up to one."""

import numpy as np
import pandas as pd
import pytest

from pipeline.figures.quality import NOVELTY, QUALITY, novelty, quality


def test_each_measure_has_a_panel_with_the_real_one_as_a_line() -> None:
    """Points in the order of temperature; the row without a temperature is the dashed line."""
    table = pd.DataFrame({"temperature": [np.nan, 1.0, 0.5]})
    for number, name in enumerate(QUALITY):
        table[name] = [10.0 * number, 10.0 * number + 1, 10.0 * number + 2]
    axes = [axis for axis in quality(table).axes if axis.axison]
    assert len(axes) == len(QUALITY)
    for number, axis in enumerate(axes):
        samples, real = axis.lines
        assert list(samples.get_xdata()) == [0.5, 1.0]
        assert list(samples.get_ydata()) == [10.0 * number + 2, 10.0 * number + 1]
        assert set(real.get_ydata()) == {10.0 * number}


def test_shares_of_samples_and_of_real_tweets_add_up_to_one() -> None:
    """Each histogram for itself, whatever the numbers of texts."""
    random = np.random.default_rng(0)
    frames = [pd.DataFrame({name: random.random(size) for name in NOVELTY}) for size in (30, 7)]
    for axis in novelty(*frames).axes:
        filled = sum(bar.get_height() for bar in axis.patches[:-1])
        outline = axis.patches[-1].get_path().vertices  # type: ignore[attr-defined]
        steps = {(round(x, 9), y) for x, y in outline if y > 0}
        assert filled == pytest.approx(1)
        assert max(y for _, y in steps) <= 1
