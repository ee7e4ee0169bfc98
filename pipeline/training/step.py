"""One training step, compiled once for all shapes: forward, loss, backward, clipping, optimizer."""

from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from pipeline.core.settings import TrainSettings
from pipeline.network.cells import CELLS
from pipeline.training.batches import IGNORE
from pipeline.training.layers.masks import Masks
from pipeline.training.layers.recurrent import layers, sizes
from pipeline.training.model import States, forward, precision
from pipeline.training.muon import Muon
from pipeline.training.runtime import TOWERS

IDS = tf.TensorSpec((None, None), tf.int32)
TINY = 1.2e-38  # the least normal float32: a probability below it counts as this


@tf.custom_gradient
def cross_entropy(logits: tf.Tensor, targets: tf.Tensor) -> tuple[tf.Tensor, Any]:
    """−ln p of each target: logits [n, vocabulary], targets int32 [n] → [n].

    From oneDNN's softmax, which takes a quarter of the time of TensorFlow's own sparse cross-entropy.
    """
    p = tf.nn.softmax(logits)
    rows = tf.range(tf.shape(targets)[0])
    found = tf.gather(p, targets, axis=1, batch_dims=1)

    def gradient(upstream: tf.Tensor) -> tuple[tf.Tensor, None]:
        places = tf.stack([rows, targets], 1)
        return tf.tensor_scatter_nd_sub(p * upstream[:, None], places, upstream), None

    return -tf.math.log(tf.maximum(found, TINY)), gradient


def negative_log_likelihood(logits: tf.Tensor, targets: tf.Tensor) -> tf.Tensor:
    """−ln p of each target, 0 where it is padding. logits [time, lanes, vocabulary] → [time, lanes]"""
    counted, shape = targets != IGNORE, tf.shape(targets)
    known = tf.reshape(tf.where(counted, targets, 0), (-1,))
    losses = cross_entropy(tf.reshape(logits, (-1, logits.shape[-1])), known)
    return tf.where(counted, tf.reshape(losses, shape), 0.0)


def optimizer(settings: TrainSettings, model: keras.Model) -> keras.optimizers.Optimizer:
    """Muon for the recurrent kernels with Adam for the rest, or AdamW (Loshchilov and Hutter 2019) for all.

    The learning rate is set before each step; Muon's is scaled so that both share one.
    """
    chosen: keras.optimizers.Optimizer
    if settings.optimizer == "muon":
        chosen = Muon(
            settings.learning_rate,
            adam_beta_2=settings.beta_2,
            weight_decay=settings.weight_decay,
            adam_weight_decay=settings.weight_decay,
            epsilon=1e-8,
            exclude_layers=["dense", "bias$", "peephole$"],  # a GRU's bias is a matrix, but not a map
            blocks=len(CELLS[settings.cell].blocks),
            precision=settings.precision,
        )
    else:
        chosen = keras.optimizers.AdamW(
            settings.learning_rate, beta_2=settings.beta_2, weight_decay=settings.weight_decay, epsilon=1e-8
        )
    chosen.exclude_from_weight_decay(var_names=["bias"])
    chosen.build(model.trainable_variables)
    return chosen


def _halves(tensor: tf.Tensor) -> list[tf.Tensor]:
    """The batch in TOWERS parts along its lanes, the last taking the remainder."""
    part = tf.shape(tensor)[0] // TOWERS
    ends = [k * part for k in range(TOWERS)]
    return [tensor[a : a + part] for a in ends[:-1]] + [tensor[ends[-1] :]]


def _pull(settings: TrainSettings, counted: tf.Tensor) -> tf.Tensor | None:
    """What one change |c_t − c_{t−1}| of one unit weighs beside one target's nats; None is nothing."""
    if not settings.cell_variation:
        return None
    return settings.cell_variation / (counted * settings.units)


def training_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    averages: list[tf.Variable],
    settings: TrainSettings,
) -> Callable[..., tuple[tf.Tensor, tf.Tensor]]:
    """The compiled step: (inputs, targets) → loss in nats per counted target, gradient norm."""

    @tf.function(input_signature=[IDS, IDS])
    def step(inputs: tf.Tensor, targets: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        counted = tf.cast(tf.math.count_nonzero(targets != IGNORE), tf.float32)
        pull = _pull(settings, counted)
        with precision(model, settings.precision), tf.GradientTape() as tape:
            losses = []
            for part, (x, y) in enumerate(zip(_halves(inputs), _halves(targets), strict=True)):
                masks = Masks(settings, optimizer.iterations.value, part)
                logits, _ = forward(model, x, pull=pull, masks=masks)
                losses.append(tf.reduce_sum(negative_log_likelihood(logits, tf.transpose(y))))
            loss = tf.add_n(losses) / counted
        norm = _apply(model, optimizer, averages, settings, tape.gradient(loss, model.trainable_variables))
        return loss, norm

    return step


def stream_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    averages: list[tf.Variable],
    settings: TrainSettings,
) -> Callable[..., tuple[tf.Tensor, tf.Tensor, list[Any]]]:
    """The compiled step of a stream: (inputs, targets, states of each half) → loss, norm, states after."""
    state = tf.TensorSpec((None, settings.units), tf.float32)
    signature = [[[state for _ in sizes(layer)] for layer in layers(model)] for _ in range(TOWERS)]

    @tf.function(input_signature=[IDS, IDS, signature])
    def step(inputs: tf.Tensor, targets: tf.Tensor, states: list[States]) -> tuple[Any, ...]:
        counted = tf.cast(tf.size(targets), tf.float32)
        pull = _pull(settings, counted)
        with precision(model, settings.precision), tf.GradientTape() as tape:
            losses, after = [], []
            for part, (x, y) in enumerate(zip(_halves(inputs), _halves(targets), strict=True)):
                masks = Masks(settings, optimizer.iterations.value, part)
                logits, carried = forward(model, x, states[part], pull=pull, masks=masks)
                losses.append(tf.reduce_sum(negative_log_likelihood(logits, tf.transpose(y))))
                after.append(carried)
            loss = tf.add_n(losses) / counted
        norm = _apply(model, optimizer, averages, settings, tape.gradient(loss, model.trainable_variables))
        return loss, norm, after

    return step


def _apply(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    averages: list[tf.Variable],
    settings: TrainSettings,
    gradients: list[Any],
) -> tf.Tensor:
    """Clip by the global norm, apply, update the moving averages; the norm before clipping."""
    dense = [tf.convert_to_tensor(gradient) for gradient in gradients]
    clipped, norm = tf.clip_by_global_norm(dense, settings.clip_norm)
    optimizer.apply(clipped, model.trainable_variables)
    for average, variable in zip(averages, model.trainable_variables, strict=False):
        average.assign_sub((1.0 - settings.average_decay) * (average - variable.value))
    return norm
