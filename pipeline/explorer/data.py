"""What the explorer carries: the network, tweets with their spans, and whatever evidence there is."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.files import read_text, reading
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace, read_json, read_table
from pipeline.explorer.encode import base64_of, pack
from pipeline.network.weights import load_weights
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.certify.passages import read as read_passages
from pipeline.neurons.first import first
from pipeline.neurons.scan.result import load as load_scan
from pipeline.text.tweets import some, whole
from pipeline.text.vocabulary import Vocabulary

EXCERPT = 280  # characters: a stream is shown in pieces as long as a tweet
PASSAGE_FIELDS = ("kind", "tweet_id", "text", "position", "value", "mask")
SAMPLE_FIELDS = (
    *("index", "text", "seed", "temperature", "prompt", "finished", "bits_per_char"),
    *("longest_copy", "longest_copy_text", "nearest_distance", "nearest_share", "nearest_text"),
    *("new_5gram_share", "new_8gram_share"),
)


def payload(settings: ExploreSettings, workspace: Workspace) -> dict[str, Any]:
    """Everything that the page shows, as JSON-able values; a missing artefact is None.

    Raises:
        UserError: the model, the vocabulary or the corpus is missing or damaged.
    """
    weights, card = load_weights(workspace)
    tweets = choose(corpus(workspace), settings.tweets)
    known = set(tweets["tweet_id"])
    path = workspace.found(workspace.spans)
    spans = some(path, None, lambda part: part["tweet_id"].isin(known)) if path else None
    certificates = graded_whole(
        _frame(workspace, workspace.certificates), _frame(workspace, workspace.causes)
    )
    interventions = _frame(workspace, workspace.interventions)
    return {
        "name": workspace.name,
        "card": {key: card[key] for key in card if key not in ("config", "experiment")},
        "experiment": card.get("experiment"),
        "vocabulary": list(Vocabulary.load(workspace.vocabulary).characters),
        "network": pack(weights, settings.precision),
        "beside": beside(settings, workspace),
        "tweets": with_spans(tweets, spans),
        "concepts": concepts(),
        "first": first(certificates, interventions),
        "moments": moments(workspace),
        "certificates": _rows(certificates),
        "passages": passages(workspace),
        "probes": _rows(_frame(workspace, workspace.probes)),
        "interventions": _rows(interventions),
        "samples": samples(workspace, settings.samples),
        "quiz": quiz(workspace),
    }


def beside(settings: ExploreSettings, workspace: Workspace) -> dict[str, Any] | None:
    """The network of another workspace in the same folder, for Compare; always `float16`, to stay small.

    Raises:
        UserError: that workspace has no network.
    """
    if not settings.beside:
        return None
    other = Workspace(workspace.folder.parent / settings.beside)
    if not other.model.exists():
        raise UserError(f"{other.folder} has no network to put beside: train or import one there")
    weights, _ = load_weights(other)
    characters = list(Vocabulary.load(other.vocabulary).characters)
    return {"name": other.name, "vocabulary": characters, "network": pack(weights, "float16")}


def corpus(workspace: Workspace) -> pd.DataFrame:
    """The tweets (tweet_id, text, split) of a workspace; a stream in excerpts, its last tenth as test."""
    if workspace.stream.exists() and not workspace.tweets.exists():
        text = read_text(workspace.need(workspace.stream, "corpus"))
        starts = np.arange(0, len(text), EXCERPT)
        return pd.DataFrame(
            {
                "tweet_id": [f"excerpt-{start}" for start in starts],
                "text": [text[start : start + EXCERPT] for start in starts],
                "split": np.where(starts >= 0.9 * len(text), "test", "train"),
            }
        )
    return whole(workspace, ["tweet_id", "text", "split"])


def choose(tweets: pd.DataFrame, count: int) -> pd.DataFrame:
    """`count` rows, test tweets first (nothing was trained on them), always the same, in file order."""
    unseen = (tweets["split"] == "test").to_numpy()
    order = np.lexsort((np.random.default_rng(0).permutation(len(tweets)), ~unseen))
    return tweets.iloc[np.sort(order[:count])]


def with_spans(tweets: pd.DataFrame, spans: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Each tweet with its spans: {"id", "text", "split", "spans": {concept: [[start, end], …]}}."""
    marked: dict[str, dict[str, list[list[int]]]] = {}
    if spans is not None:
        wanted = spans[spans["tweet_id"].isin(set(tweets["tweet_id"]))]
        columns = (wanted[name].tolist() for name in ("tweet_id", "concept", "start", "end"))
        for tweet_id, concept, start, end in zip(*columns, strict=True):
            marked.setdefault(tweet_id, {}).setdefault(concept, []).append([start, end])
    return [
        {"id": row.tweet_id, "text": row.text, "split": row.split, "spans": marked.get(row.tweet_id, {})}
        for row in tweets.itertuples()
    ]


def moments(workspace: Workspace) -> dict[str, str] | None:
    """The mean and the standard deviation of every address, in flat order, as base64 of float32."""
    if workspace.found(workspace.scan) is None:
        return None
    found = load_scan(workspace.scan)
    return {"mean": base64_of(found.mean), "deviation": base64_of(found.std)}


def concepts() -> dict[str, dict[str, str]]:
    """Sentence, example and group of each concept, for the page to explain itself."""
    from pipeline.concepts import CONCEPTS, GRADED

    return {
        name: {"sentence": item.sentence, "example": item.example, "group": group or item.group}
        for known, group in ((CONCEPTS, ""), (GRADED, "graded"))
        for name, item in known.items()
    }


def passages(workspace: Workspace) -> dict[str, Any] | None:
    """Passages by concept, without the values of each character: the page computes them itself."""
    path = workspace.found(workspace.passages)
    if path is None:
        return None
    return {
        concept: {
            "address": entry["address"],
            "passages": [{key: p[key] for key in PASSAGE_FIELDS if key in p} for p in entry["passages"]],
        }
        for concept, entry in read_passages(path).items()
    }


def samples(workspace: Workspace, count: int) -> list[dict[str, Any]] | None:
    """The first `count` samples, with the columns that the page shows."""
    frame = _frame(workspace, workspace.samples)
    if frame is None:
        return None
    return _rows(frame.head(count)[[name for name in SAMPLE_FIELDS if name in frame]])


def quiz(workspace: Workspace) -> list[dict[str, Any]] | None:
    """Questions of the quiz: `choices`, and the number of the `real` one."""
    path = workspace.found(workspace.quiz)
    if path is None:
        return None
    found = read_json(path)
    with reading(path, "a quiz"):
        return [{key: one[key] for key in ("choices", "real")} for one in found["questions"]]


def _frame(workspace: Workspace, path: Path) -> pd.DataFrame | None:
    return read_table(path) if workspace.found(path) else None


def _rows(frame: pd.DataFrame | None) -> list[dict[str, Any]] | None:
    if frame is None:
        return None
    columns: Iterable[list[Any]] = (_plain(frame[name]) for name in frame)
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pd.Series) -> list[Any]:
    return column.astype(str).tolist() if column.dtype.kind == "M" else column.astype(object).tolist()
