"""Samples in the report: novelty, quality, and texts as they come."""

import numpy as np
import pandas as pd

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.samples import novelty, quality, samples


def test_novelty_quantiles() -> None:
    """The figures of novelty are pandas's quantiles, beside the median of real tweets."""
    names = ("longest_copy", "nearest_distance", "nearest_share", "new_5gram_share", "new_8gram_share")
    frame = pd.DataFrame({name: np.arange(101.0) for name in names})
    rows = novelty(frame, frame * 2).rows
    assert rows[0][1:] == ("5", "50", "95", "100")
    assert novelty(frame, None).rows[0][-1] == "–"


def test_quality_keeps_real_tweets_apart(found: Artefacts) -> None:
    """The row without a temperature is that of real tweets, and comes last."""
    assert found.quality is not None
    rows = quality(found.quality).rows
    assert [row[0] for row in rows] == ["0.6", "0.8", "1", "real"]
    assert rows[0][2] == "0.600"


def test_samples_are_shown_in_order(found: Artefacts) -> None:
    """The first samples are printed as they come, none chosen."""
    assert found.samples is not None
    shown = samples(found, 4).values["shown"]
    assert [one["text"] for one in shown] == found.samples["text"].head(4).tolist()
