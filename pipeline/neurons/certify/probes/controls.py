"""The control tasks of probes: the first draw of each concept's, with the addresses the scan ranks best."""

import numpy as np
import pandas as pd

from pipeline.neurons.certify.probes.fits import CONTROL, Ranking
from pipeline.neurons.labels import LabelIndex
from pipeline.neurons.scan.result import ScanResult

PROBED = 128  # addresses ranked for the probes; they read up to 64


def ranking(scan: ScanResult, certified: pd.DataFrame) -> Ranking:
    """For each certified span concept the lag of its best address, and addresses at that lag, best first;
    then the same for each one's control task, whose addresses are ranked by its own scores."""
    names = [str(name) for name in scan.concepts]
    rows = certified[(certified["rank"] == 0) & (certified["kind"] == "span")]
    lags = dict(zip(rows["concept"], rows["lag"].astype(int), strict=True))
    found = {}
    for before, scores in (("", scan.score), (CONTROL, scan.control[0])):
        for concept, lag in lags.items():
            size = np.nan_to_num(np.abs(scores[names.index(concept), lag]))
            found[before + concept] = lag, np.argsort(-size, kind="stable")[:PROBED]
    return found


def spans_with_controls(
    spans: pd.DataFrame, tweets: pd.DataFrame, labels: LabelIndex, concepts: list[str]
) -> pd.DataFrame:
    """The spans of concepts, and those of the first control task of each, called `CONTROL` + concept.

    Args:
        labels: over `tweets`: first the concepts, then the first draw of a control of each.
        concepts: those whose controls are wanted.
    """
    count = labels.names.index("control 0")
    ids = tweets["tweet_id"].to_numpy()
    parts = [spans]
    for concept in concepts:
        tweet, start, end = labels.spans(count + labels.names.index(concept))
        columns = {"tweet_id": ids[tweet], "concept": CONTROL + concept, "start": start, "end": end}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)
