"""The search for the unit that remembers, and what is found of copies, on networks built by hand."""

import built
import numpy as np
import pytest
from sklearn.metrics import mutual_info_score

from pipeline.lab.findings import of_copying, of_memoriser, remembering
from pipeline.lab.running import exact
from pipeline.lab.tasks import copying, memoriser

VOCABULARY = memoriser.TASK.vocabulary
WHERE = 5


def test_the_unit_that_remembers_is_found_and_causal() -> None:
    """It flips the answer at every moment, on strings longer than those it was chosen on."""
    network = built.noisy(built.remembering(at=WHERE), size=0.2)
    assert exact(network, memoriser.strings(range(1, 50)), VOCABULARY).all()
    found = remembering.find(network, range(1, 6), VOCABULARY)
    assert found is not None
    assert (found.unit, found.choosing) == (WHERE, 1.0)
    assert remembering.flips(network, WHERE, (12, 30), VOCABULARY).all()
    assert not remembering.flips(network, 0, (12,), VOCABULARY).any()


def test_nothing_remembers_in_shuffled_networks() -> None:
    """In at least 95 of 100."""
    whole = built.noisy(built.remembering(units=8))
    found = [remembering.find(built.shuffled(whole, seed), (2, 4), VOCABULARY) for seed in range(100)]
    assert sum(one is None for one in found) >= 95


def test_the_verdicts_on_the_built_network() -> None:
    """One unit does both letters, its hidden state is on, and nothing counts the x's."""
    network = built.remembering(at=WHERE)
    found = {f.key: f for f in of_memoriser.findings({"noisy": [network], "plain": [network]})}
    passed = {key for key, one in found.items() if one.passed == (True,)}
    assert {"kept", "sharpened", "one cell", "on noisy", "ignores x", "forget"} <= passed
    assert not {"two neurons noisy", "counts noisy", "passive"} & passed


def test_the_copy_machine_is_taken_apart() -> None:
    """It copies all words; a register tells a c in front; no cell holds the whole word."""
    network = built.copier()
    assert exact(network, [copying.string(w) for w in copying.words(3)], copying.TASK.vocabulary).all()
    found = {f.key: f for f in of_copying.findings({"quiet": [network]})}
    assert found["starts with c"].values == (1.0,)
    assert found["one cell"].passed == found["one cell used"].passed == (False,)
    assert found["next character"].passed == (False,)


def test_nothing_is_found_in_shuffled_copiers() -> None:
    """They copy nothing, and no cell of theirs carries a word."""
    shuffled = [built.shuffled(built.copier(), seed) for seed in range(20)]
    found = {f.key: f for f in of_copying.findings({"quiet": shuffled})}
    assert sum(found["all words"].passed) + sum(found["one cell used"].passed) <= 1


def test_information_is_that_of_scikit_learn() -> None:
    """Of a value in bins with labels, over the labels' entropy; a copy of the labels has all of it."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 80)
    values = labels + 0.8 * random.normal(size=80)
    bins = np.argsort(np.argsort(values, kind="stable"), kind="stable") * of_copying.BINS // 80
    shares = np.bincount(labels) / 80
    entropy = -(shares * np.log(shares)).sum()
    assert of_copying.information(values, labels) == pytest.approx(mutual_info_score(labels, bins) / entropy)
    assert of_copying.information(np.arange(80) // 40, np.arange(80) // 40) == pytest.approx(1)
