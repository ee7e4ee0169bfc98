"""Which matrix operands: bfloat16 where the processor has units for them, else float32."""

from functools import lru_cache
from pathlib import Path

import tensorflow as tf

BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16"}
CPUINFO = Path("/proc/cpuinfo")


@lru_cache
def fast_bfloat16(cpuinfo: Path = CPUINFO) -> bool:
    """True where the processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX, read on Linux)."""
    try:
        flags = cpuinfo.read_text(encoding="utf-8")
    except OSError:
        return False
    return not BFLOAT16_FLAGS.isdisjoint(flags.split())


def operand_dtype(precision: str) -> tf.DType:
    """The dtype of matrix operands for a precision setting (auto, float32 or bfloat16)."""
    if precision == "auto":
        return tf.bfloat16 if fast_bfloat16() else tf.float32
    return tf.as_dtype(precision)
