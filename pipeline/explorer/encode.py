"""Values on their way into a page: weights as base64, JSON that no tweet can break out of."""

import base64
import json
import math
from typing import Any

import numpy as np

from pipeline.network.weights import NetworkWeights

Array = np.ndarray

# "</script>" and "<!--" end or alter a script element whatever its type; U+2028/9 are escaped by ASCII.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def embed(value: Any) -> str:
    """JSON in ASCII that stays inert inside `<script type="application/json">`; NaN becomes null.

    >>> embed({"text": "</script>&"})
    '{"text":"\\\\u003c/script\\\\u003e\\\\u0026"}'
    """
    return json.dumps(finite(value), ensure_ascii=True, separators=(",", ":"), allow_nan=False).translate(
        ESCAPES
    )


def finite(value: Any) -> Any:
    """The same value of plain Python types, where NaN and infinities are None.

    Floats are cut to six significant digits: more is not shown, and the file stays small.
    """
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [finite(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def pack(weights: NetworkWeights, precision: str) -> dict[str, Any]:
    """All arrays of a network behind one another, little-endian, as base64, with their shapes in order.

    Args:
        weights: the network.
        precision: "float32", or "float16" (half the size, each weight rounded to 11 bits).
    """
    arrays = [weights.embedding]
    for layer in weights.layers:
        arrays += [layer.kernel, layer.recurrent, layer.bias]
        if layer.peephole is not None:
            arrays.append(layer.peephole)
    arrays += [weights.dense, weights.dense_bias]
    return {
        "precision": precision,
        "cell": weights.layers[0].cell,
        "activations": weights.layers[0].activations,
        "shapes": [list(a.shape) for a in arrays],
        "data": base64_of(*arrays, precision=precision),
    }


def base64_of(*arrays: Array, precision: str = "float32") -> str:
    """Arrays behind one another, little-endian, as base64."""
    kind = np.dtype(precision).newbyteorder("<")
    data = b"".join(np.ascontiguousarray(array, dtype=kind).tobytes() for array in arrays)
    return base64.b64encode(data).decode("ascii")
