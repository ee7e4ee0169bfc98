"""Numbers as a reader wants them."""

import doctest

import pytest

from pipeline.core import numbers


def test_examples_in_the_docstrings() -> None:
    """The examples in the module's docstrings are true."""
    result = doctest.testmod(numbers)
    assert result.attempted == 9
    assert result.failed == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (numbers.decimal(-0.0312, 2), "−0.03"),
        (numbers.decimal(-0.0001, 3), "0.000"),
        (numbers.decimal(None), "–"),
        (numbers.decimal(float("inf")), "–"),
        (numbers.percent(float("nan")), "–"),
        (numbers.interval(float("nan"), 0.5), "–"),
        (numbers.signed(float("nan")), "–"),
        (numbers.probability(None), "–"),
        (numbers.duration(0.4), "0 s"),
        (numbers.duration(3600), "1 h 0 min"),
        (numbers.headline("all_caps"), "All caps"),
        (numbers.headline(""), ""),
    ],
)
def test_edges(text: str, expected: str) -> None:
    """What is not a number is a dash; minus is a minus sign."""
    assert text == expected
