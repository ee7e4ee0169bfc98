"""Variants: they are of one size, and the rate is chosen on seeds that are not reported."""

from pathlib import Path

import pytest

from pipeline.core.workspace import Workspace
from pipeline.lab.networks.learning import initial
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.tasks import counter
from pipeline.lab.variants import contests
from pipeline.lab.variants.contests import CHOOSING, CONTESTS, best_rate

VOCABULARY = counter.TASK.vocabulary


@pytest.mark.parametrize("variant", [*contests.VARIANTS, *contests.DEEPER], ids=lambda variant: variant.name)
def test_variants_are_of_a_size(variant: contests.Variant) -> None:
    """Parameters are counted as the arrays have them, and lie within a tenth of the others'."""
    units = variant.units(VOCABULARY.size)
    arrays = initial(Shape(VOCABULARY.size, variant.layers, units, variant.cell), 0)
    shut = len(variant.open_gates) * units * (VOCABULARY.size + units + 1)
    assert variant.parameters(VOCABULARY.size, units) == sum(a.size for a in arrays.values()) - shut
    assert abs(variant.parameters(VOCABULARY.size, units) / contests.PARAMETERS - 1) < 0.1


def test_a_bidirectional_tagger_has_no_more_parameters_than_the_other() -> None:
    """Two networks of half the size; within a twentieth of what is wanted."""
    contest = CONTESTS["names"]
    for variant in contest.variants:
        units = variant.units(contest.task.vocabulary.size, contest.wanted)
        one = initial(Shape(contest.task.vocabulary.size, 1, units), 0)
        count = (2 if variant.both else 1) * sum(array.size for array in one.values())
        assert variant.parameters(contest.task.vocabulary.size, units) == count
        assert abs(count / contest.wanted - 1) < 0.05


def test_the_rate_is_chosen_on_other_seeds_than_those_reported() -> None:
    """The seeds that choose come last; what lies beyond the last goal counts as the goal."""
    contest = CONTESTS["memoriser"]  # five seeds reported, two choose
    reported = {0.02: [300] * 5, 0.05: [0] * 5, 0.1: [0] * 5}
    choosing = {0.02: [10, 300], 0.05: [90, 95], 0.1: [20, 30]}
    measures = {rate: [*reported[rate], *choosing[rate]] for rate in reported}
    assert best_rate(measures, contest) == 0.05
    assert contest.each() == (0, 1, 2, 3, 4, *CHOOSING[:2])


def test_what_the_command_adds(tmp_path: Path) -> None:
    """`make lab` compares cells on the counter alone; with more come layers, two other tasks, and taggers."""
    lab = Lab(Workspace(tmp_path))
    usual, more = ({job.path.name for job in contests.jobs(lab, every)} for every in (False, True))
    assert len(usual) == len(contests.VARIANTS)
    assert usual < more
    assert len(more) == 3 * (len(contests.VARIANTS) + len(contests.DEEPER)) + len(contests.TAGGERS)
    taggers = {job.path.stem: job.tagger for job in contests.jobs(lab, True) if job.tagger}
    assert taggers == {"variants-names-LSTM": "ahead", "variants-names-bidirectional-LSTM": "both"}
    assert "variants-memoriser-LSTM-2-layers.safetensors" in more
