"""bfloat16 is chosen by what the processor says it has."""

from pathlib import Path

import pytest
import tensorflow as tf

from pipeline.training import precision


@pytest.mark.parametrize(
    ("flags", "fast"),
    [("fpu avx512f avx512_bf16", True), ("fpu amx_tile amx_bf16", True), ("fpu avx512f amx_tile", False)],
)
def test_the_processors_flags_decide(tmp_path: Path, flags: str, fast: bool) -> None:
    """AVX512-BF16 or AMX-BF16 alone make bfloat16 fast; wide vectors without it do not."""
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(f"processor\t: 0\nflags\t\t: {flags}\n", encoding="utf-8")
    assert precision.fast_bfloat16(cpuinfo) is fast


def test_where_no_flags_can_be_read_bfloat16_is_not_assumed(tmp_path: Path) -> None:
    """Other systems than Linux do not have this file."""
    assert precision.fast_bfloat16(tmp_path / "absent") is False


@pytest.mark.parametrize(("fast", "auto"), [(True, tf.bfloat16), (False, tf.float32)])
def test_auto_follows_the_processor_and_a_named_precision_does_not(
    monkeypatch: pytest.MonkeyPatch, fast: bool, auto: tf.DType
) -> None:
    """`auto` asks the processor; a setting by name is taken at its word."""
    monkeypatch.setattr(precision, "fast_bfloat16", lambda: fast)
    assert precision.operand_dtype("auto") is auto
    assert precision.operand_dtype("float32") is tf.float32
    assert precision.operand_dtype("bfloat16") is tf.bfloat16
