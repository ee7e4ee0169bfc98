"""Addresses as text and as numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.network.address import Address
from pipeline.network.trace import SIGNALS


@settings(deadline=None)
@given(st.integers(1, 3), st.sampled_from(SIGNALS), st.integers(0, 16))
def test_text_and_number_lead_back_to_the_address(layer: int, signal: str, unit: int) -> None:
    """Writing an address as text or as a number, and reading it again, changes nothing."""
    address = Address(layer, signal, unit)
    assert Address.parse(str(address)) == address
    assert Address.from_flat(address.flat(17), 17) == address


def test_numbers_follow_layer_then_signal_then_unit() -> None:
    """The order of the numbers is the one that the artefacts promise."""
    order = [str(Address.from_flat(n, 2)) for n in (0, 1, 2, 11, 12)]
    assert order == ["L1.i.0", "L1.i.1", "L1.f.0", "L1.h.1", "L2.i.0"]


@pytest.mark.parametrize("text", ["L0.c.1", "L1.x.1", "L1.c", "1.c.1", "L1.c.-1", "L1.c.1 "])
def test_anything_else_is_refused(text: str) -> None:
    """A text that is no address gets a line that shows how one looks."""
    with pytest.raises(UserError, match=r"like L2\.c\.137"):
        Address.parse(text)
