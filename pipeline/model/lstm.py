"""The fast LSTM layer: the weights, configuration and results of `keras.layers.LSTM`, sooner.

Stock Keras on a CPU multiplies the input inside every step and lets automatic differentiation build
the backward loop. Here a custom gradient

- multiplies the whole input at once, before the loop;
- carries only the recurrent product through the loops, forward and backward;
- computes the gradients of kernel, recurrent kernel and input as single products after the loop;
- takes one tanh for all four gates, since σ(z) = ½ + ½·tanh(z/2), the halves folded into the weights;
- multiplies bfloat16 operands where the processor has units for them; gates, cell state, weights and
  optimizer stay in float32.

Equations: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as Keras has them.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16"}


@lru_cache(maxsize=1)
def fast_bfloat16() -> bool:
    """True where the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX, read on Linux)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False
    return not BFLOAT16_FLAGS.isdisjoint(flags.split())


def operand_dtype(precision: str) -> tf.DType:
    """The dtype of matrix operands for a precision setting (auto, float32 or bfloat16)."""
    if precision == "auto":
        return tf.bfloat16 if fast_bfloat16() else tf.float32
    return tf.as_dtype(precision)


def _gate_scale(units: tf.Tensor) -> tf.Tensor:
    """½ for i, f and o, 1 for g: what turns one tanh into three sigmoids and a tanh. [4·units]"""
    half, one = tf.fill([units], 0.5), tf.fill([units], 1.0)
    return tf.concat([half, half, one, half], 0)


