"""The table of detectors at home and abroad in the report."""

from dataclasses import replace

import pandas as pd

from pipeline.neurons.elsewhere.columns import GOLD
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.detectors import detectors
from pipeline.report.sections.elsewhere import abroad_table


def test_home_and_abroad_stand_beside_each_other(found: Artefacts) -> None:
    """A row for each set of labels; without any the section has no such table."""
    assert abroad_table(None) is None
    assert detectors(found, 1).values["abroad"] is None
    row = dict.fromkeys(GOLD.columns, 0.5) | {
        "concept": "proper_noun",
        "address": "L1.c.1",
        "labels": "people",
    }
    row |= {"home_auroc": 0.9, "home_auroc_low": 0.88, "home_auroc_high": 0.92, "difference": -0.1}
    row |= {"auroc": 0.8, "auroc_low": 0.75, "auroc_high": 0.85, "texts": 1000, "positives": 4000}
    gold = pd.DataFrame([row])
    (shown,) = detectors(replace(found, gold=gold), 1).values["abroad"].rows
    assert shown[:6] == (
        *("proper noun", "L1.c.1", "people"),
        *("0.900 [0.880, 0.920]", "0.800 [0.750, 0.850]", "−0.100"),
    )
    assert shown[-2:] == ("1,000", "4,000")
