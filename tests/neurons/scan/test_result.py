"""A scan on disk, and the best addresses in it."""

from pathlib import Path

import numpy as np

from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult, best, load


def test_a_saved_scan_is_read_back_as_it_was(
    planted_scan: tuple[Material, ScanResult], tmp_path: Path
) -> None:
    """Every array and number of the result survives `scan.npz`."""
    _, scan = planted_scan
    scan.save(tmp_path / "scan.npz")
    found = load(tmp_path / "scan.npz")
    for name, value in vars(scan).items():
        assert np.array_equal(getattr(found, name), value, equal_nan=np.asarray(value).dtype.kind == "f")


def test_best_takes_each_unit_once_with_its_sign_and_lag() -> None:
    """Worked by hand: 2 units; the strongest signal of each, negative scores with sign −1."""
    score = np.zeros((2, 12))
    score[1, 2], score[0, 4], score[0, 3], score[0, 7] = -0.4, 0.3, 0.2, np.nan
    found = best(score, (("ifgoch", 2),), 3)
    assert [(str(d.address), d.lag, d.sign) for d in found] == [("L1.f.0", 1, -1), ("L1.f.1", 0, 1)]