def _cell(z: tf.Tensor, c: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
    """One step of all lanes.

    Args:
        z: scaled pre-activations [lanes, 4·units], gates in the order i, f, g, o.
        c: the cell state before the step [lanes, units].

    Returns:
        h, c after the step, the four tanh values [lanes, 4·units], and tanh(c).
    """
    a = tf.tanh(z)
    i, f, g, o = tf.split(a, 4, 1)
    c = 0.5 * (c + f * c + g + i * g)
    tanh_c = tf.tanh(c)
    return 0.5 * (tanh_c + o * tanh_c), c, a, tanh_c


def _cell_gradient(
    dh: tf.Tensor, dc: tf.Tensor, a: tf.Tensor, tanh_c: tf.Tensor, c_before: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """The step backward: gradients of the true pre-activations [lanes, 4·units] and of c before."""
    i, f, g, o = tf.split(a, 4, 1)
    t = dh * tanh_c
    half_dc = 0.5 * (dc + 0.5 * (dh + dh * o) * (1.0 - tanh_c * tanh_c))
    parts = tf.concat([half_dc * g, half_dc * c_before, 2.0 * (half_dc + half_dc * i), 0.5 * t], 1)
    return 0.5 * (parts - parts * a * a), half_dc + half_dc * f


def sequence(
    x: tf.Tensor,
    h0: tf.Tensor,
    c0: tf.Tensor,
    kernel: tf.Tensor,
    recurrent: tf.Tensor,
    bias: tf.Tensor,
    dtype: tf.DType = tf.float32,
) -> tuple[tf.Tensor, tf.Tensor]:
    """An LSTM over a whole sequence, with the gradient written by hand.

    Args:
        x: inputs [time, lanes, inputs], float32.
        h0: hidden state before the first step [lanes, units].
        c0: cell state before the first step [lanes, units].
        kernel: [inputs, 4·units], gates i, f, g, o.
        recurrent: [units, 4·units].
        bias: [4·units].
        dtype: of the operands of matrix products.

    Returns:
        Hidden states [time, lanes, units] and the last cell state [lanes, units], float32.
    """
    units = recurrent.shape[0]

    @tf.custom_gradient
    def run(
        x: tf.Tensor, h0: tf.Tensor, c0: tf.Tensor, kernel: tf.Tensor, recurrent: tf.Tensor, bias: tf.Tensor
    ) -> tuple[tuple[tf.Tensor, tf.Tensor], Any]:
        steps, lanes, width = tf.shape(x)[0], tf.shape(x)[1], kernel.shape[0]

        def array(kind: tf.DType, size: int) -> tf.TensorArray:
            return tf.TensorArray(kind, steps, element_shape=(None, size))

        scale = _gate_scale(units)
        flat = tf.reshape(tf.cast(x, dtype), (-1, width))
        z_input = tf.matmul(flat, tf.cast(kernel * scale, dtype)) + tf.cast(bias * scale, dtype)
        inputs = array(dtype, 4 * units).unstack(tf.reshape(z_input, (steps, lanes, 4 * units)))
        u = tf.cast(recurrent * scale, dtype)

        def forward(t, h, c, hs, cs, gates, tanhs):  # type: ignore[no-untyped-def]
            z = tf.cast(inputs.read(t) + tf.matmul(h, u), tf.float32)
            h, c_after, a, tanh_c = _cell(z, c)
            h = tf.cast(h, dtype)
            a, tanh_c = tf.cast(a, dtype), tf.cast(tanh_c, dtype)
            return (
                t + 1,
                h,
                c_after,
                hs.write(t, h),
                cs.write(t, c),
                gates.write(t, a),
                tanhs.write(t, tanh_c),
            )

        state = (0, tf.cast(h0, dtype), c0, array(dtype, units), array(tf.float32, units))
        _, _, c_last, hs, cs, gates, tanhs = tf.while_loop(
            lambda t, *_: t < steps,
            forward,
            (*state, array(dtype, 4 * units), array(dtype, units)),
            parallel_iterations=1,
        )
        hidden = hs.stack()

        def gradient(d_hidden: tf.Tensor, dc_last: tf.Tensor) -> tuple[tf.Tensor, ...]:
            grads = array(dtype, units).unstack(tf.cast(d_hidden, dtype))
            u_back = tf.cast(tf.transpose(recurrent), dtype)

            def backward(t, dh, dc, dzs):  # type: ignore[no-untyped-def]
                dh = tf.cast(dh + grads.read(t), tf.float32)
                a, tanh_c = tf.cast(gates.read(t), tf.float32), tf.cast(tanhs.read(t), tf.float32)
                dz, dc = _cell_gradient(dh, dc, a, tanh_c, cs.read(t))
                dz = tf.cast(dz, dtype)
                return t - 1, tf.matmul(dz, u_back), dc, dzs.write(t, dz)

            last = (steps - 1, tf.zeros((lanes, units), dtype), dc_last, array(dtype, 4 * units))
            _, dh0, dc0, dzs = tf.while_loop(lambda t, *_: t >= 0, backward, last, parallel_iterations=1)
            dz = tf.reshape(dzs.stack(), (-1, 4 * units))
            h_before = tf.concat([tf.cast(h0, dtype)[None], hidden[:-1]], 0)
            dx = tf.matmul(dz, tf.cast(kernel, dtype), transpose_b=True)
            d_kernel = tf.matmul(flat, dz, transpose_a=True)
            d_recurrent = tf.matmul(tf.reshape(h_before, (-1, units)), dz, transpose_a=True)
            d_bias = tf.matmul(tf.ones((1, steps * lanes), dtype), dz)[0]
            whole = tf.reshape(dx, (steps, lanes, width))
            return tuple(tf.cast(d, tf.float32) for d in (whole, dh0, dc0, d_kernel, d_recurrent, d_bias))

        return (tf.cast(hidden, tf.float32), c_last), gradient

    return run(x, h0, c0, kernel, recurrent, bias)


@keras.saving.register_keras_serializable(package="tweetscope")
class LSTM(keras.layers.LSTM):
    """`keras.layers.LSTM` with the loop above where its conditions hold, and the stock loop elsewhere.

    `precision` (auto, float32, bfloat16) is of the matrix operands; it belongs to the machine, not to
    the model, so it is no part of the configuration: config and weights are those of the stock layer.
    The class has the stock layer's name because Keras names the groups of a weights file after it.
    """

    precision = "float32"

    def _is_plain(self, mask: Any, training: bool) -> bool:
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

    def inner_loop(
        self, sequences: Any, initial_state: Any, mask: Any, training: bool = False
    ) -> tuple[Any, Any, list[Any]]:
        """Keras's hook for the loop over time: (last output, outputs, states)."""
        plain_mask = mask[0] if isinstance(mask, list | tuple) else mask
        if not self._is_plain(plain_mask, training):
            return super().inner_loop(sequences, initial_state, mask=mask, training=training)
        cell = self.cell
        h0, c0 = (tf.convert_to_tensor(state) for state in initial_state)
        hidden, c_last = sequence(
            tf.transpose(sequences, (1, 0, 2)),
            h0,
            c0,
            tf.convert_to_tensor(cell.kernel),
            tf.convert_to_tensor(cell.recurrent_kernel),
            tf.convert_to_tensor(cell.bias),
            operand_dtype(self.precision),
        )
        outputs = tf.transpose(hidden, (1, 0, 2)) if self.return_sequences else hidden[-1][:, None]
        return hidden[-1], outputs, [hidden[-1], c_last]
