"""A network as an ONNX graph: ids [batch, time] in, logits and the hidden states of each layer out.

ONNX keeps its own order of blocks: i, o, f, c (LSTM), z, r, h (GRU); its LSTM takes peephole weights, and
may couple input and forget gate. It has no hard tanh, so a network with hard activations cannot be held.
Source: https://onnx.ai/onnx/operators/ (LSTM, GRU, RNN).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import atomic
from pipeline.network.cells import CELLS
from pipeline.network.exchange.write import tokens
from pipeline.network.trace import forward
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

OPSET, IR = 17, 8  # of 2022: runtimes of four years ago read them
LOSS = 1e-4  # of a logit, when what was written is run again
MISSING = "ONNX needs two more packages: pip install 'tweetscope[onnx]'"
OPERATORS = {"lstm": "LSTM", "peephole": "LSTM", "coupled": "LSTM", "gru": "GRU", "rnn": "RNN"}
# Our blocks in ONNX's order. A coupled cell has no input gate: i = 1 − σ(f) = σ(−f).
ORDERS = {"lstm": "iofg", "peephole": "iofg", "coupled": "iofg", "gru": "zrg", "rnn": "h"}
ATTRIBUTES = {"coupled": {"input_forget": 1}, "gru": {"linear_before_reset": 1}}
PEEPHOLES = [0, 2, 1]  # i, o, f among our i, f, o


def write(weights: NetworkWeights, vocabulary: Vocabulary, path: Path) -> None:
    """Write the network as ONNX, and run what was written beside ours before it gets its name.

    Raises:
        UserError: ONNX has no such activations, its packages are not installed, or the runtime computes
            something else.
    """
    model = graph(weights, vocabulary)
    with atomic(path) as temporary:
        temporary.write_bytes(model.SerializeToString())
        off = difference(weights, temporary)
        if not off <= LOSS:
            raise UserError(f"{path}: onnxruntime's logits are off by {off:.2g}; nothing was written")


def graph(weights: NetworkWeights, vocabulary: Vocabulary) -> Any:
    """The network as an `onnx.ModelProto`; its metadata hold the vocabulary and the kind of cell."""
    first = weights.layers[0]
    if first.activations != "standard":
        raise UserError(
            f"ONNX cannot hold {first.activations} activations (its recurrent operators have no hard tanh): "
            "export to .safetensors"
        )
    try:
        from onnx import TensorProto, checker, helper, numpy_helper
    except ImportError as error:
        raise UserError(MISSING) from error
    nodes, held = _pass(weights)
    where: list[int | str] = ["batch", "time"]
    widths = {"logits": vocabulary.size} | {f"hidden_{n}": u for n, u in enumerate(weights.units, 1)}
    made = helper.make_graph(
        nodes,
        "tweetscope",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, where)],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, [*where, w]) for n, w in widths.items()],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in held.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    helper.set_model_props(model, {"cell": first.cell, "vocabulary": json.dumps(tokens(vocabulary))})
    checker.check_model(model, full_check=True)
    return model


def _pass(weights: NetworkWeights) -> tuple[list[Any], dict[str, Array]]:
    """The nodes of the graph from ids to logits, and the arrays that they take by name."""
    from onnx.helper import make_node

    held = {"embedding": weights.embedding, "dense": weights.dense, "dense_bias": weights.dense_bias}
    held |= {"axis": np.array([1])}
    nodes = [
        make_node("Transpose", ["ids"], ["ids_by_time"], perm=[1, 0]),
        make_node("Gather", ["embedding", "ids_by_time"], ["x_0"]),
    ]
    for n, layer in enumerate(weights.layers, 1):
        held |= {f"{name}_{n}": array for name, array in operands(layer).items()}
        given = [f"x_{n - 1}", f"W_{n}", f"R_{n}", f"B_{n}"]
        if layer.peephole is not None:
            given += ["", "", "", f"P_{n}"]
        about: dict[str, Any] = {"hidden_size": layer.units} | ATTRIBUTES.get(layer.cell, {})
        nodes += [
            make_node(OPERATORS[layer.cell], given, [f"directions_{n}"], **about),
            make_node("Squeeze", [f"directions_{n}", "axis"], [f"x_{n}"]),
            make_node("Transpose", [f"x_{n}"], [f"hidden_{n}"], perm=[1, 0, 2]),
        ]
    nodes += [
        make_node("MatMul", [f"hidden_{len(weights.layers)}", "dense"], ["products"]),
        make_node("Add", ["products", "dense_bias"], ["logits"]),
    ]
    return nodes, held


def operands(layer: LayerWeights) -> dict[str, Array]:
    """W [1, blocks·units, inputs], R [1, blocks·units, units], B [1, 2·blocks·units], P [1, 3·units]."""
    first, second = layer.biases
    second = np.zeros_like(first) if second is None else second
    found = {
        "W": _blocks(layer, layer.kernel).T,
        "R": _blocks(layer, layer.recurrent).T,
        "B": np.concatenate([_blocks(layer, first), _blocks(layer, second)]),
    }
    if layer.peephole is not None:
        found["P"] = layer.peephole[PEEPHOLES].ravel()
    return {name: array[None].astype(np.float32) for name, array in found.items()}


def _blocks(layer: LayerWeights, array: Array) -> Array:
    """Columns in ONNX's order."""
    own = CELLS[layer.cell].split(array)
    if layer.cell == "coupled":
        own["i"] = -own["f"]
    return np.concatenate([own[name] for name in ORDERS[layer.cell]], axis=-1)


def run(path: Path, ids: Array) -> dict[str, Array]:
    """What onnxruntime computes from a file: the outputs by their names, for ids [batch, time]."""
    try:
        from onnxruntime import InferenceSession
    except ImportError as error:
        raise UserError(MISSING) from error
    session = InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"ids": ids.astype(np.int64)}), strict=True))


def difference(weights: NetworkWeights, path: Path) -> float:
    """The largest difference of a logit or a hidden state from ours, over all ids twice from BOS on."""
    ids = np.tile(np.arange(len(weights.embedding)), 2)
    runs = forward(weights, ids[:, None].astype(np.int32))
    logits = runs[-1].hidden[:, 0] @ weights.dense + weights.dense_bias
    ours = [logits, *(one.hidden[:, 0] for one in runs)]
    theirs = run(path, ids[None]).values()
    return max(float(np.abs(a - b[0]).max()) for a, b in zip(ours, theirs, strict=True))
