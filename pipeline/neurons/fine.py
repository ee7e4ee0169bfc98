"""Values of chosen addresses in float64, so that a saturated gate keeps the order of its values.

In float32 a gate above 1 − 6e-8 is 1: characters that its pre-activation tells apart fall together, and no
threshold lies between them. Gates and candidates are therefore computed from their pre-activations again.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from pipeline.core.parallel import mapped
from pipeline.network.activations import placed, positions
from pipeline.network.address import Address
from pipeline.network.batch import PaddedTweets
from pipeline.network.trace import LayerRun, forward
from pipeline.network.weights import NetworkWeights

Array = np.ndarray

BLOCKS = "ifgo"  # signals that are the activation of a pre-activation, in the order of its columns


def fine(weights: NetworkWeights, ids: Sequence[Array], addresses: Sequence[Address]) -> Array:
    """As `activations`, but float64 [addresses, characters + tweets], saturated values still in order."""
    values = np.empty((len(addresses), positions(ids)[-1]))

    def one(work: tuple[PaddedTweets, Array]) -> None:
        batch, places = work
        runs = forward(weights, batch.padded)
        for row, address in zip(values, addresses, strict=True):
            row[places] = _signal(runs[address.layer - 1], address)[batch.real]

    mapped(one, placed(ids))
    return values


def _signal(run: LayerRun, address: Address) -> Array:
    """One address over a batch: float64 [T, B]. The pre-activations of gates are kept halved."""
    if address.signal not in BLOCKS:
        return run.signals()[address.signal][:, :, address.unit].T.astype(np.float64)
    units = run.hidden.shape[-1]
    z = run.preactivation[..., BLOCKS.index(address.signal) * units + address.unit].astype(np.float64)
    return np.tanh(z) if address.signal == "g" else expit(2 * z)
