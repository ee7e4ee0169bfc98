"""Figures of the lab: one mark a network, one line a unit."""

from pipeline.figures.lab import cells, reach


def test_every_network_is_a_mark_at_its_reach() -> None:
    """Marks lie in the row of their group; the line is where training ended."""
    groups = {"plain": [12, 8, 30], "hard": [100]}
    (axis,) = reach(groups, learned=10, most=100).axes
    *marks, learned = axis.lines
    assert [list(line.get_xdata()) for line in marks] == [[8, 12, 30], [100]]
    for row, line in enumerate(marks):
        assert all(abs(y - row) < 0.5 for y in line.get_ydata())
    assert set(learned.get_xdata()) == {10}
    assert [tick.get_text() for tick in axis.get_yticklabels()] == ["plain", "hard"]


def test_cells_are_drawn_over_their_string() -> None:
    """A line for each unit, a letter below each place, a mark at the X."""
    (axis,) = cells({"L1.c.3": [1, 2, 1, 0]}, "aaXb").axes
    line, mark = axis.lines
    assert list(line.get_ydata()) == [1, 2, 1, 0]
    assert set(mark.get_xdata()) == {2}
    assert [tick.get_text() for tick in axis.get_xticklabels()] == list("aaXb")
