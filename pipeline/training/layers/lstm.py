"""The fast LSTM layer: the weights, configuration and results of `keras.layers.LSTM`, sooner.

Stock Keras on a CPU multiplies the input inside every step and lets automatic differentiation build
the backward loop. Here a custom gradient

- multiplies the whole input at once, before the loop;
- carries only the recurrent product through the loops, forward and backward;
- computes the gradients of kernel, recurrent kernel and input as single products after the loop;
- fuses the elementwise part of a step, forward and backward, into one pass each (XLA), which costs more
  than the products when every operation walks over memory by itself;
- multiplies bfloat16 operands where the processor has units for them; gates, cell state, weights and
  optimizer stay in float32.

Equations: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as Keras has them.
"""

from typing import Any

import keras
import tensorflow as tf

from pipeline.training.precision import operand_dtype


def _sigmoid(z: tf.Tensor) -> tf.Tensor:
    """σ(z) = ½ + ½·tanh(z/2): tanh is the cheaper of the two."""
    return 0.5 + 0.5 * tf.tanh(0.5 * z)


@tf.function(jit_compile=True)
def _cell(
    x: tf.Tensor, hu: tf.Tensor, bias: tf.Tensor, c: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """One step of all lanes, as one compiled pass over memory.

    Args:
        x: the input's product of this step [4·units, lanes], gates in the order i, f, g, o.
        hu: the recurrent product [4·units, lanes].
        bias: [4·units, lanes], float32, the same in each lane.
        c: the cell state before the step [units, lanes], float32.

    Returns:
        h (in the dtype of x), c after the step (float32), and the four gates [4·units, lanes].
    """
    shape = tf.shape(c)
    z = tf.cast(x, tf.float32) + tf.cast(hu, tf.float32) + bias
    i, f, g, o = tf.unstack(tf.reshape(z, (4, -1)))  # long rows make long vectors, also with few lanes
    i, f, g, o = _sigmoid(i), _sigmoid(f), tf.tanh(g), _sigmoid(o)
    c = f * tf.reshape(c, (-1,)) + i * g
    h = tf.cast(o * tf.tanh(c), x.dtype)
    gates = tf.cast(tf.stack([i, f, g, o]), x.dtype)
    return tf.reshape(h, shape), tf.reshape(c, shape), tf.reshape(gates, tf.shape(x))


@tf.function(jit_compile=True)
def _cell_gradient(
    dh: tf.Tensor,
    dh_above: tf.Tensor,
    dc: tf.Tensor,
    gates: tf.Tensor,
    c: tf.Tensor,
    c_before: tf.Tensor,
    pull: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor]:
    """The step backward: gradients of the pre-activations [4·units, lanes] and of c before."""
    i, f, g, o = tf.split(tf.cast(gates, tf.float32), 4)
    dh = tf.cast(dh, tf.float32) + tf.cast(dh_above, tf.float32)
    tanh_c = tf.tanh(c)
    pulled = pull * tf.sign(c - c_before)  # of pull·|c − c_before|
    dc = dc + dh * o * (1.0 - tanh_c * tanh_c) + pulled
    parts = [dc * g * i * (1.0 - i), dc * c_before * f * (1.0 - f), dc * i * (1.0 - g * g)]
    dz = tf.concat([*parts, dh * tanh_c * o * (1.0 - o)], 0)
    return tf.cast(dz, gates.dtype), dc * f - pulled


UNROLL = 4


def _repeat(body: Any, steps: tf.Tensor, state: Any) -> Any:
    """`body(k, *state)` for k = 0 … steps − 1, several in an iteration of the loop, since its bookkeeping
    costs as much as a small product."""

    def several(k, *state):  # type: ignore[no-untyped-def]
        for part in range(UNROLL):
            state = body(k + part, *state)
        return k + UNROLL, *state

    def one(k, *state):  # type: ignore[no-untyped-def]
        return k + 1, *body(k, *state)

    whole = steps - steps % UNROLL
    state = tf.while_loop(lambda k, *_: k < whole, several, (0, *state), parallel_iterations=1)
    return tf.while_loop(lambda k, *_: k < steps, one, state, parallel_iterations=1)[1:]


def _array(kind: tf.DType, steps: tf.Tensor, size: int) -> tf.TensorArray:
    """Storage for one tensor [size, lanes] a step."""
    return tf.TensorArray(kind, steps, element_shape=(size, None))


def _forward(
    products: tf.Tensor, h0: tf.Tensor, c0: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.TensorArray, tf.TensorArray]:
    """The loop forward from the input's products [time, 4·units, lanes].

    Returns:
        Hidden states [time, units, lanes], the last c, and for each step c before it and the gates.
    """
    dtype, steps, units = products.dtype, tf.shape(products)[0], recurrent.shape[0]
    u = tf.cast(tf.transpose(recurrent), dtype)
    bias = tf.broadcast_to(bias[:, None], tf.shape(products)[1:])

    def body(t, h, c, hs, cs, gates):  # type: ignore[no-untyped-def]
        # A slice of the first axis is not a copy.
        h, c_after, a = _cell(products[t], tf.matmul(u, h), bias, c)
        return h, c_after, hs.write(t, h), cs.write(t, c), gates.write(t, a)

    stores = (_array(dtype, steps, units), _array(tf.float32, steps, units), _array(dtype, steps, 4 * units))
    _, c_last, hs, cs, gates = _repeat(body, steps, (tf.cast(h0, dtype), c0, *stores))
    return hs.stack(), c_last, cs, gates


def _backward(
    above: tf.Tensor,
    dc_last: tf.Tensor,
    c_last: tf.Tensor,
    cs: tf.TensorArray,
    gates: tf.TensorArray,
    recurrent: tf.Tensor,
    pull: tf.Tensor,
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """The loop backward from the gradients of the hidden states [time, units, lanes].

    Returns:
        Gradients of the pre-activations [time, 4·units, lanes], of h and of c before the first step.
    """
    dtype, steps, units = above.dtype, tf.shape(above)[0], recurrent.shape[0]
    u = tf.cast(recurrent, dtype)

    def body(k, dh, dc, c, dzs):  # type: ignore[no-untyped-def]
        t = steps - 1 - k
        c_before = cs.read(t)
        dz, dc = _cell_gradient(dh, above[t], dc, gates.read(t), c, c_before, pull)
        return tf.matmul(u, dz), dc, c_before, dzs.write(t, dz)

    state = (tf.zeros_like(above[0]), dc_last, c_last, _array(dtype, steps, 4 * units))
    dh0, dc0, _, dzs = _repeat(body, steps, state)
    return dzs.stack(), dh0, dc0


def _by_feature(x: tf.Tensor) -> tf.Tensor:
    """[time, features, lanes] → [features, time·lanes], one matrix for all steps."""
    return tf.reshape(tf.transpose(x, (1, 0, 2)), (x.shape[1], -1))


def recurrence(
    x: tf.Tensor,
    h0: tf.Tensor,
    c0: tf.Tensor,
    kernel: tf.Tensor,
    recurrent: tf.Tensor,
    bias: tf.Tensor,
    pull: tf.Tensor | float = 0.0,
) -> tuple[tf.Tensor, tf.Tensor]:
    """An LSTM over a whole sequence, time first and lanes last, with the gradient written by hand.

    With lanes as the last axis the weights are the left operand of each step's product, which oneDNN reads
    as it lies (a right operand is repacked at every step), and each gate is one block.

    Args:
        x: inputs [time, inputs, lanes], in the dtype that matrix products shall have.
        h0: hidden state before the first step [units, lanes], in that dtype.
        c0: cell state before the first step [units, lanes], float32.
        kernel: [inputs, 4·units], gates i, f, g, o, float32.
        recurrent: [units, 4·units], float32.
        bias: [4·units], float32.
        pull: how much the loss weighs the total variation of the cell states, Σ |c_t − c_{t−1}| over time,
            units and lanes. That sum is not a result; only its gradient, times `pull`, joins the others.

    Returns:
        Hidden states [time, units, lanes] in the dtype of x and the last cell state [units, lanes].
    """

    @tf.custom_gradient
    def run(
        x: tf.Tensor, h0: tf.Tensor, c0: tf.Tensor, kernel: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor
    ) -> tuple[tuple[tf.Tensor, tf.Tensor], Any]:
        w = tf.cast(kernel, x.dtype)
        products = tf.matmul(tf.transpose(w)[None], x)
        hidden, c_last, cs, gates = _forward(products, h0, c0, recurrent, bias)

        def gradient(d_hidden: tf.Tensor, dc_last: tf.Tensor) -> tuple[tf.Tensor, ...]:
            dzs, dh0, dc0 = _backward(
                d_hidden, dc_last, c_last, cs, gates, recurrent, tf.convert_to_tensor(pull)
            )
            dx = tf.matmul(w[None], dzs)
            dz = _by_feature(dzs)
            h_before = tf.concat([h0[None], hidden[:-1]], 0)
            d_kernel = tf.matmul(_by_feature(x), dz, transpose_b=True)
            d_recurrent = tf.matmul(_by_feature(h_before), dz, transpose_b=True)
            d_bias = tf.matmul(dz, tf.ones((tf.shape(dz)[1], 1), x.dtype))[:, 0]
            return dx, dh0, dc0, *(tf.cast(d, tf.float32) for d in (d_kernel, d_recurrent, d_bias))

        return (hidden, c_last), gradient

    return run(x, h0, c0, kernel, recurrent, bias)


def sequence(
    x: tf.Tensor,
    h0: tf.Tensor,
    c0: tf.Tensor,
    kernel: tf.Tensor,
    recurrent: tf.Tensor,
    bias: tf.Tensor,
    dtype: tf.DType = tf.float32,
) -> tuple[tf.Tensor, tf.Tensor]:
    """`recurrence` with Keras's axes: x [lanes, time, inputs], h0 and c0 [lanes, units], all float32.

    Returns:
        Hidden states [lanes, time, units] and the last cell state [lanes, units], float32.
    """
    steps, h0 = tf.transpose(tf.cast(x, dtype), (1, 2, 0)), tf.cast(tf.transpose(h0), dtype)
    hidden, c = recurrence(steps, h0, tf.transpose(c0), kernel, recurrent, bias)
    return tf.transpose(tf.cast(hidden, tf.float32), (2, 0, 1)), tf.transpose(c)


@keras.saving.register_keras_serializable(package="tweetscope")
class LSTM(keras.layers.LSTM):
    """`keras.layers.LSTM` with the loop above where its conditions hold, and the stock loop elsewhere.

    `precision` (auto, float32, bfloat16) is of the matrix operands; it belongs to the machine, not to
    the model, so it is not part of the configuration: config and weights are those of the stock layer.
    The class has the stock layer's name because Keras names the groups of a weights file after it.
    """

    precision = "float32"

    def is_plain(self, mask: Any = None, training: bool = False) -> bool:
        """True for the layer that the fast loop computes: the standard LSTM, unmasked, on a CPU."""
        return (
            keras.backend.backend() == "tensorflow"
            and mask is None
            and self.activation is keras.activations.tanh
            and self.recurrent_activation is keras.activations.sigmoid
            and self.use_bias
            and not (training and (self.dropout or self.recurrent_dropout))
            and not (self.go_backwards or self.stateful or self.unroll)
            and self.compute_dtype == "float32"
            and not tf.config.list_physical_devices("GPU")
        )

    def _weights(self) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """Kernel, recurrent kernel and bias."""
        cell = self.cell
        kernel, recurrent, bias = map(tf.convert_to_tensor, (cell.kernel, cell.recurrent_kernel, cell.bias))
        return kernel, recurrent, bias

    def steps(
        self,
        x: tf.Tensor,
        h0: tf.Tensor,
        c0: tf.Tensor,
        pull: tf.Tensor | float = 0.0,
        recurrent: tf.Tensor | None = None,
    ) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
        """A plain layer on [time, inputs, lanes], so that stacked layers need no transposition between them.

        Args:
            x: inputs [time, inputs, lanes], in the dtype that matrix products shall have.
            h0, c0: states before [lanes, units], float32.
            pull: as in `recurrence`.
            recurrent: takes the place of the layer's recurrent kernel [units, 4·units].

        Returns:
            Hidden states [time, units, lanes] in the dtype of x; h and c after [lanes, units], float32.
        """
        h0, c0 = tf.cast(tf.transpose(h0), x.dtype), tf.transpose(c0)
        kernel, own, bias = self._weights()
        hidden, c = recurrence(x, h0, c0, kernel, own if recurrent is None else recurrent, bias, pull)
        return hidden, tf.cast(tf.transpose(hidden[-1]), tf.float32), tf.transpose(c)

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> tuple[Any, Any, list[Any]]:
        """Keras's hook for the loop over time: (last output, outputs, states)."""
        plain_mask = mask[0] if isinstance(mask, list | tuple) else mask
        if not self.is_plain(plain_mask, training):
            return super().inner_loop(sequences, initial_state, mask=mask, training=training)
        h0, c0 = (tf.convert_to_tensor(state) for state in initial_state)
        dtype = operand_dtype(self.precision)
        hidden, c_last = sequence(sequences, h0, c0, *self._weights(), dtype)
        last = hidden[:, -1]
        return last, hidden if self.return_sequences else last[:, None], [last, c_last]
