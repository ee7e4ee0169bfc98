"""Steering by name: the right unit, the right value, one line when there is none."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.network.address import Address
from pipeline.samples.steer import choose, holds

UNITS = 4
SHAPE = (("ifgoch", UNITS), ("ifgoch", UNITS))
CERTIFICATES = pd.DataFrame(
    {
        "concept": ["hashtag", "hashtag", "url", "quotation"],
        "rank": [0, 1, 0, 0],
        "address": ["L2.c.3", "L1.h.0", "L1.o.2", "L2.h.1"],
        "sign": [1, 1, -1, -1],
        "certified": [True, True, False, True],
    }
)


def scan() -> SimpleNamespace:
    """Means and standard deviations that tell every address from every other."""
    flat = np.arange(2 * 6 * UNITS)
    return SimpleNamespace(shape=SHAPE, mean=flat / 100, std=np.full(len(flat), 0.25))


def test_a_dose_is_standard_deviations_toward_the_concept() -> None:
    """mean + sign · dose · std of the best address; a negative sign turns the direction."""
    held = choose(CERTIFICATES, scan(), {"hashtag": 2.0, "quotation": 1.0})  # type: ignore[arg-type]
    at = Address(2, "c", 3).flat(SHAPE) / 100
    assert held[0].value == pytest.approx(at + 0.5)
    assert held[1].value == pytest.approx(Address(2, "h", 1).flat(SHAPE) / 100 - 0.25)
    assert holds(held) == {Address(2, "c", 3): held[0].value, Address(2, "h", 1): held[1].value}
    value = round(held[0].value, 6)
    assert held[0].record() == {"dose": 2.0, "address": "L2.c.3", "value": value, "certified": True}
    assert [one.certified for one in choose(CERTIFICATES, scan(), {"url": 1.0})] == [False]  # type: ignore[arg-type]


def test_a_gate_stays_between_zero_and_one() -> None:
    """A dose that would take a gate beyond its range is brought to its end."""
    for dose, value in ((-20.0, 1.0), (20.0, 0.0)):
        (held,) = choose(CERTIFICATES, scan(), {"url": dose})  # type: ignore[arg-type]
        assert held.value == value


def test_a_concept_without_detector_is_refused() -> None:
    """The line names the concepts that there are, and what a misspelt one may have meant."""
    with pytest.raises(UserError, match=r"hashtag, quotation, url"):
        choose(CERTIFICATES, scan(), {"slogan": 1.0})  # type: ignore[arg-type]
    with pytest.raises(UserError, match="did you mean 'quotation'"):
        choose(CERTIFICATES, scan(), {"quotaton": 1.0})  # type: ignore[arg-type]


def test_a_dose_must_be_finite() -> None:
    """No number, no value to hold a unit at."""
    with pytest.raises(UserError, match="finite"):
        choose(CERTIFICATES, scan(), {"url": float("nan")})  # type: ignore[arg-type]
