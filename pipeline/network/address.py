"""Addresses: which signal of which unit of which layer, as text and as one number."""

import re
from dataclasses import dataclass

from pipeline.core.errors import UserError
from pipeline.network.trace import SIGNALS

_PATTERN = re.compile(r"L([1-9]\d*)\.([ifgoch])\.(\d+)")


@dataclass(frozen=True, order=True)
class Address:
    """One signal of one unit.

    >>> str(Address(2, "c", 137))
    'L2.c.137'
    >>> Address.from_flat(Address(2, "c", 137).flat(256), 256)
    Address(layer=2, signal='c', unit=137)
    """

    layer: int  # from 1
    signal: str  # of "ifgoch"
    unit: int  # from 0

    def __str__(self) -> str:
        return f"L{self.layer}.{self.signal}.{self.unit}"

    def flat(self, units: int) -> int:
        """Its number in a network with `units` units in each layer: by layer, then signal, then unit."""
        return ((self.layer - 1) * len(SIGNALS) + SIGNALS.index(self.signal)) * units + self.unit

    @classmethod
    def from_flat(cls, number: int, units: int) -> "Address":
        """The inverse of `flat`."""
        row, unit = divmod(int(number), units)
        layer, signal = divmod(row, len(SIGNALS))
        return cls(layer + 1, SIGNALS[signal], unit)

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `L<layer>.<signal>.<unit>`.

        Raises:
            UserError: the text is no address.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise UserError(f"{text!r} is no address: write L<layer>.<signal>.<unit>, like L2.c.137")
        return cls(int(match[1]), match[2], int(match[3]))
