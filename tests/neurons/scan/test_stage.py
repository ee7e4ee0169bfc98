"""The scan as a stage: the same seed gives the same numbers."""

import numpy as np
from planted import SCAN

from pipeline.core.screen import QuietScreen
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.stage import full_scan


def test_the_same_seed_scans_to_the_same_numbers(planted_scan: tuple[Material, ScanResult]) -> None:
    """Threads change nothing: a second scan is equal bit for bit."""
    given, scan = planted_scan
    again = full_scan(given, SCAN, QuietScreen())
    for name in ("score", "control", "untrained", "mean"):
        assert np.array_equal(getattr(scan, name), getattr(again, name), equal_nan=True)
