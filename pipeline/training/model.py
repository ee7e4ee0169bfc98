"""The network: build, save, load. JSON and `.weights.h5` only: no pickle, no Lambda."""

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace, atomic, sha256, write_json
from pipeline.network.initial import initial_bias
from pipeline.network.weights import checked_card
from pipeline.text.vocabulary import Vocabulary
from pipeline.training.layers import recurrent
from pipeline.training.layers.lstm import LSTM
from pipeline.training.layers.masks import Masks
from pipeline.training.precision import operand_dtype

H5_OVERHEAD = 1 << 18  # bytes of a weights file that are not weights, at most
States = list[list[tf.Tensor]]


def build(vocabulary_size: int, settings: TrainSettings) -> keras.Model:
    """Embedding → recurrent layers → dense: ids [tweets, time] to logits [tweets, time, vocabulary].

    The recurrent kernels start orthogonal (Saxe et al. 2014), Keras's default; the same seed gives the
    same weights.
    """
    keras.utils.set_random_seed(settings.seed)
    ids = keras.Input((None,), dtype="int32", name="ids")
    # Keras starts embeddings within ±0.05, at which a thousand steps learn little but letter frequencies.
    spread = keras.initializers.RandomNormal(stddev=1.0, seed=settings.seed)
    x = keras.layers.Embedding(vocabulary_size, settings.embedding, spread, name="embedding")(ids)
    for number in range(1, settings.layers + 1):
        x, *_ = recurrent.layer(settings, number)(x)
    model = keras.Model(ids, keras.layers.Dense(vocabulary_size, name="dense")(x), name="tweetscope")
    rng = np.random.default_rng(settings.seed)
    for layer in recurrent.layers(model):
        layer.cell.bias.assign(initial_bias(settings, rng))
    return model


def forward(
    model: keras.Model,
    ids: tf.Tensor,
    states: States | None = None,
    pull: tf.Tensor | None = None,
    masks: Masks | None = None,
) -> tuple[tf.Tensor, States]:
    """Logits [time, tweets, vocabulary] and each layer's last states; `states` None is the zero state.

    Args:
        model: what `build` returns.
        ids: int32 [tweets, time].
        states: each layer's before, [tweets, units] each, in Keras's order: (h, c), or (h,).
        pull: the weight of the cells' total variation, for the gradient (`lstm.recurrence`); with one, the
            loop is our own on every device, since the stock layer keeps its cell states to itself.
        masks: of a step of training; none of scoring. Those of weights need our own loop, too.
    """
    layers = recurrent.layers(model)
    ours = pull is not None or (masks is not None and masks.settings.weight_drop > 0)
    if not (ours or all(isinstance(one, LSTM) and one.is_plain() for one in layers)):
        return _forward_stock(model, ids, states, masks)
    dtype = operand_dtype(layers[0].precision)
    x = tf.transpose(tf.cast(model.get_layer("embedding")(ids), dtype), (1, 2, 0))
    after: States = []
    for number, layer in enumerate(layers):
        zero = tf.zeros((tf.shape(ids)[0], layer.units))
        before = states[number] if states is not None else (zero, zero)
        kernel = tf.convert_to_tensor(layer.cell.recurrent_kernel)
        kernel = kernel if masks is None else masks.weights(kernel, number)
        x, h, c = layer.steps(x, *before, 0.0 if pull is None else pull, kernel)
        after.append([h, c])
        x = x if masks is None else masks.outputs(x, number, lanes=2)
    dense, units, shape = model.get_layer("dense"), layers[-1].units, tf.shape(ids)
    hidden = tf.reshape(tf.transpose(x, (0, 2, 1)), (-1, units))
    products = tf.matmul(hidden, tf.cast(tf.convert_to_tensor(dense.kernel), dtype))
    logits = tf.cast(products, tf.float32) + tf.convert_to_tensor(dense.bias)
    return tf.reshape(logits, (shape[1], shape[0], dense.units)), after


def _forward_stock(
    model: keras.Model, ids: tf.Tensor, states: States | None, masks: Masks | None
) -> tuple[tf.Tensor, States]:
    """`forward` by the layers' own calls, where they are not plain."""
    x, after = model.get_layer("embedding")(ids), []
    for number, layer in enumerate(recurrent.layers(model)):
        before = states[number] if states is not None else None
        x, *last = layer(x, initial_state=before)
        after.append(last)
        x = x if masks is None else masks.outputs(x, number, lanes=0)
    return tf.transpose(model.get_layer("dense")(x), (1, 0, 2)), after


@contextmanager
def precision(model: keras.Model, name: str) -> Iterator[None]:
    """The precision of matrix operands while the block is traced; layers without our loop keep float32."""
    layers = [layer for layer in recurrent.layers(model) if isinstance(layer, LSTM)]
    before = [layer.precision for layer in layers]
    for layer in layers:
        layer.precision = name
    try:
        yield
    finally:
        for layer, old in zip(layers, before, strict=True):
            layer.precision = old


def save_weights(model: keras.Model, path: Path) -> None:
    """Weights alone, atomically, as `.weights.h5`."""
    size = sum(math.prod(v.shape) * 4 for v in model.variables) + H5_OVERHEAD
    with atomic(path) as temporary:
        temporary.write_bytes(bytes(size))  # where the disk is full, HDF5 would crash the process
        model.save_weights(temporary)


def save(model: keras.Model, workspace: Workspace, card: dict[str, Any]) -> None:
    """Weights, then `model.json`, which names their digest, so that the pair is whole or absent."""
    save_weights(model, workspace.weights)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    described = {
        "layers": len(recurrent.layers(model)),
        "vocabulary_size": vocabulary.size,
        "vocabulary_sha256": vocabulary.sha256,
        "weights_sha256": sha256(workspace.weights),
        **card,
        "config": json.loads(model.to_json()),
    }
    write_json(workspace.model, described)


def load(workspace: Workspace) -> tuple[keras.Model, dict[str, Any]]:
    """The trained network and its `model.json`, checked by SHA-256 and vocabulary.

    Raises:
        UserError: a file is missing, altered, or belongs to another vocabulary.
    """
    card = checked_card(workspace)
    model = keras.models.model_from_json(json.dumps(card["config"]))
    model.load_weights(workspace.weights)
    return model, card
