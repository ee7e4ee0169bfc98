"""The published networks: the unit that follows the count, by NumPy's own correlation."""

from pathlib import Path

import built
import numpy as np
import pytest

from pipeline.lab import published
from pipeline.network.exchange import gallery


def test_the_best_unit_follows_the_count(gallery_files: list[Path]) -> None:
    """One row a file in the order of the names; the correlation of each unit by hand."""
    table = published.table(gallery_files[0].parent, "article").set_index("network")
    assert len(table) == len(gallery_files)
    for path in gallery_files:
        shown = gallery.read(path)
        count = np.cumsum([{"a": 1, "b": -1}.get(character, 0) for character in shown.characters])
        row = table.loc[shown.name]
        assert row["characters"] == len(shown.characters)
        if np.ptp(count) == 0:
            assert np.isnan(row["c_with_count"])
            continue
        units = [unit for unit in shown.layers[0]["c"].T if np.ptp(unit) > 0]
        assert row["c_with_count"] == pytest.approx(max(abs(np.corrcoef(u, count)[0, 1]) for u in units))


def test_ours_stand_beside_them(tmp_path: Path) -> None:
    """A counter built by hand, from a file of the same format: the recurrence holds, and c is the count."""
    published.export(tmp_path, {"counter": [built.counting()]})
    (row,) = published.table(tmp_path, "ours").to_dict("records")
    assert (row["whose"], row["network"], row["characters"]) == ("ours", "Counter: aⁿXbⁿ", 21)
    assert row["holds"]
    assert row["c_with_count"] == pytest.approx(1, abs=1e-6)
    assert row["h_with_count"] < 0.9


def test_without_files_there_is_an_empty_table(tmp_path: Path) -> None:
    """The lab runs without them."""
    assert published.table(tmp_path, "article").empty
