"""The concepts stage: tweets.parquet → spans.parquet."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from pipeline.concepts.by_piece import COLUMNS, PASSES, Summary, counted, labelled, summary
from pipeline.concepts.catalogue import CONCEPTS
from pipeline.concepts.columns import SPANS
from pipeline.concepts.label import Spans, label
from pipeline.concepts.rules.slogans import Slogan
from pipeline.core.engine import HERE, Engine
from pipeline.core.errors import UserError
from pipeline.core.files import parts, read_table
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ConceptSettings
from pipeline.core.tables import write_parts, write_table
from pipeline.core.workspace import Workspace
from pipeline.text.tweets import Piece, pieces
from pipeline.tracking.tracker import NullTracker

_EXAMPLES = 3  # spans shown for each concept


def count_spans(found: Summary) -> pd.DataFrame:
    """Spans, tweets, characters and share of characters of each concept; zeros for one without spans."""
    names = [*CONCEPTS, *sorted(name for name in found.spans if name not in CONCEPTS)]
    rows = [(name, found.spans[name], found.marked[name], found.covered[name]) for name in names]
    table = pd.DataFrame(rows, columns=["concept", "spans", "tweets", "characters"])
    return table.assign(share=table["characters"] / max(1, found.characters))


def show_examples(found: Summary) -> pd.DataFrame:
    """The most frequent texts of each concept's spans, a few each, with their counts."""
    rows = [(*example, count) for example, count in found.examples.items()]
    counts = pd.DataFrame(rows, columns=["concept", "text", "count"])
    counts = counts.sort_values(["concept", "count", "text"], ascending=[True, False, True])
    return counts.groupby("concept").head(_EXAMPLES).reset_index(drop=True)


def run(
    settings: ConceptSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
    engine: Engine = HERE,
) -> dict[str, Any]:
    """Label the corpus and write `spans.parquet`, in as many files as the tweets have.

    Raises:
        UserError: the corpus is missing or empty; a tagger, span file or pattern cannot be used.
    """
    path = workspace.need(workspace.tweets, "corpus")
    cut = pieces(path)
    if not cut:
        raise UserError(f"{path} has no tweet: run `make corpus` on another file")
    if engine is HERE and len(parts(path)) == 1:
        found, slogans = _at_once(settings, workspace)
    else:
        found, slogans = _by_piece(settings, workspace, cut, screen, engine)
    for name in sorted(set(settings.patterns) - set(found.spans)):
        screen.warn(f"the pattern of concept {name} matches nothing in this corpus")
    table = count_spans(found)
    _show(table, found, slogans, tracker, screen)
    return {
        "tweets": found.tweets,
        "spans": found.spans.total(),
        "concepts": table.set_index("concept")["spans"].astype(int).to_dict(),
        "slogans": [slogan.text for slogan in slogans],
    }


def _at_once(settings: ConceptSettings, workspace: Workspace) -> tuple[Summary, list[Slogan]]:
    """One file of tweets in this process: each tweet is read once."""
    tweets = read_table(workspace.tweets, COLUMNS)
    labels = label(tweets, settings)
    write_table(labels.spans, workspace.spans, SPANS)
    return summary(labels.spans, tweets), labels.slogans


def _by_piece(
    settings: ConceptSettings,
    workspace: Workspace,
    cut: Sequence[Piece],
    screen: QuietScreen,
    engine: Engine,
) -> tuple[Summary, list[Slogan]]:
    """Any number of files, piece by piece, by any number of workers."""
    found = Summary()
    with screen.progress("labelling", PASSES * len(cut), "pieces") as advance:

        def done(number: int) -> None:
            advance(1)

        labelling = counted(settings, workspace, cut, engine, done)

        def files() -> Iterator[Spans]:
            """The spans of each file of tweets."""
            nonlocal found
            results = labelled(labelling, cut, engine, done)
            for _, group in groupby(results, key=lambda result: result[0].path):
                frames = []
                for _, spans, own in group:
                    frames.append(spans)
                    found += own
                yield pd.concat(frames, ignore_index=True)

        if workspace.tweets.is_dir():
            write_parts(files(), workspace.spans, SPANS)
        else:
            write_table(next(files()), workspace.spans, SPANS)
    return found, labelling.slogans


def _show(
    table: pd.DataFrame, found: Summary, slogans: list[Slogan], tracker: NullTracker, screen: QuietScreen
) -> None:
    """Counts, examples and slogans, for the screen and the tracker."""
    shown = pd.DataFrame([(s.text, s.count, s.given) for s in slogans], columns=["slogan", "count", "given"])
    tracker.table(table, "concepts")
    tracker.table(show_examples(found), "concept_examples")
    tracker.table(shown, "slogans")
    screen.table("concepts", list(table.columns), table.itertuples(index=False))
