"""Boxes of states hold every step of the states in them."""

from fractions import Fraction
from typing import Any

import built
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.lab.proofs.boxes import STATE, WEIGHT, Box, Rounded, step
from pipeline.network.weights import NetworkWeights


def random_network(seed: int, units: int = 4) -> NetworkWeights:
    """A network of no use with hard gates."""
    small = built.noisy(built.counting("hard", units=units, at=0), seed, 2.0)
    small.layers[0].kernel[...] /= 8  # gates between their ends
    small.layers[0].bias[...] /= 8
    return small


def exact_step(network: Rounded, c: list[Fraction], h: list[Fraction], character: int) -> tuple[Any, Any]:
    """One step of one state in exact fractions."""
    units, one = network.units, Fraction(1)
    z = [
        Fraction(int(network.table[character, k]), WEIGHT)
        + sum(Fraction(int(network.recurrent[u, k]), WEIGHT) * h[u] for u in range(units))
        for k in range(4 * units)
    ]
    sigma = [min(one, max(0 * one, (x + 3) / 6)) for x in z]
    cut = [min(one, max(-one, x)) for x in z]
    fresh = [sigma[units + u] * c[u] + sigma[u] * cut[2 * units + u] for u in range(units)]
    return fresh, [sigma[3 * units + u] * min(one, max(-one, fresh[u])) for u in range(units)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_a_step_of_a_box_holds_the_steps_of_its_states(seed: int, character: int, draw: int) -> None:
    """Against exact fractions: any state of a box lands in the box after it."""
    random = np.random.default_rng(draw)
    network = Rounded.of(random_network(seed))
    c, h = (
        np.sort(random.integers(-size * STATE, size * STATE, (2, network.units)), axis=0) for size in (3, 1)
    )
    box = Box(c, h, np.zeros(network.units, np.int64))
    after = step(network, box, character, 0, 0)
    assert after is not None
    inside = [
        [Fraction(int(random.integers(low, high + 1)), STATE) for low, high in part.T] for part in (c, h)
    ]
    for (low, high), values in zip((after.c, after.h), exact_step(network, *inside, character), strict=True):
        assert all(
            Fraction(int(a), STATE) <= v <= Fraction(int(b), STATE)
            for a, b, v in zip(low, high, values, strict=True)
        )


def test_other_networks_are_refused() -> None:
    """Soft gates have no ends; one line says what is needed."""
    with pytest.raises(UserError, match="activations = hard"):
        Rounded.of(built.counting())
