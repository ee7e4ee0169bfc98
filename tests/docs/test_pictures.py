"""Pictures show no real handle, and the tweet that is shown is the clearest one."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def pictures(script: Callable[[str], ModuleType]) -> ModuleType:
    """The script."""
    return script("pictures.py")


@given(st.text(st.sampled_from("@aB_1 :\n😀")))
def test_no_handle_is_left_and_no_offset_moves(pictures: ModuleType, text: str) -> None:
    """Every word after an @ is x, of the same length; all else is as it was."""
    hidden = pictures.masked(text)
    assert len(hidden) == len(text)
    assert all(set(handle) <= {"x"} for handle in re.findall(r"@(\w+)", hidden))
    assert re.sub(r"@\w+", "@", hidden) == re.sub(r"@\w+", "@", text)


def test_the_clearest_of_the_short_tweets(pictures: ModuleType) -> None:
    """Three tweets by hand: one too long, one the wrong way round, one perfect."""

    def passage(text: str, values: list[float]) -> dict:
        return {"kind": "example", "text": text, "values": values, "mask": [[0, 2]]}

    long = passage("x" * 500, [1.0] * 500)
    wrong = passage("abcd", [0.0, 0.0, 1.0, 1.0])
    right = passage("abcd", [0.9, 0.8, 0.1, 0.2])
    assert pictures.example({"sign": 1, "passages": [long, wrong, right]}) is right
    assert pictures.example({"sign": -1, "passages": [long, wrong, right]}) is wrong
    assert pictures.example({"sign": 1, "passages": [long]}) is None
