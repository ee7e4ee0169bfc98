"""Figures of the detectors: every value stands where the table says."""

import numpy as np
import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.figures import neurons


def effects(**columns: object) -> pd.DataFrame:
    """Rows of interventions of one detector."""
    return pd.DataFrame({"concept": "hashtag", "address": "L1.c.0", **columns})


def test_the_best_detector_stands_on_top_with_its_interval() -> None:
    """Two concepts: four marks each, at the scores of the certificates."""
    rows = [certificate_row(concept=name, auroc=score) for name, score in (("url", 0.97), ("mention", 0.9))]
    (axis,) = neurons.evidence(pd.DataFrame(rows)).axes
    own, *others = axis.collections[1:]
    assert np.asarray(own.get_offsets()).tolist() == [[0.9, 0.0], [0.97, 1.0]]
    assert [np.asarray(one.get_offsets())[0, 0] for one in others] == [0.8, 0.58, 0.6]
    assert [tick.get_text().split()[0] for tick in axis.get_yticklabels()] == ["mention", "URL"]


def test_probes_end_with_all_addresses() -> None:
    """k = 0 comes last and is called all."""
    table = pd.DataFrame({"concept": "url", "k": [0, 1, 4], "auroc": [0.99, 0.8, 0.9]})
    table = table.assign(auroc_low=table["auroc"] - 0.01, auroc_high=table["auroc"] + 0.01)
    axis = neurons.probes(table).axes[0]
    assert list(axis.lines[0].get_ydata()) == [0.8, 0.9, 0.99]
    assert [tick.get_text() for tick in axis.get_xticklabels()] == ["1", "4", "all"]


def test_ablation_has_a_panel_for_each_place() -> None:
    """Inside, at the edge, elsewhere; the first row of a concept is drawn."""
    where = ["inside", "edge", "outside", "inside"]
    rows = effects(
        where=where, value=[0.3, 0.1, 0.0, 9.0], low=0.0, high=0.4, random_low=0.0, random_high=0.1
    )
    figure = neurons.ablation(rows)
    found = [np.asarray(axis.collections[2].get_offsets())[0, 0] for axis in figure.axes]
    assert found == [0.3, 0.1, 0.0]


def test_dose_shows_the_rate_of_the_concept_and_the_free_network() -> None:
    """The rate of URLs is not what a detector of hashtags is held for."""
    rows = effects(
        where=["hashtag"] * 3 + ["url"],
        dose=[2.0, -2.0, np.nan, 2.0],
        value=[1.5, 0.1, 0.5, 7.0],
        low=0.0,
        high=2.0,
    )
    axis = neurons.dose(rows).axes[0]
    held, free = axis.lines
    assert (list(held.get_xdata()), list(held.get_ydata())) == ([-2, 2], [0.1, 1.5])
    assert set(free.get_ydata()) == {0.5}


@pytest.mark.parametrize(
    ("draw", "wheres"), [(neurons.position, ["start", "end"]), (neurons.birth, ["final", "best"])]
)
def test_two_curves_over_distance_or_steps(draw: object, wheres: list[str]) -> None:
    """Each in the order of the dose, whatever the order of the rows."""
    rows = effects(where=np.repeat(wheres, 2), dose=[2.0, 1.0] * 2, value=[4.0, 3.0, 2.0, 1.0])
    axis = draw(rows).axes[0]  # type: ignore[operator]
    assert [list(line.get_ydata()) for line in axis.lines[:2]] == [[3, 4], [1, 2]]


def test_saturation_has_a_mark_for_each_unit() -> None:
    """A panel for each gate, its layers apart."""
    low, high = np.random.default_rng(0).random((2, 2, 3, 5))
    figure = neurons.saturation(low, high, ("input", "forget", "output"))
    for gate, axis in enumerate(figure.axes):
        for layer, marks in enumerate(axis.collections):
            assert np.allclose(marks.get_offsets(), np.stack([low[layer, gate], high[layer, gate]], axis=1))
