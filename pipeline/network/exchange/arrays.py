"""Our own names for a network's arrays, in `.npz` and safetensors: what any program can write without us.

embedding [ids, width] (may be left out: one-hot), and for each layer n from 1 kernel_n
[inputs, blocks·units], recurrent_n [units, blocks·units], bias_n [blocks·units] (a GRU:
[2, blocks·units]), a peephole cell also peephole_n [3, units]; dense [units, ids], dense_bias [ids].
Beside them, as text: cell (lstm, gru, rnn, peephole, coupled), activations (standard, hard) and vocabulary
(the characters in the order of ids).
"""

from collections.abc import Mapping

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.cells import ACTIVATIONS, CELLS
from pipeline.network.exchange.foreign import Foreign
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray


def network(
    arrays: Mapping[str, Array], cell: str, activations: str, tokens: tuple[str, ...], source: str
) -> Foreign:
    """The network of arrays by these names.

    Raises:
        UserError: a name is missing, or the cell is not one of ours.
    """
    if cell not in CELLS or activations not in ACTIVATIONS:
        raise UserError(
            f"{source}: {cell!r} with {activations!r} activations is not one of {', '.join(CELLS)} with "
            f"{' or '.join(ACTIVATIONS)}"
        )
    count = sum(name.startswith("kernel_") for name in arrays)
    needed = [f"{part}_{n}" for n in range(1, count + 1) for part in ("kernel", "recurrent", "bias")]
    if missing := [name for name in (*needed, "dense", "dense_bias") if name not in arrays] or not count:
        named = ", ".join(missing) if isinstance(missing, list) else "kernel_1"
        raise UserError(f"{source} has no array {named}: the manual lists the names")

    def get(name: str) -> Array:
        return np.asarray(arrays[name], np.float32)

    layers = tuple(
        LayerWeights(
            get(f"kernel_{n}"),
            get(f"recurrent_{n}"),
            get(f"bias_{n}"),
            cell,
            activations,
            get(f"peephole_{n}") if cell == "peephole" else None,
        )
        for n in range(1, count + 1)
    )
    embedding = get("embedding") if "embedding" in arrays else None
    return Foreign(tokens, embedding, layers, get("dense"), get("dense_bias"), source)


def named(weights: NetworkWeights) -> dict[str, Array]:
    """The arrays of a network of ours by these names."""
    found = {"embedding": weights.embedding, "dense": weights.dense, "dense_bias": weights.dense_bias}
    for n, layer in enumerate(weights.layers, 1):
        found |= {f"kernel_{n}": layer.kernel, f"recurrent_{n}": layer.recurrent, f"bias_{n}": layer.bias}
        if layer.peephole is not None:
            found[f"peephole_{n}"] = layer.peephole
    return found
