"""Which file is read how, and what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from exchanged import vocabulary
from safetensors.numpy import save_file

from pipeline.core.errors import UserError
from pipeline.network.exchange.read import read, read_tokens
from pipeline.text.vocabulary import Vocabulary


def cases() -> list[tuple[str, dict[str, Any], str]]:
    """Names, contents and what the refusal says."""
    hh, ih = np.zeros((8, 2), "f4"), np.zeros((8, 3), "f4")
    layer = {"r.weight_ih_l0": ih, "r.weight_hh_l0": hh}
    return [
        ("a.pth", {}, "may be a pickle"),
        ("a.safetensors", {"x": hh}, "no recurrent layer"),
        ("b.safetensors", {**layer, "r.weight_ih_l0_reverse": ih}, "bidirectional"),
        ("c.safetensors", layer, "0 output layers"),
        ("a.json", {}, "signals, not weights"),
        ("a.txt", {}, "give a .keras"),
    ]


@pytest.mark.parametrize(("name", "arrays", "words"), cases())
def test_what_cannot_be_run_is_one_line(
    tmp_path: Path, name: str, arrays: dict[str, Any], words: str
) -> None:
    """A pickle is never opened; other networks and files are refused with the reason."""
    if name.endswith(".safetensors"):
        save_file(arrays, tmp_path / name)
    else:
        (tmp_path / name).write_text("{}")
    with pytest.raises(UserError, match=words):
        read(tmp_path / name, vocabulary(tmp_path))


def test_vocabularies(tmp_path: Path) -> None:
    """A list, an object with gaps, a vocabulary of ours; anything else is refused."""
    file = tmp_path / "v.json"
    file.write_text('["a", "b"]')
    assert read_tokens(file) == ("a", "b")
    file.write_text('{"a": 1, "b": 3}')
    assert read_tokens(file) == ("<0>", "a", "<2>", "b")
    Vocabulary(("x",)).save(file)
    assert read_tokens(file) == ("<bos>", "<eos>", "<unk>", "x")
    for wrong in ('["a", 1]', '{"a": 0, "b": 0}', "3", "[]"):
        file.write_text(wrong)
        with pytest.raises(UserError):
            read_tokens(file)
