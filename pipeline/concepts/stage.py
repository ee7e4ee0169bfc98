"""The concepts stage: tweets.parquet → spans.parquet."""

from typing import Any

import pandas as pd

from pipeline.concepts.catalogue import CONCEPTS
from pipeline.concepts.columns import SPANS
from pipeline.concepts.label import LabelledCorpus, label
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ConceptSettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, read_table
from pipeline.tracking.tracker import NullTracker

_EXAMPLES = 3  # spans shown for each concept


def count_spans(spans: pd.DataFrame, characters: int) -> pd.DataFrame:
    """Spans, tweets, characters and share of characters of each concept; zeros for one without spans."""
    width = (spans["end"] - spans["start"]).astype("int64")
    grouped = spans.assign(width=width).groupby("concept", sort=False)
    table = grouped.agg(spans=("start", "size"), tweets=("tweet_id", "nunique"), characters=("width", "sum"))
    names = [*CONCEPTS, *(name for name in table.index if name not in CONCEPTS)]
    table = table.reindex(names, fill_value=0).rename_axis("concept").reset_index()
    return table.assign(share=table["characters"] / max(1, characters))


def show_examples(spans: pd.DataFrame, texts: dict[str, str]) -> pd.DataFrame:
    """The most frequent texts of each concept's spans, a few each, with their counts."""
    cut = [texts[t][a:b] for t, a, b in zip(spans["tweet_id"], spans["start"], spans["end"], strict=True)]
    counts = spans.assign(text=cut).groupby(["concept", "text"]).size().rename("count").reset_index()
    counts = counts.sort_values(["concept", "count", "text"], ascending=[True, False, True])
    return counts.groupby("concept").head(_EXAMPLES).reset_index(drop=True)


def run(
    settings: ConceptSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Label the corpus and write `spans.parquet`.

    Raises:
        UserError: the corpus is missing or empty; a tagger, span file or pattern cannot be used.
    """
    tweets = read_table(workspace.need(workspace.tweets, "corpus"), columns=["tweet_id", "text"])
    if tweets.empty:
        raise UserError(f"{workspace.tweets} has no tweet: run `make corpus` on another file")
    labels = label(tweets, settings)
    for name in sorted(set(settings.patterns) - set(labels.spans["concept"])):
        screen.warn(f"the pattern of concept {name} matches nothing in this corpus")
    write_table(labels.spans, workspace.spans, SPANS)
    table = count_spans(labels.spans, int(tweets["text"].str.len().sum()))
    _show(
        table, labels, dict(zip(tweets["tweet_id"].astype(str), tweets["text"], strict=True)), tracker, screen
    )
    return {
        "tweets": len(tweets),
        "spans": len(labels.spans),
        "concepts": table.set_index("concept")["spans"].astype(int).to_dict(),
        "slogans": [slogan.text for slogan in labels.slogans],
    }


def _show(
    table: pd.DataFrame,
    labels: LabelledCorpus,
    texts: dict[str, str],
    tracker: NullTracker,
    screen: QuietScreen,
) -> None:
    """Counts, examples and slogans, for the screen and the tracker."""
    slogans = pd.DataFrame(
        [(s.text, s.count, s.given) for s in labels.slogans], columns=["slogan", "count", "given"]
    )
    tracker.table(table, "concepts")
    tracker.table(show_examples(labels.spans, texts), "concept_examples")
    tracker.table(slogans, "slogans")
    screen.table("concepts", list(table.columns), table.itertuples(index=False))
