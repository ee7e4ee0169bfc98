"""The model card beside a trained network (Mitchell et al. 2019): data, result, limits, intended use.

It names no date and no machine, so that the same training writes the same card.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.core.numbers import count, decimal, percent
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace, atomic, read_table, sha256, versions
from pipeline.text.tweets import table_that_fits
from pipeline.text.vocabulary import Vocabulary

FLAGS = {
    "is_retweet": "retweets",
    "is_manual_retweet": "quote-retweets typed by hand",
    "is_truncated": "tweets that were cut",
}
COLUMNS = ["text", "created_at", "author", "cluster_id", "split", *FLAGS]
LIBRARIES = ("tweetscope", "python", "tensorflow", "keras", "numpy")
LAST = 0.1  # of the steps: their batches give the bits on train


@dataclass(frozen=True)
class Trained:
    """What the card says about the network and its training.

    Attributes:
        settings: of the training.
        result: bits on valid and test, steps, epochs.
        vocabulary: the ids that the network knows.
        parameters: how many numbers were trained.
    """

    settings: TrainSettings
    result: Mapping[str, Any]
    vocabulary: Vocabulary
    parameters: int


def write(workspace: Workspace, trained: Trained) -> Path:
    """Write `MODEL_CARD.md` beside the network, from the corpus and the history that lie in the workspace."""
    history = read_table(workspace.history)
    streaming = workspace.stream.exists()
    data = stream_data(workspace.stream) if streaming else tweet_data(workspace.tweets)
    text = card(workspace.name, trained, data, history, streaming)
    with atomic(workspace.model_card) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return workspace.model_card


def card(name: str, trained: Trained, data: list[str], history: pd.DataFrame, streaming: bool) -> str:
    """The card as Markdown."""
    unit = "the text" if streaming else "whole tweets, each from the zero state"
    lines = [
        f"# Model card: {name}",
        "",
        f"A character-level network of Tweetscope {versions()['tweetscope']}.",
        "",
        *network(trained),
        "## Data",
        "",
        *data,
        "",
        "## Result",
        "",
        f"**{decimal(trained.result['test_bits_per_char'])} bits per character on test**, "
        f"{decimal(trained.result['valid_bits_per_char'])} on valid: −Σ log₂ p over characters and EOS, "
        "divided by "
        f"their number, over {unit}. The weights with the fewest bits on valid were kept; test was scored "
        "once.",
        "",
        *memorisation(trained.result["valid_bits_per_char"], history),
        *(STREAM_USE if streaming else TWEET_USE),
    ]
    return "\n".join(lines) + "\n"


def network(trained: Trained) -> list[str]:
    """Shape, size, settings, versions."""
    settings, known = trained.settings, versions()
    libraries = ", ".join(f"{library} {known[library]}" for library in LIBRARIES if library in known)
    optimizer = {"muon": "Muon for the recurrent layers, Adam for the rest", "adamw": "AdamW"}
    return [
        "## Network",
        "",
        "| | |",
        "|---|---|",
        f"| recurrent layers | {settings.layers}, of the cell `{settings.cell}` |",
        f"| units in each | {count(settings.units)} |",
        f"| embedding | {count(settings.embedding)} |",
        f"| vocabulary | {count(trained.vocabulary.size)} ids |",
        f"| parameters | {count(trained.parameters)} |",
        f"| training | {decimal(trained.result['epochs'], 1)} epochs, {count(trained.result['steps'])} "
        "steps |",
        f"| kept | step {count(trained.result['step'])} |",
        f"| optimiser | {optimizer.get(settings.optimizer, settings.optimizer)} |",
        f"| seed | {settings.seed} |",
        f"| made with | {libraries} |",
        "",
        "All settings stand in `model.json`.",
        "",
    ]


def tweet_data(path: Path) -> list[str]:
    """The tweets and their splits."""
    frame = table_that_fits(path, columns=COLUMNS)
    dates, authors = frame["created_at"].dropna(), frame["author"].nunique()
    period = f", {dates.min():%Y-%m} to {dates.max():%Y-%m}" if len(dates) else ""
    named = f", {count(authors)} {'author' if authors == 1 else 'authors'} named" if authors else ""
    rows = [
        f"| {split} | {count(len(part))} | {count(part['text'].str.len().sum())} |"
        for split, part in ((split, frame[frame["split"] == split]) for split in ("train", "valid", "test"))
    ]
    flags = ", ".join(f"{count(frame[column].sum())} {meaning}" for column, meaning in FLAGS.items())
    return [
        f"{count(len(frame))} tweets{period}{named}. {flags}. {count(frame['cluster_id'].nunique())} "
        "clusters of "
        "near-duplicates; none is divided between two splits.",
        "",
        "| split | tweets | characters |",
        "|---|--:|--:|",
        *rows,
        "",
        f"`{path.name}` has the SHA-256 `{sha256(path)}`. `manifests/corpus.json` accounts for every "
        "record of the raw "
        "file: read = kept + dropped + rejected.",
    ]


def stream_data(path: Path) -> list[str]:
    """The one long text."""
    size = len(path.read_text(encoding="utf-8"))
    return [
        f"One text of {count(size)} characters: the first 89 % train, the next 1 % valid, the last 10 % "
        "test.",
        "",
        f"`{path.name}` has the SHA-256 `{sha256(path)}`.",
    ]


def memorisation(valid: float, history: pd.DataFrame) -> list[str]:
    """How much better the network does on what it was trained on."""
    late = history[history["step"] >= (1 - LAST) * history["step"].max()]
    train = float(late["train_bits_per_char"].mean())
    lines = ["## Memorisation", ""]
    if math.isfinite(train):  # a training of a few steps has no row
        lines += [
            f"Bits per character at the end of training: {decimal(train)} on train (batches of the last "
            f"{percent(LAST, 0)} of the steps, with dropout if there was any), {decimal(valid)} on valid. "
            f"The difference, {decimal(valid - train)}, is what the network knows about its training text "
            "and not about text like it.",
            "",
        ]
    return [
        *lines,
        "The network can repeat parts of its training text. Every sample carries its longest copy and its "
        "distance to the nearest training tweet; `tweetscope audit` measures how well planted secrets are "
        "remembered.",
        "",
    ]


LIMITS = [
    "## Limits",
    "",
    "- It knows one corpus. On other authors, languages or years it does worse, and its neurons may track "
    "other things.",
    "- It has no knowledge of the world. What it writes is neither true nor an opinion of anybody.",
    "- It repeats the manner of its corpus, with whatever is offensive or false there.",
    "- Characters that are rare in the corpus are one id, UNK, which it cannot write.",
]
TWEET_USE = [
    "## Intended use",
    "",
    "Study of what single units of a recurrent network track; teaching; the analysis of this corpus. "
    "Samples are for "
    "looking at the network. Handles and addresses in them are replaced by reserved ones.",
    "",
    "Not intended: writing in the name of a person, publishing samples as if a person had written them, "
    "deciding "
    "anything about a person. The tweets are personal data of those who wrote them: share the network as "
    "you would "
    "share the tweets.",
    "",
    *LIMITS,
]
STREAM_USE = [
    "## Intended use",
    "",
    "Study of what single units of a recurrent network track; teaching; comparison of recipes.",
    "",
    *LIMITS,
]
