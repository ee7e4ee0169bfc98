"""What a server of samples is asked: mostly what it should answer, and now and then what it must refuse."""

import json
import random
from collections.abc import Callable

GOOD = {"prompt": "", "count": 2, "max_length": 40, "temperature": 0.8}


def _rows(*rows: dict[str, object]) -> bytes:
    return json.dumps({"dataframe_records": list(rows)}).encode()


# What is asked, how many of a hundred requests ask it, and whether it is to be answered.
KINDS: dict[str, tuple[Callable[[], bytes], int, bool]] = {
    "two samples": (lambda: _rows(GOOD), 80, True),
    "twenty rows": (lambda: _rows(*[GOOD] * 20), 4, True),
    "temperature below zero": (lambda: _rows({**GOOD, "temperature": -1.0}), 3, False),
    "a word for a number": (lambda: _rows({**GOOD, "count": "many"}), 3, False),
    "20,000 rows": (lambda: _rows(*[{"count": 1}] * 20_000), 2, False),
    "10^9 samples": (lambda: _rows({**GOOD, "count": 10**9}), 3, False),
    "not JSON": (lambda: b"{", 3, False),
    "nested 100,000 deep": (lambda: b"[" * 100_000, 1, False),
    "a body of 5 MB": (lambda: b" " * 5_000_000, 1, False),
}


def drawn(count: int, seed: int) -> list[str]:
    """The kinds of so many requests, in an order of chance."""
    draw = random.Random(seed)
    return draw.choices(list(KINDS), [share for _, share, _ in KINDS.values()], k=count)
