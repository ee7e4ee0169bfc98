"""Values of chosen addresses in float64, so that a saturated gate keeps the order of its values.

In float32 a gate above 1 − 6e-8 is 1: characters that its pre-activation distinguishes fall together, and no
threshold lies between them. Gates and candidates are therefore computed from their pre-activations again.
"""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from scipy.special import expit

from pipeline.network.activations import positions, read_out
from pipeline.network.address import Address
from pipeline.network.trace import LayerRun
from pipeline.network.weights import NetworkWeights

Array = np.ndarray


def fine(weights: NetworkWeights, ids: Sequence[Array], addresses: Sequence[Address]) -> Array:
    """As `activations`, but float64 [addresses, characters + tweets], saturated values still in order."""
    values = np.empty((len(addresses), positions(ids)[-1]))

    def read(runs: Sequence[LayerRun], number: int) -> Float[Array, "T B"]:
        return _signal(runs[addresses[number].layer - 1], addresses[number])

    read_out(weights, ids, values, read)
    return values


def _signal(run: LayerRun, address: Address) -> Float[Array, "T B"]:
    """One address over a batch. The pre-activations of standard gates are kept halved.

    Hard activations saturate in truth: what they cut off has no order.
    """
    signal, unit = address.signal, address.unit
    if signal not in run.cell.blocks or run.layer.activations != "standard":
        return run.values[signal][:, :, unit].astype(np.float64)
    z = run.cell.split(run.preactivation)[signal][:, :, unit].astype(np.float64)
    return expit(2 * z) if signal in run.cell.gates else np.tanh(z)
