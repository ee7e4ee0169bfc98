"""The last rung from logits to a character, against a plain, slow way to say the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chisquare

from pipeline.network.sampling.draw import draw, log_softmax

LOGITS = arrays(np.float64, (3, 8), elements=st.floats(-8, 8, width=32))


def softmax(row: np.ndarray) -> np.ndarray:
    return np.exp(row) / np.exp(row).sum()


@given(LOGITS)
def test_log_softmax_is_that_of_the_definition(logits: np.ndarray) -> None:
    """Log probabilities equal log(exp / sum exp), row by row."""
    expected = np.log([softmax(row) for row in logits])
    np.testing.assert_allclose(log_softmax(logits), expected, atol=1e-12)


@given(LOGITS, arrays(np.float64, (3,), elements=st.floats(0, 1, exclude_max=True)))
def test_draw_inverts_the_cumulative_distribution(logits: np.ndarray, number: np.ndarray) -> None:
    """The character drawn is the first whose cumulative probability exceeds the number."""
    drawn, close = draw(logits, number)
    for row, u, character, near in zip(logits, number, drawn, close, strict=True):
        wanted = int(np.searchsorted(np.cumsum(softmax(row)), u, side="right"))
        assert near or character == wanted


def test_draw_follows_the_distribution_and_never_takes_what_is_forbidden() -> None:
    """20,000 draws pass a chi-squared test; −∞ is not drawn at either end."""
    logits = np.tile([-np.inf, 0.0, 1.0, -np.inf, 2.0, -1.0, -np.inf], (20_000, 1))
    numbers = np.random.default_rng(1).random(20_000)
    numbers[:2] = [0.0, 1 - 2.0**-53]
    counts = np.bincount(draw(logits, numbers)[0], minlength=7)
    allowed = np.isfinite(logits[0])
    assert counts[~allowed].sum() == 0
    assert chisquare(counts[allowed], 20_000 * softmax(logits[0])[allowed]).pvalue > 0.001


def test_a_number_at_the_edge_of_a_step_is_reported() -> None:
    """Where rounding could turn the draw it is doubtful, and nowhere else."""
    logits = np.log(np.array([[0.25, 0.25, 0.5]]))
    assert draw(logits, np.array([0.25]))[1].all()
    assert not draw(logits, np.array([0.375]))[1].any()
