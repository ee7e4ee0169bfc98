"""The figure of bits."""

import pandas as pd

from pipeline.figures.bits import figure


def test_the_figure_draws_each_row_of_both_models() -> None:
    """As many bars and points as parts and positions, at their values, the first part on top."""
    rows = [("all", "all", 2.0, 2.5), ("part", "URL", 1.0, 1.5), ("part", "rest", 3.0, 3.5)]
    rows += [("position", "0", 4.0, 4.5), ("position", "1", 2.0, 2.5), ("position", "2–4", 1.0, 1.5)]
    table = pd.DataFrame(rows, columns=["by", "name", "lstm", "ppm"]).assign(share=0.5)
    left, right = figure(table).axes
    assert [bar.get_width() for bar in left.patches] == [3.0, 1.0, 3.5, 1.5]
    assert [list(line.get_ydata()) for line in right.lines] == [[4.0, 2.0, 1.0], [4.5, 2.5, 1.5]]
