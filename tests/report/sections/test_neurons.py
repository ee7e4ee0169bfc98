"""The table of probes in the report."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.neurons import probe_table, probes, saturation, saturation_table, shares


def test_probes_by_size(found: Artefacts) -> None:
    """The table has one address, the largest group, and all, in this order."""
    assert found.probes is not None
    row = probe_table(found.probes).rows[0]
    assert row[2] == "8"
    assert [cell.split()[0] for cell in (row[1], row[3], row[4])] == ["0.850", "0.880", "0.890"]


def test_probes_of_names_have_a_row_against_other_capitals(found: Artefacts) -> None:
    """A concept with matched figures gets a second row, of those; the others keep one."""
    assert found.probes is not None
    mine = found.probes["concept"] == found.probes["concept"].iloc[0]
    matched = {"matched_auroc": 0.7, "matched_low": 0.65, "matched_high": 0.75}
    frame = found.probes.assign(**{name: np.where(mine, value, np.nan) for name, value in matched.items()})
    rows = probe_table(frame).rows
    assert len(rows) == len(probe_table(found.probes).rows) + 1
    assert rows[1][0].endswith("against other capitals")
    assert "0.700" in rows[1][1]
    assert "0.65" in rows[1][1]


def test_networks_from_several_seeds(found: Artefacts) -> None:
    """The section has a table of seeds only where `make seeds` has run, and its cells are the frame's."""
    assert "seeds" not in probes(found).values
    frame = pd.DataFrame(
        {"concept": ["url"], "networks": [3], "auroc_mean": [0.95], "auroc_std": [0.02]}
        | {"auroc_low": [0.93], "auroc_high": [0.97], "same_unit": [1], "pairs": [3]}
        | {"detector_correlation": [0.81], "partner_correlation": [0.42]}
    )
    assert "seeds" not in probes(replace(found, seeds=frame)).values  # of an earlier version
    frame = frame.assign(tells=2, beats_rivals=1, beyond_spelling=0, carried=0.75, matters=1, tried=1)
    told = probes(replace(found, seeds=frame)).values["seeds"]
    scores = ("0.950", "0.020", "[0.930, 0.970]", "1 of 3", "0.81, 0.42", "75 %")
    assert told.rows == [("URL", "2 of 3", "1 of 3", "0 of 3", "1 of 1", *scores)]


def test_saturation_against_a_loop(found: Artefacts) -> None:
    """Means and counts of the table are those of a loop over addresses by their flat number."""
    assert found.scan is not None
    scan = found.scan
    rows = saturation_table(*shares(scan)).rows
    for layer in range(scan.layers):
        for place, signal in enumerate((0, 1, 3)):
            first = (layer * 6 + signal) * scan.units
            low = [scan.low_share[first + unit] for unit in range(scan.units)]
            high = [scan.high_share[first + unit] for unit in range(scan.units)]
            row = rows[layer * 3 + place]
            assert row[1] == f"{100 * sum(low) / scan.units:.1f} %"
            assert row[2] == f"{100 * sum(high) / scan.units:.1f} %"
            assert row[3] == str(sum(v > 0.9 for v in low))
            assert row[4] == str(sum(v > 0.9 for v in high))


def test_sizes_of_samples_come_from_the_settings(found: Artefacts) -> None:
    """Saturation and probes rest on samples of their own; where a size is unknown, that is said."""
    assert saturation(found).values["sample"] == "62 tweets"
    assert probes(found).values["tweets"] == "20 test tweets"
    bare = replace(found, manifests={})
    assert saturation(bare).values["sample"] == "a sample of tweets"
    assert probes(bare).values["tweets"] == "at most 35 test tweets"
