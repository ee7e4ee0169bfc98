"""Addresses: which signal of which unit of which layer, as text and as one number."""

import re
from dataclasses import dataclass

from pipeline.core.errors import UserError

Shape = tuple[tuple[str, int], ...]  # of a network: the signals of each layer's cell, and its units

_PATTERN = re.compile(r"L([1-9]\d*)\.([cfghiorz])\.(\d+)")


@dataclass(frozen=True, order=True)
class Address:
    """One signal of one unit.

    >>> str(Address(2, "c", 137))
    'L2.c.137'
    >>> lstm = (("ifgoch", 256), ("ifgoch", 256))
    >>> Address.from_flat(Address(2, "c", 137).flat(lstm), lstm)
    Address(layer=2, signal='c', unit=137)
    """

    layer: int  # from 1
    signal: str  # one of the cell's
    unit: int  # from 0

    def __str__(self) -> str:
        return f"L{self.layer}.{self.signal}.{self.unit}"

    def flat(self, shape: Shape) -> int:
        """Its number in a network: by layer, then signal, then unit.

        Raises:
            UserError: the network does not have the address.
        """
        if not self.within(shape):
            raise UserError(f"no unit {self} in this network: it has {described(shape)}")
        signals, units = shape[self.layer - 1]
        return size(shape[: self.layer - 1]) + signals.index(self.signal) * units + self.unit

    def within(self, shape: Shape) -> bool:
        """Whether a network has this address."""
        if not 1 <= self.layer <= len(shape):
            return False
        signals, units = shape[self.layer - 1]
        return len(self.signal) == 1 and self.signal in signals and 0 <= self.unit < units

    @classmethod
    def from_flat(cls, number: int, shape: Shape) -> "Address":
        """The inverse of `flat`."""
        left = int(number)
        for layer, (signals, units) in enumerate(shape, 1):
            if left < len(signals) * units:
                signal, unit = divmod(left, units)
                return cls(layer, signals[signal], unit)
            left -= len(signals) * units
        raise UserError(f"no address has the number {number} in this network: it has {described(shape)}")

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `L<layer>.<signal>.<unit>`.

        Raises:
            UserError: the text is not an address.
        """
        match = _PATTERN.fullmatch(text)
        if match is None:
            raise UserError(f"{text!r} is not an address: write L<layer>.<signal>.<unit>, like L2.c.137")
        return cls(int(match[1]), match[2], int(match[3]))


def size(shape: Shape) -> int:
    """How many addresses a network has."""
    return sum(len(signals) * units for signals, units in shape)


def described(shape: Shape) -> str:
    """The layers in words.

    >>> described((("ifgoch", 128), ("ifgoch", 128)))
    '2 layers (L1: i f g o c h of 128 units, L2: i f g o c h of 128 units)'
    """
    layers = [f"L{n}: {' '.join(signals)} of {units} units" for n, (signals, units) in enumerate(shape, 1)]
    return f"{len(layers)} layers ({', '.join(layers)})"
