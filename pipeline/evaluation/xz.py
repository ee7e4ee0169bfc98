"""What xz (LZMA2) needs for the test tweets: by themselves, and with the training tweets to look back on."""

import lzma
from collections.abc import Sequence

from pipeline.core.parallel import mapped

WINDOW = 1 << 26  # bytes that the match finder looks back: those of `xz -9`; older text cannot help


def bits_per_char(train: Sequence[str], test: Sequence[str]) -> dict[str, float]:
    """Bits per character and end of `test`: after `train`, and alone.

    Texts are UTF-8, each ended by a zero byte.

    Returns:
        `xz_after_train`, size(train + test) − size(train): what the test tweets add to an archive that
        holds the training tweets; `xz_alone`, size(test).
    """
    tail, text = _joined(train)[-WINDOW:], _joined(test)
    both, before, alone = mapped(_size, [tail + text, tail, text])
    symbols = sum(len(one) + 1 for one in test)
    return {"xz_after_train": 8 * (both - before) / symbols, "xz_alone": 8 * alone / symbols}


def _joined(texts: Sequence[str]) -> bytes:
    return "".join(text + "\0" for text in texts).encode("utf-8", "surrogatepass")


def _size(data: bytes) -> int:
    """Bytes of the .xz file. The dictionary is no larger than the data, which saves memory, not bits."""
    size = min(max(len(data), 4096), WINDOW)
    best = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": size}
    return len(lzma.compress(data, format=lzma.FORMAT_XZ, filters=[best]))
