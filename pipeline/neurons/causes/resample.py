"""Resample ablation: a unit's memory replaced by its value somewhere else, inside a concept and outside.

A mean may be a state that the unit is never in; a value from real text is not (Chan et al. 2022, causal
scrubbing). A character that costs next to nothing cannot lose much, so inside and outside are compared within
strata of what the character costs the untouched network.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from pipeline.network.address import Address, Shape
from pipeline.network.scene import Scene, log_probabilities
from pipeline.network.step import Stepper
from pipeline.neurons.causes.interchange import puts
from pipeline.neurons.moments import Moments
from pipeline.statistics.strata import Stratified, stratified

Array = np.ndarray

STRATA = 5  # of base surprisal, with equal numbers of places inside the concept


def base(net: Stepper, scene: Scene) -> Float[Array, " places"]:
    """Bits of the character that follows each place, as it is."""
    return -_following(log_probabilities(net, scene, [{}]), scene)[0]


def costs(
    net: Stepper,
    scene: Scene,
    own: Address,
    others: Sequence[Address],
    donors: Scene,
    usual: Moments,
    shape: Shape,
    random: np.random.Generator,
) -> Float[Array, "units places"]:
    """Bits that the following character costs more: with the unit's value from another place, then each other
    unit moved by the same dose, towards its own value at that place.

    Args:
        net: laid out with `shared`.
        scene: where values are put in.
        own, others: units.
        donors: places that values are drawn from.
        usual, shape: of the network.
        random: draws a donor for each place.
    """
    source = donors[random.integers(len(donors.read), size=len(scene.read))]
    found = log_probabilities(net, scene, [{}, *puts(scene, source, own, others, usual, shape)])
    bits = -_following(found, scene)
    return bits[1:] - bits[0]


def _following(logs: Float[Array, "puts places vocabulary"], scene: Scene) -> Float[Array, "puts places"]:
    return logs[:, np.arange(len(scene.following)), scene.following].astype(np.float64)


def beyond_outside(
    inside: Float[Array, " inside"],
    outside: Float[Array, " outside"],
    inside_base: Float[Array, " inside"],
    outside_base: Float[Array, " outside"],
) -> Stratified:
    """How much more is lost inside than outside among characters that cost alike.

    Args:
        inside, outside: what is lost at each place.
        inside_base, outside_base: what the character costs the untouched network there.
    """
    edges = np.quantile(inside_base, np.linspace(0, 1, STRATA + 1)[1:-1]) if len(inside_base) else []
    strata = [np.searchsorted(edges, one) for one in (inside_base, outside_base)]
    return stratified(inside, outside, *strata)
