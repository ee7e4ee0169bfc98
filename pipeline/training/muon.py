"""Muon for recurrent layers: orthogonal updates of their kernels, one gate at a time.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon; scaled as in Liu et al. 2025,
arXiv 2502.16982) replaces the momentum of a matrix by the orthogonal matrix nearest to it, so that
every direction moves by the same amount. An LSTM kernel [inputs, 4·units] holds four matrices side by
side, one for each gate (a GRU's three, an RNN's one); here each of them is made orthogonal by itself, which
costs a fifth of the whole and lets no gate drown another. Embedding, biases and the dense layer keep Adam.
"""

from typing import Any

import keras
import tensorflow as tf

from pipeline.training.precision import operand_dtype

COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # of the quintic, Jordan et al. 2024


@tf.function(jit_compile=True)
def _weighted(a: float, x: tf.Tensor, b: float, y: tf.Tensor) -> tf.Tensor:
    """a·x + b·y in float32, in one pass over memory, in the dtype of x."""
    return tf.cast(a * tf.cast(x, tf.float32) + b * tf.cast(y, tf.float32), x.dtype)


def orthogonal(matrices: tf.Tensor, steps: int, dtype: tf.DType = tf.float32) -> tf.Tensor:
    """Nearly the orthogonal factor U·Vᵀ of each matrix U·S·Vᵀ, by Newton–Schulz steps.

    Args:
        matrices: [batch, rows, columns], rows ≤ columns.
        steps: of the iteration; after five all singular values lie near 1 (between 0.7 and 1.2).
        dtype: of the products.

    Returns:
        float32 of the same shape.
    """
    norms = tf.norm(matrices, axis=(1, 2), keepdims=True)
    x = tf.cast(matrices / (norms + 1e-7), dtype)
    a, b, c = COEFFICIENTS
    for _ in range(steps):
        gram = tf.matmul(x, x, transpose_b=True)
        x = _weighted(a, x, 1.0, tf.matmul(_weighted(b, gram, c, tf.matmul(gram, gram)), x))
    return tf.cast(x, tf.float32)


class Muon(keras.optimizers.Muon):
    """`keras.optimizers.Muon` with each block of a recurrent kernel's columns orthogonalised by itself."""

    def __init__(self, *args: Any, blocks: int = 4, precision: str = "float32", **options: Any) -> None:
        super().__init__(*args, **options)
        self.blocks, self.precision = blocks, precision

    def zeropower_via_newtonschulz5(self, x: Any, steps: int) -> Any:
        """Keras's hook: the momentum of a kernel [inputs, blocks·units] → its orthogonal update."""
        rows, columns = x.shape
        blocks = tf.transpose(tf.reshape(x, (rows, self.blocks, columns // self.blocks)), (1, 0, 2))
        wide = rows <= columns // self.blocks
        blocks = blocks if wide else tf.transpose(blocks, (0, 2, 1))
        blocks = orthogonal(blocks, steps, operand_dtype(self.precision))
        blocks = blocks if wide else tf.transpose(blocks, (0, 2, 1))
        return tf.reshape(tf.transpose(blocks, (1, 0, 2)), (rows, columns))
