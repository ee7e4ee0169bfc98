"""Addresses as text and as numbers, over layers of any kind and size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.network.address import Address, size
from pipeline.network.cells import CELLS

SIGNALS = [cell.signals for cell in CELLS.values()]
SHAPES = st.lists(st.tuples(st.sampled_from(SIGNALS), st.integers(1, 9)), min_size=1, max_size=4).map(tuple)


@settings(deadline=None)
@given(SHAPES)
def test_text_and_number_lead_back_to_the_address(shape: tuple[tuple[str, int], ...]) -> None:
    """All addresses in order have the numbers from 0 on; as text or number, each is read back as it was."""
    everything = [
        Address(layer, signal, unit)
        for layer, (signals, units) in enumerate(shape, 1)
        for signal in signals
        for unit in range(units)
    ]
    assert [address.flat(shape) for address in everything] == list(range(size(shape)))
    assert [Address.from_flat(number, shape) for number in range(size(shape))] == everything
    assert [Address.parse(str(address)) for address in everything] == everything


def test_numbers_follow_layer_then_signal_then_unit() -> None:
    """The order of the numbers is the one that the artefacts promise."""
    lstm = (("ifgoch", 2), ("ifgoch", 2))
    order = [str(Address.from_flat(n, lstm)) for n in (0, 1, 2, 11, 12)]
    assert order == ["L1.i.0", "L1.i.1", "L1.f.0", "L1.h.1", "L2.i.0"]


@pytest.mark.parametrize("text", ["L0.c.1", "L1.x.1", "L1.c", "1.c.1", "L1.c.-1", "L1.c.1 "])
def test_anything_else_is_refused(text: str) -> None:
    """A text that is not an address gets a line that shows how one looks."""
    with pytest.raises(UserError, match=r"like L2\.c\.137"):
        Address.parse(text)


@pytest.mark.parametrize("text", ["L3.c.0", "L1.z.0", "L2.c.0", "L1.c.5"])
def test_an_address_of_another_network_has_no_number(text: str) -> None:
    """The line says which layers, signals and units there are."""
    with pytest.raises(UserError, match=r"2 layers \(L1: i f g o c h of 5 units, L2: z r g h of 3 units\)"):
        Address.parse(text).flat((("ifgoch", 5), ("zrgh", 3)))


def test_a_number_beyond_all_addresses_is_refused() -> None:
    """One past the last is not an address."""
    with pytest.raises(UserError, match="no address has the number 12"):
        Address.from_flat(12, (("ifgoch", 2),))
