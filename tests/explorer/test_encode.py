"""What goes into the page stays inert and comes back."""

import base64
import json
import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.explorer.encode import embed, finite, pack
from pipeline.network.weights import LayerWeights, NetworkWeights


@given(
    st.recursive(
        st.text() | st.integers() | st.booleans(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_embedded_json_returns_and_holds_no_markup(value: object) -> None:
    """Any value comes back from its JSON, which has no character that HTML would read."""
    text = embed(value)
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_numbers_without_json_form_become_null() -> None:
    """NaN and infinities are null; NumPy's numbers are plain; six digits are kept."""
    values = {
        "a": math.nan,
        "b": [np.float32(0.5), np.int64(3), np.bool_(True)],
        "c": -math.inf,
        "d": 0.123456789,
    }
    assert finite(values) == {"a": None, "b": [0.5, 3, True], "c": None, "d": 0.123457}


def test_packed_weights_hold_every_number_in_order() -> None:
    """The bytes, read again, are the arrays: embedding, kernel, recurrent, bias, dense, dense bias."""
    draw = np.random.default_rng(0).normal
    layer = LayerWeights(*(draw(size=shape).astype("f4") for shape in ((2, 12), (3, 12), (12,))))
    network = NetworkWeights(
        draw(size=(5, 2)).astype("f4"), (layer,), draw(size=(3, 5)).astype("f4"), np.ones(5, "f4")
    )
    arrays = [network.embedding, layer.kernel, layer.recurrent, layer.bias, network.dense, network.dense_bias]
    for precision, tolerance in (("float32", 0), ("float16", 2e-3)):
        packed = pack(network, precision)
        numbers = np.frombuffer(base64.b64decode(packed["data"]), dtype=np.dtype(precision).newbyteorder("<"))
        assert packed["shapes"] == [list(array.shape) for array in arrays]
        np.testing.assert_allclose(numbers, np.concatenate([a.ravel() for a in arrays]), atol=tolerance)
