"""Sentences of others beside tables of variants whose answer is known."""

from itertools import combinations

import pandas as pd
import pytest

from pipeline.lab.variants.contests import DEEPER, VARIANTS
from pipeline.lab.variants.literature import BETTER, CLAIMS, NO_WORSE, judged, table


def exact_p(first: list[int], second: list[int]) -> float:
    """The share of all ways to deal the values out in which `first` wins as often as it does, or more."""
    both, size = first + second, len(first)

    def wins(one: list[int], other: list[int]) -> float:
        return sum((a > b) + 0.5 * (a == b) for a in one for b in other)

    dealt = [
        wins([both[k] for k in chosen], [both[k] for k in range(len(both)) if k not in chosen])
        for chosen in combinations(range(len(both)), size)
    ]
    return sum(one >= wins(first, second) for one in dealt) / len(dealt)


def test_the_test_is_exact_where_no_values_are_equal() -> None:
    """Beside all ways to deal them out."""
    first, second = [9, 31, 14, 28, 40], [3, 12, 8, 30, 5]
    assert judged(first, second, BETTER)[0] == pytest.approx(exact_p(first, second))


def test_better_must_be_shown_and_no_worse_must_not_be_refuted() -> None:
    """The same two groups, both ways round."""
    high, low = [50, 60, 70, 80, 90], [1, 2, 3, 4, 5]
    assert judged(high, low, BETTER)[1]
    assert not judged(low, high, BETTER)[1]
    assert judged(high, low, NO_WORSE)[1]
    assert not judged(low, high, NO_WORSE)[1]
    assert judged(high, high, NO_WORSE)[1]
    assert not judged(high, high, BETTER)[1]


def test_only_what_was_trained_is_judged() -> None:
    """A sentence about counters is judged on counters; where a variant is missing its row is left out."""
    rows = [
        ("counter", "LSTM", [50] * 5),
        ("counter", "GRU", [9, 10, 8, 10, 9]),
        ("copying", "LSTM", [27] * 5),
    ]
    found = table(pd.DataFrame(rows, columns=["task", "variant", "values"]))
    assert found[["task", "second", "expected", "verdict"]].to_numpy().tolist() == [
        ["counter", "GRU", BETTER, "agrees"],
        ["counter", "GRU", NO_WORSE, "agrees"],
    ]


def test_sentences_name_variants() -> None:
    """Each side is one that is trained."""
    known = {variant.name for variant in (*VARIANTS, *DEEPER)}
    assert {name for claim in CLAIMS for name in (claim.first, claim.second)} <= known
