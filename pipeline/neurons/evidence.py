"""The tweets, labels and controls of a workspace, ready for the scan and for certificates."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.concepts import CONCEPTS
from pipeline.core.errors import NothingToFind, UserError
from pipeline.core.files import parts, read_parts, read_table, reading
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.network.activations import Concatenation
from pipeline.network.weights import NetworkWeights, load_weights
from pipeline.neurons.controls import DRAWS, control_spans, words
from pipeline.neurons.labels import LabelIndex, SpanArrays, united
from pipeline.text.tweets import drawn
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray


@dataclass(frozen=True)
class Material:
    """What a workspace holds that evidence needs. Tweets are numbered by their row in the table.

    `trained` are the settings of the training, of which the untrained control takes its start. Of a corpus
    with very many tweets these are a sample (`sampled`).
    """

    weights: NetworkWeights
    vocabulary: Vocabulary
    tweets: pd.DataFrame
    spans: pd.DataFrame
    trained: TrainSettings = field(default_factory=TrainSettings)

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The span concepts that occur: those of the catalogue in its order, then one's own."""
        found = set(self.spans["concept"].unique())
        known = [name for name in CONCEPTS if name in found]
        return (*known, *sorted(found - set(known)))

    @cached_property
    def layout(self) -> Concatenation:
        """The characters of all tweets as ids."""
        return Concatenation.of(self.tweets, self.vocabulary)

    @cached_property
    def words(self) -> tuple[SpanArrays, Array]:
        """The words of all tweets and their types."""
        return words(list(self.tweets["text"]))

    def rows(self, *splits: str) -> Array:
        """The numbers of the tweets of some splits."""
        return np.flatnonzero(self.tweets["split"].isin(splits))

    def concept_spans(self, name: str) -> SpanArrays:
        """The spans of a concept, offsets into their tweet."""
        tweet, start, end = self.layout.spans(self.spans, name)
        return tweet, start - self.layout.starts[tweet], end - self.layout.starts[tweet]


def material(workspace: Workspace) -> Material:
    """Read it.

    Raises:
        UserError: an artefact is missing or does not fit the others, or no span was found.
    """
    weights, card = load_weights(workspace)
    if len(set(weights.units)) != 1:
        raise UserError(f"layers of {workspace.weights} differ in size: addresses need equal layers")
    columns = ["tweet_id", "text", "split"]
    tweets = drawn(workspace.need(workspace.tweets, "corpus"), columns)
    spans = spans_of(workspace, set(tweets["tweet_id"]))
    if spans.empty:
        raise NothingToFind(f"{workspace.spans} has no span: no concept occurs in this corpus")
    trained = TrainSettings.model_validate(card.get("settings", {}))
    return Material(weights, Vocabulary.load(workspace.vocabulary), tweets, spans, trained)


def spans_of(workspace: Workspace, ids: set[str]) -> pd.DataFrame:
    """The spans of these tweets; those of all others are checked too, one file at a time.

    Raises:
        UserError: they are missing, or not of this corpus.
    """
    path, found = workspace.need(workspace.spans, "analyze"), []
    tweets = parts(workspace.tweets)
    with reading(path, "spans of this corpus"):
        if len(parts(path)) != len(tweets):
            raise ValueError(f"the tweets are in {len(tweets)} files, the spans in {len(parts(path))}")
    for part, spans in zip(tweets, read_parts(path), strict=True):
        if len(spans):
            check_fits(spans, read_table(part, columns=["tweet_id", "text"]), path)
        found.append(spans[spans["tweet_id"].isin(ids)])
    return pd.concat(found, ignore_index=True)


def check_fits(spans: pd.DataFrame, tweets: pd.DataFrame, path: Path) -> None:
    """That spans lie in these tweets.

    Raises:
        Damaged: one is of no tweet, or ends outside of it.
    """
    with reading(path, "spans of this corpus"):
        length = spans["tweet_id"].map(tweets.set_index("tweet_id")["text"].str.len())
        inside = (spans["start"] >= 0) & (spans["start"] < spans["end"]) & (spans["end"] <= length)
        if not inside.all():
            raise ValueError(f"{int((~inside).sum()):,} spans lie in none of its tweets")


def labels_of(material: Material, seed: int) -> LabelIndex:
    """Spans of every concept, then of `DRAWS` control tasks of each: label draw·C + C + concept.

    How much a control labels is taken from train and valid, so that nothing here looks at test labels.
    """
    seen = np.zeros(len(material.tweets), dtype=bool)
    seen[material.rows("train", "valid")] = True
    size = int(np.diff(material.layout.starts)[seen].sum())
    spans = [united(*material.concept_spans(name)) for name in material.concepts]
    lengths = [(end - start)[seen[tweet]] for tweet, start, end in spans]
    controls = [
        control_spans(*material.words, one, one.sum() / max(1, size), (seed, draw, number))
        for draw in range(DRAWS)
        for number, one in enumerate(lengths)
    ]
    names = [*material.concepts, *(f"control {number}" for number in range(len(controls)))]
    return LabelIndex.of(names, [*spans, *controls], len(material.tweets))
