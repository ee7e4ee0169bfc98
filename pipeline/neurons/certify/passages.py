"""Passages: where a detector fires, where it is most wrong, and what it does along whole tweets."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.files import read_json, reading
from pipeline.network.activations import Concatenation, activations, covered
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.chosen import Chosen, chosen
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray
CharacterSpans = tuple[Array, Array, Array]  # tweet, start, end: int [spans], as of `Concatenation.spans`

EXAMPLES = 3  # tweets shown whole, those with the most of the concept's spans


def collect(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    spans: pd.DataFrame,
    best: pd.DataFrame,
    count: int,
) -> dict[str, dict[str, Any]]:
    """The passages of every concept's best detector, from test tweets.

    Args:
        tweets: the tweet table; only its test split is read.
        spans: of the concepts (characters).
        best: certificates; the rows of rank 0 are read.
        count: of passages of each kind (but examples), each from another tweet.

    Returns:
        concept → address, lag, sign and `passages`, as JSON: kind (top: highest anywhere; false_positive:
        highest outside; miss: lowest inside; example), tweet_id, text, position (of the character),
        value (there), values (of each character), mask (the spans). High means sign × value.
    """
    test = tweets[tweets["split"] == "test"].reset_index(drop=True)
    layout = Concatenation.of(test, vocabulary)
    found = [*chosen(best), *chosen(best, "graded")]
    values = activations(weights, layout.ids, [one.address for one in found])
    graded = {one.concept for one in chosen(best, "graded")}
    result = {}
    for one, row in zip(found, values, strict=True):
        scores = row[layout.read(one.lag)]
        # A graded concept is a place within something: its spans are shown, but it has no mistakes.
        shown = layout.spans(spans, one.concept.removeprefix("position_in_"))
        places = _tops(one, scores, layout, count) + _examples(shown, layout)
        if one.concept not in graded:
            places += _mistakes(one, scores, shown, layout, count)
        passages = [_passage(kind, at, scores, layout, test, shown) for kind, at in places]
        head = {"address": str(one.address), "lag": one.lag, "sign": one.sign}
        result[one.concept] = {**head, "passages": passages}
    return result


def read(path: Path) -> dict[str, dict[str, Any]]:
    """`passages.json`.

    Raises:
        Damaged: it is something else.
    """
    found = read_json(path)
    with reading(path, "passages of detectors"):
        for entry in found.values():
            str(entry["address"]), [(one["kind"], one["text"]) for one in entry["passages"]]
    return found


def _tops(one: Chosen, values: Array, layout: Concatenation, count: int) -> list[tuple[str, int]]:
    """The highest characters of all."""
    everywhere = np.arange(layout.characters)
    return [("top", at) for at in highest(everywhere, one.sign * values, layout, one.lag, count)]


def _mistakes(
    one: Chosen, values: Array, shown: CharacterSpans, layout: Concatenation, count: int
) -> list[tuple[str, int]]:
    """The highest characters outside of the concept and the lowest inside."""
    scores, mask = one.sign * values, covered(shown[1], shown[2], layout.characters)
    inside, outside = np.flatnonzero(mask), np.flatnonzero(~mask)
    wanted = (("false_positive", outside, scores[outside]), ("miss", inside, -scores[inside]))
    return [(kind, at) for kind, among, by in wanted for at in highest(among, by, layout, one.lag, count)]


def _examples(shown: CharacterSpans, layout: Concatenation) -> list[tuple[str, int]]:
    """The first labelled character of the tweets with the most spans."""
    tweet, start, _ = shown
    spans = np.bincount(tweet, minlength=len(layout.ids))
    fullest = [n for n in np.argsort(-spans, kind="stable")[:EXAMPLES] if spans[n]]
    return [("example", int(start[tweet == number].min())) for number in fullest]


def highest(among: Array, by: Array, layout: Concatenation, lag: int, count: int) -> list[int]:
    """The characters of `among` with the highest `by`, one a tweet, the earlier first among equals.

    What was read so far decides a value: of tweets that begin alike up to there only one is shown.

    Args:
        among: int [n], characters.
        by: float [n].
        lag: of the reading.
    """
    order = among[np.argsort(-by, kind="stable")]
    _, first = np.unique(layout.tweet[order], return_index=True)
    found: dict[bytes, int] = {}
    for at in order[np.sort(first)]:
        begin = layout.starts[layout.tweet[at]]
        found.setdefault(layout.ids[layout.tweet[at]][: at - begin + 1 - lag].tobytes(), int(at))
        if len(found) == count:
            break
    return list(found.values())


def _passage(
    kind: str, at: int, values: Array, layout: Concatenation, tweets: pd.DataFrame, shown: CharacterSpans
) -> dict[str, Any]:
    """One passage as JSON."""
    number = int(layout.tweet[at])
    first, last = layout.starts[number], layout.starts[number + 1]
    tweet, start, end = shown
    own = tweet == number
    return {
        "kind": kind,
        "tweet_id": str(tweets["tweet_id"].iloc[number]),
        "text": tweets["text"].iloc[number],
        "position": int(at - first),
        "value": round(float(values[at]), 4),
        "values": [round(float(value), 4) for value in values[first:last]],
        "mask": sorted([int(a - first), int(b - first)] for a, b in zip(start[own], end[own], strict=True)),
    }
