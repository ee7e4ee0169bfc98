"""What is found of copies, on a network built by hand and on shuffled ones."""

import built
import numpy as np

from pipeline.lab.findings import nulls, of_copying
from pipeline.lab.networks.running import exact
from pipeline.lab.tasks import copying


def test_the_copy_machine_is_taken_apart() -> None:
    """It copies all words; a register tells a c in front; no cell holds the whole word."""
    network = built.copier()
    assert exact(network, [copying.string(w) for w in copying.words(3)], copying.TASK.vocabulary).all()
    found = {f.key: f for f in of_copying.findings({"quiet": [network]})}
    for key in ("c at X", "starts with c"):
        assert found[key].values == (1.0,)
        assert found[key].passed == (True,)
    assert found["one cell"].passed == found["one cell used"].passed == (False,)
    assert found["kth letter"].passed == (True,)
    assert found["kth letter"].values[0] >= 9  # the registers of three letters at three places, at least
    assert found["next character"].passed == found["next letter"].passed == (False,)


def test_shuffled_copiers_copy_nothing() -> None:
    """None of a hundred copies all words, and none more than one in three."""
    shuffled = [built.shuffled(built.noisy(built.copier()), seed) for seed in range(100)]
    assert max(of_copying.share(one) for one in shuffled) < 1 / 3


def test_nothing_is_told_in_shuffled_copiers() -> None:
    """In at least 95 of 100, though many have a unit that tells a c in front by its AUROC alone."""
    whole = built.noisy(built.copier())
    null = nulls.scores(whole, of_copying._measured)  # a copy's copies are copies: one null serves all
    found = np.array([of_copying._measured(built.shuffled(whole, seed)) for seed in range(100)])
    at_mark, first, kept = (
        sum(passed for _, passed in of_copying._beyond(*columns))
        for columns in (
            [[(row[k], null[:, k]) for row in found] for k in (0, 1)],
            [[(row[k], null[:, k]) for row in found] for k in (2, 3)],
            [[(1.0, null[:, 4])] * 100, [(row[4], null[:, 4]) for row in found]],
        )
    )
    assert max(at_mark, first, kept) <= 5
    assert (found[:, 0] >= 0.95).sum() > 20


def test_no_cell_of_a_shuffled_copier_carries_a_word() -> None:
    """Set to that of another word, it does not make the network print that word."""
    shuffled = [built.shuffled(built.copier(), seed) for seed in range(10)]
    used = of_copying._one_cell(shuffled)[1]
    assert not any(used.passed)
