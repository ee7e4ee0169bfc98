"""The 2017 format: read, judged, and written."""

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.network.exchange import gallery
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.text.vocabulary import Vocabulary


def network() -> NetworkWeights:
    """Two random layers of 6 and 4 units over 8 ids."""
    draw = np.random.default_rng(0).normal

    def layer(inputs: int, units: int) -> LayerWeights:
        shapes = ((inputs, 4 * units), (units, 4 * units), (4 * units,))
        return LayerWeights(*(draw(0, 0.7, shape).astype("f4") for shape in shapes))

    dense = draw(size=(4, 8)).astype("f4")
    return NetworkWeights(
        draw(size=(8, 3)).astype("f4"), (layer(3, 6), layer(6, 4)), dense, np.zeros(8, "f4")
    )


def test_original_files_fail(gallery_files: list[Path]) -> None:
    """All four published networks are read, and none keeps the recurrence: most equations are far off."""
    shapes = {}
    for file in gallery_files:
        shown = gallery.read(file)
        verdict = gallery.judge(shown)
        shapes[file.stem] = (len(shown.characters), len(shown.layers), shown.layers[0]["h"].shape[1])
        assert not verdict.holds
        assert verdict.decimals == 3
        assert verdict.violated > 0.5
        assert "fails" in str(verdict)
    assert shapes == {
        "copy_machine": (120, 2, 20),
        "counter": (102, 1, 10),
        "selective_counter": (120, 1, 20),
        "state_memorizer": (102, 1, 20),
    }


def test_residuals_of_an_original_equal_a_direct_computation(gallery_files: list[Path]) -> None:
    """The largest residual of `counter` is the one of the equations written out on its raw lists."""
    file = next(file for file in gallery_files if file.stem == "counter")
    value = json.loads(file.read_text())
    worst = max(
        abs(c[t] - (f[t] * c[t - 1] + i[t] * g[t]))
        for i, f, g, c in zip(*(value[key] for key in ("i_gate0", "f_gate0", "j_gate0", "cs0")), strict=True)
        for t in range(1, len(c))
    )
    assert gallery.judge(gallery.read(file)).cell == pytest.approx(worst)


def test_ours_is_written_in_the_format_and_holds(tmp_path: Path) -> None:
    """An exported network has the original's keys, is read again, and keeps the recurrence."""
    vocabulary = Vocabulary(tuple("abc #"))
    path = tmp_path / "ours.json"
    path.write_text(json.dumps(gallery.export(network(), vocabulary, "a #b cab?", "ours")))
    shown = gallery.read(path)
    assert "".join(shown.characters) == "a #b cab?"
    assert [layer["c"].shape for layer in shown.layers] == [(9, 6), (9, 4)]
    assert gallery.judge(shown).holds
    value = json.loads(path.read_text())
    assert value["hs4"] == []
    assert {key.rstrip("01234") for key in value} == {"name", "chars", *gallery.KEYS.values()}


@pytest.mark.parametrize("signal", "ifgoch")
def test_one_wrong_number_is_found(tmp_path: Path, signal: str) -> None:
    """A single value that rounding cannot explain breaks the verdict, whichever signal it is in."""
    value = gallery.export(network(), Vocabulary(tuple("abc")), "abcabc", "x")
    value[f"{gallery.KEYS[signal]}0"][2][3] += 0.05
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(value))
    assert 0 < gallery.judge(gallery.read(path)).violated < 0.1


@pytest.mark.parametrize("text", ["[]", "{}", '{"chars": ["a"]}', '{"chars": ["a"], "hs0": [[0.1]]}', "{"])
def test_other_files_are_refused(tmp_path: Path, text: str) -> None:
    """What is not in the format is refused by a line that names the file."""
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(UserError, match=r"other\.json"):
        gallery.read(path)


def test_ragged_signals_are_refused(tmp_path: Path) -> None:
    """A signal shorter than the text is refused."""
    value = gallery.export(network(), Vocabulary(tuple("abc")), "abc", "x") | {"chars": ["a"]}
    path = tmp_path / "ragged.json"
    path.write_text(json.dumps(value))
    with pytest.raises(UserError, match="do not fit"):
        gallery.read(path)
