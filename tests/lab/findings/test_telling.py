"""What units tell of a word, against scikit-learn and on a copier built by hand."""

import built
import numpy as np
import pytest
from sklearn.metrics import mutual_info_score, roc_auc_score

from pipeline.lab.findings import telling
from pipeline.lab.tasks import copying


def test_scores_are_those_of_scikit_learn_and_of_the_definition() -> None:
    """AUROC with ties; d′ as the difference of means over the spread within both classes."""
    random = np.random.default_rng(0)
    labels = random.random(60) < 0.4
    values = np.round(random.normal(size=(60, 3)) + labels[:, None], 1)
    for unit, (auroc, apart) in enumerate(
        zip(telling.aurocs(values, labels), telling.apart(values, labels), strict=True)
    ):
        column = values[:, unit]
        assert auroc == pytest.approx(roc_auc_score(labels, column))
        one, other = column[labels], column[~labels]
        within = (((one - one.mean()) ** 2).sum() + ((other - other.mean()) ** 2).sum()) / 60
        assert apart == pytest.approx(abs(one.mean() - other.mean()) / within**0.5)
    perfect = labels.astype(float)[:, None]
    assert telling.apart(perfect, labels) == pytest.approx([1 / telling.LEAST_SPREAD])


def test_the_register_of_the_first_letter_is_found() -> None:
    """It tells a c in front at all moments, also where another letter comes next."""
    found = telling.first_letter(telling.read(built.copier()))
    assert found.unit == 2 * copying.LENGTH + 2 + 2  # after the clock, the register of a c at the first place
    assert found.auroc == 1


def test_what_tells_the_next_letter_is_not_what_tells_the_first() -> None:
    """A unit that is high where c comes next tells all at X, and nothing beyond what chance gives later."""
    traced = [
        {name: np.zeros((len(telling.WORDS), 2 * telling.LENGTH + 2, 1)) for name in "ch"} for _ in range(2)
    ]
    for k in range(telling.LENGTH):
        traced[0]["c"][:, telling.MARK + k, 0] = [word[k] == "c" for word in telling.WORDS]
    assert telling.at_mark(traced).auroc == 1
    assert telling.first_letter(traced).auroc <= 0.75


def test_information_is_that_of_scikit_learn() -> None:
    """Of values in bins with labels, over the labels' entropy; a copy of the labels has all of it."""
    random = np.random.default_rng(0)
    labels = random.integers(0, 3, 80)
    values = labels[:, None] + 0.8 * random.normal(size=(80, 2))
    bins = np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0, kind="stable") * telling.BINS // 80
    shares = np.bincount(labels) / 80
    entropy = -(shares * np.log(shares)).sum()
    expected = [mutual_info_score(labels, bins[:, unit]) / entropy for unit in range(2)]
    assert telling.information(values, labels) == pytest.approx(expected)
    halves = np.arange(80) // 40
    whole, none = telling.information(np.stack([np.arange(80) // 40, np.ones(80)], axis=1), halves)
    assert (whole, none) == (pytest.approx(1), pytest.approx(0))  # what never changes says nothing
