"""What is found of copies, on a network built by hand and on shuffled ones."""

import built
import numpy as np
import pytest
from sklearn.metrics import mutual_info_score

from pipeline.lab.findings import of_copying
from pipeline.lab.networks.running import exact
from pipeline.lab.tasks import copying


def test_the_copy_machine_is_taken_apart() -> None:
    """It copies all words; a register tells a c in front; no cell holds the whole word."""
    network = built.copier()
    assert exact(network, [copying.string(w) for w in copying.words(3)], copying.TASK.vocabulary).all()
    found = {f.key: f for f in of_copying.findings({"quiet": [network]})}
    assert found["starts with c"].values == (1.0,)
    unit = int(np.argmax(of_copying.first_letter(network)))
    assert unit == 2 * copying.LENGTH + 2 + 2  # after the clock, the register of a c at the first place
    assert found["one cell"].passed == found["one cell used"].passed == (False,)
    assert found["c at X"].values == (1.0,)
    assert found["kth letter"].values[0] >= 9  # the registers of three letters at three places, at least
    assert found["next character"].passed == found["next letter"].passed == (False,)


def test_shuffled_copiers_copy_nothing() -> None:
    """None of a hundred copies all words, and none more than one in three."""
    shuffled = [built.shuffled(built.noisy(built.copier()), seed) for seed in range(100)]
    assert max(of_copying.share(one) for one in shuffled) < 1 / 3


def test_a_trace_of_the_first_letter_is_no_evidence() -> None:
    """A unit that tells a c in front is there in many a shuffled network, which copies nothing with it."""
    shuffled = [built.shuffled(built.noisy(built.copier()), seed) for seed in range(20)]
    assert sum(of_copying.first_letter(one).max() >= 0.95 for one in shuffled) > 2


def test_no_cell_of_a_shuffled_copier_carries_a_word() -> None:
    """Set to that of another word, it does not make the network print that word."""
    shuffled = [built.shuffled(built.copier(), seed) for seed in range(10)]
    used = of_copying._one_cell(shuffled)[1]
    assert not any(used.passed)


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
    assert of_copying.information(np.ones(80), np.arange(80) // 40) == pytest.approx(
        0
    )  # what never changes says nothing
