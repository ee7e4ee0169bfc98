"""Figures of the corpus and of training: values drawn are those of the tables."""

import numpy as np
import pandas as pd
import pytest

from pipeline.figures import course


def test_the_corpus_by_length_and_month() -> None:
    """A bar for each length at its height; at most seven months are named."""
    lengths = pd.DataFrame({"characters": [0, 10, 20], "tweets": [5, 7, 1]})
    months = pd.DataFrame({"month": [f"2026-{n:02}" for n in range(1, 13)], "tweets": range(12)})
    bars, dates = course.corpus(lengths, months).axes
    assert [(bar.get_x(), bar.get_height()) for bar in bars.patches] == [(0, 5), (10, 7), (20, 1)]
    labels = [tick.get_text() for tick in dates.get_xticklabels()]
    assert labels == ["2026-01", "2026-03", "2026-05", "2026-07", "2026-09", "2026-11"]
    assert course.corpus(lengths, months.iloc[:0]).axes[1].get_title("left") == "No tweet has a date"


def test_training_draws_what_was_measured() -> None:
    """Valid bits only where there are some; the step that was kept; the first steps do not set the scale."""
    history = pd.DataFrame({"step": [1, 2, 3, 4], "train_bits_per_char": [90.0, 4.0, 3.0, 2.0]})
    history = history.assign(
        valid_bits_per_char=[np.nan, 4.2, np.nan, 2.2], learning_rate=0.1, gradient_norm=1.0
    )
    left, right = course.training(history, best_step=4).axes
    train, valid, kept = left.lines
    assert list(train.get_ydata()) == [90, 4, 3, 2]
    assert (list(valid.get_xdata()), list(valid.get_ydata())) == ([2, 4], [4.2, 2.2])
    assert set(kept.get_xdata()) == {4}
    assert left.get_ylim()[1] == pytest.approx(np.nanquantile(history["train_bits_per_char"], 0.98) + 0.1)
    assert right.get_yscale() == "log"


def test_a_training_of_a_few_steps_has_valid_bits_alone() -> None:
    """Steps are noted now and then: a short training may end before the first."""
    history = pd.DataFrame({"step": [9], "train_bits_per_char": [np.nan], "valid_bits_per_char": [6.5]})
    drawn = course.training(history.assign(learning_rate=np.nan, gradient_norm=np.nan), best_step=9)
    assert list(drawn.axes[0].lines[1].get_ydata()) == [6.5]


def test_runs_are_lines_with_their_names() -> None:
    """One a run; without runs it has no legend."""
    curve = pd.DataFrame({"step": [1, 2], "value": [3.0, 2.0]})
    (axis,) = course.runs({"one": curve, "two": curve + 1}).axes
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["one", "two"]
    assert list(axis.lines[1].get_ydata()) == [4, 3]
    assert course.runs({}).axes[0].get_legend() is None
