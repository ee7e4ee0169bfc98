"""Interchange: a unit's memory from one text put into the same place of another (Geiger et al. 2021).

The next character's distribution should move towards that of the text the value comes from. A unit that is
moved far moves more than one that is moved little, so the comparison is with other units of the layer with
like variance, each moved by the same number of its own standard deviations towards that text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Float

from pipeline.network.address import Address, Shape
from pipeline.network.scene import Put, Scene, log_probabilities
from pipeline.network.step import Stepper
from pipeline.neurons.moments import Moments

Array = np.ndarray

LEAST = 1e-9  # of a standard deviation: a unit that never moves has none


@dataclass(frozen=True)
class Side:
    """The places that values are put into, and those that they come from, in order.

    Attributes:
        target, source: places.
        usual: log₂ of the next character's distribution at both, as it is.
    """

    target: Scene
    source: Scene
    usual: tuple[Float[Array, "places vocabulary"], Float[Array, "places vocabulary"]]

    @classmethod
    def of(cls, net: Stepper, target: Scene, source: Scene) -> "Side":
        """Take the step at both as it is."""
        first, second = (log_probabilities(net, one, [{}])[0] for one in (target, source))
        return cls(target, source, (first, second))

    @property
    def distance(self) -> Float[Array, " places"]:
        """Bits from the source's distribution to the target's (Kullback and Leibler)."""
        return self._expected(self.usual[1] - self.usual[0])

    def gains(self, net: Stepper, puts: Sequence[Put]) -> Float[Array, "puts places"]:
        """How many of these bits each network saves: above 0 it moved towards the source."""
        found = log_probabilities(net, self.target, puts)
        return np.stack([self._expected(one - self.usual[0]) for one in found])

    def _expected(self, values: Float[Array, "places vocabulary"]) -> Float[Array, " places"]:
        """The mean under the source's distribution."""
        return np.einsum("pv,pv->p", self._chances, values)

    @cached_property
    def _chances(self) -> Float[Array, "places vocabulary"]:
        return np.exp2(self.usual[1].astype(np.float64))


def moved(scene: Scene, address: Address) -> Float[Array, " places"]:
    """The values of a unit's memory."""
    return scene.after[address.layer - 1][address.signal][:, address.unit].astype(np.float64)


def exchanged(source: Scene, addresses: Sequence[Address]) -> Put:
    """The source's values of some units."""
    return {address: moved(source, address) for address in addresses}


def puts(
    target: Scene, source: Scene, own: Address, others: Sequence[Address], usual: Moments, shape: Shape
) -> list[Put]:
    """The unit's value from the source, then each other unit moved towards its own by the same dose.

    A dose is counted in standard deviations of the unit; values stay within the range that real text visits.
    """
    here, there = moved(target, own), moved(source, own)
    dose = np.abs(there - here) / max(usual.std[own.flat(shape)], LEAST)

    def like(other: Address) -> Array:
        flat, value = other.flat(shape), moved(target, other)
        towards = np.where(moved(source, other) >= value, dose, -dose)
        return np.clip(value + towards * usual.std[flat], usual.low[flat], usual.high[flat])

    return [{own: there}, *({other: like(other)} for other in others)]
