"""Differences of means as claims."""

import numpy as np

from pipeline.neurons.certify.probes.directions import tells


def test_a_direction_needs_all_three() -> None:
    """Chance, the control task and the untrained network, each by itself."""
    assert tells(0.01, 0.1, 0.1)
    assert not any([tells(0.06, 0.1, 0.1), tells(0.01, 0.0, 0.1), tells(0.01, 0.1, np.nan)])
