"""What each choice of the training recipe is worth: one change at a time, the same number of characters.

    python benchmarks/training/recipe.py data/trump --epochs 2

Each variant is the base with one thing changed, trained by the product's own loop with the whole schedule
(warm-up, cosine) within the given epochs and scored on the validation tweets; the test tweets are not
touched. The base is the preset, or what `--set learning_rate=6e-3` makes of it. Characters rather than
seconds are held equal, since seconds on a shared machine measure little; the table gives characters a second
beside. Where concepts are labelled, the table also says how well the best single address of each tells it on
the validation tweets (AUROC; chosen and scored there, so a little too high for all alike). Each variant is a
nested run in MLflow (`--track`).
"""

import argparse
import json
import math
import operator
import tempfile
from contextlib import nullcontext
from functools import reduce
from pathlib import Path
from typing import Any

from pipeline.core.errors import UserError
from pipeline.core.preset import load_preset
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.tracking import tracker as tracking
from pipeline.tracking.tracker import NullTracker
from pipeline.training import runtime

RESULTS = Path(__file__).resolve().parents[1] / "results" / "recipe.json"
VARIANTS: dict[str, dict[str, Any]] = {
    "the base": {},
    "rate 3e-3": {"learning_rate": 3e-3},
    "rate 6e-3": {"learning_rate": 6e-3},
    "rate 1.2e-2": {"learning_rate": 1.2e-2},
    "rate 2.4e-2": {"learning_rate": 2.4e-2},
    "AdamW for all": {"optimizer": "adamw"},
    "AdamW for all, rate 3e-3": {"optimizer": "adamw", "learning_rate": 3e-3},
    "rate 1.2e-2, embedding of 128": {"learning_rate": 1.2e-2, "embedding": 128},
    "rate falling to a tenth": {"final_rate": 0.1},
    "level rate": {"final_rate": 1.0},
    "6,144 characters a step": {"batch_characters": 6144},
    "12,288 characters a step": {"batch_characters": 12288},
    "24,576 characters a step": {"batch_characters": 24576},
    "192 units": {"units": 192},
    "384 units": {"units": 384},
    "no dropout": {"dropout": 0.0},
    "dropout 0.1": {"dropout": 0.1},
    "dropout 0.2": {"dropout": 0.2},
    "weights dropped 0.1": {"weight_drop": 0.1},
    "weights dropped 0.2": {"weight_drop": 0.2},
    "weights dropped 0.2, dropout 0.1": {"weight_drop": 0.2, "dropout": 0.1},
    "weights dropped 0.3, dropout 0.2": {"weight_drop": 0.3, "dropout": 0.2},
    "embedding of 32": {"embedding": 32},
    "embedding of 128": {"embedding": 128},
    "no long memories": {"memory_span": 0},
    "memories of up to 35 characters": {"memory_span": 35},
    "memories of up to 560 characters": {"memory_span": 560},
    "no long memories, forget bias 0": {"memory_span": 0, "forget_bias": 0.0},
    "no long memories, forget bias 2": {"memory_span": 0, "forget_bias": 2.0},
    "clipping at 0.25": {"clip_norm": 0.25},
    "clipping at 4": {"clip_norm": 4.0},
    "averaged weights, 0.99": {"average_decay": 0.99},
    "no weight decay": {"weight_decay": 0.0},
    "weight decay 0.1": {"weight_decay": 0.1},
    "second moment 0.999": {"beta_2": 0.999},
    "cells held steady, 0.5": {"cell_variation": 0.5},
    "cells held steady, 1": {"cell_variation": 1.0},
    "cells held steady, 2.5": {"cell_variation": 2.5},
    "float32": {"precision": "float32"},
    "the same order in every epoch": {"order": "same"},
    "short tweets first": {"order": "short first"},
}


CONCEPTS = ("mention", "url", "hashtag", "all_caps", "quotation", "slogan", "aux_be", "proper_noun")


def detectors(workspace: Workspace, weights: Path, settings: TrainSettings) -> dict[str, float]:
    """The greatest AUROC of any address at either lag on the valid tweets, for each concept that occurs."""
    import numpy as np
    import pandas as pd

    from pipeline.core.settings import ScanSettings
    from pipeline.network.batch import batches
    from pipeline.network.weights import read_weights
    from pipeline.neurons.evidence import Material, labels_of
    from pipeline.neurons.scan.calibrate import calibrate
    from pipeline.neurons.scan.one_pass import score_batch
    from pipeline.text.vocabulary import Vocabulary

    if not workspace.spans.exists():
        return {}
    tweets = pd.read_parquet(workspace.tweets, columns=["tweet_id", "text", "split"])
    tweets = tweets[tweets["split"] == "valid"].reset_index(drop=True)
    spans = pd.read_parquet(workspace.spans)
    spans = spans[spans["concept"].isin(CONCEPTS) & spans["tweet_id"].isin(tweets["tweet_id"])]
    network = read_weights(weights, settings.cell, settings.activations)
    given = Material(network, Vocabulary.load(workspace.vocabulary), tweets, spans, settings)
    work = list(batches(given.layout.ids, np.arange(len(tweets)), ScanSettings().batch_size))
    labels = labels_of(given, 0).only(len(given.concepts))
    ranker = calibrate(network, work, ScanSettings().bins)
    spans = reduce(operator.add, (score_batch(network, ranker, batch, labels, [])[0] for batch in work))
    best = 0.5 + np.abs(spans.auroc() - 0.5).max(axis=(1, 2))
    return {name: float(value) for name, value in zip(given.concepts, best, strict=True)}


def ordered(order: str, *given: Any) -> Any:
    """Tweets as a source, their batches in a new order in each epoch (""), or as `order` says."""
    from pipeline.training.sources import Tweets

    class SameOrder(Tweets):
        def _plan(self, epoch: int) -> list[Any]:
            return super()._plan(0)

    class ShortFirst(Tweets):
        def _plan(self, epoch: int) -> list[Any]:
            return sorted(super()._plan(epoch), key=lambda rows: int(self.lengths[rows].max()))

    return {"": Tweets, "same": SameOrder, "short first": ShortFirst}[order](*given)


def train(
    settings: TrainSettings, order: str, workspace: Workspace, tracker: NullTracker
) -> dict[str, float]:
    """One variant: best validation bits per character, training bits, characters a second, detectors."""
    from pipeline.core.screen import QuietScreen
    from pipeline.training import model as network
    from pipeline.training.sources import load_parts
    from pipeline.training.stage import Training
    from pipeline.training.trainee import build

    vocabulary, parts = load_parts(workspace)
    with tempfile.TemporaryDirectory() as folder:
        trainee = build(vocabulary.size, settings)
        source = ordered(order, trainee, settings, parts)
        place = Workspace(Path(folder) / workspace.name)
        training = Training(trainee, source, settings, place, tracker, QuietScreen(), "recipe")
        training.run()
        for k, variable in enumerate(trainee.model.trainable_variables):
            variable.assign(training.best[str(k)])
        network.save_weights(trainee.model, place.weights)
        aurocs = detectors(workspace, place.weights, settings)
    done = training.progress
    last = [row["train_bits_per_char"] for row in done.history[-10:]]
    characters = settings.epochs * sum(len(ids) + 1 for ids in parts["train"])
    return {
        "valid_bits": float(done.best or math.inf),
        "train_bits": sum(last) / len(last),
        "characters_per_second": characters / done.seconds,
        **aurocs,
    }


def main() -> None:
    """Train the variants in turn, those already in the results file excepted, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("workspace", type=Path, help="data/NAME, with its corpus stage done")
    parser.add_argument("--preset", default="tweets")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--only", nargs="*", choices=list(VARIANTS), default=list(VARIANTS))
    parser.add_argument("--set", nargs="*", default=[], metavar="SETTING=VALUE", help="changes the base")
    parser.add_argument("--track", action="store_true")
    asked = parser.parse_args()
    try:
        changed = dict(one.partition("=")[::2] for one in asked.set)
        settings = load_preset(asked.preset, {"train": {**changed, "epochs": asked.epochs}}).train
    except UserError as error:
        parser.error(str(error))
    runtime.start(training=True)
    workspace = Workspace(asked.workspace.resolve())
    root = Path(__file__).resolve().parents[2]
    run = (
        tracking.stage_run(root, workspace.name, "recipe", f"recipe {asked.epochs}", {})
        if asked.track
        else nullcontext(NullTracker())
    )
    rows = known(settings)
    with run as tracker:
        for name in asked.only:
            if name not in rows:
                varied = dict(VARIANTS[name])
                with tracker.child(name) as child:
                    child.params(varied)
                    order = varied.pop("order", "")
                    row = train(settings.model_copy(update=varied), order, workspace, child)
                    child.metrics({"valid/best_bits_per_character": row["valid_bits"]})
                rows = keep(settings, name, row)
            print(line(name, rows), flush=True)
    names = [name.replace("_", " ") for name in CONCEPTS]
    print(
        f"\n| {asked.epochs:g} epochs | valid bits/char | difference | train | characters/s |",
        " | ".join(names),
        "|",
    )
    print("|---" * (5 + len(names)) + "|")
    print("\n".join(line(name, rows) for name in asked.only))


def known(settings: TrainSettings) -> dict[str, dict[str, float]]:
    """The rows in the results file whose base was this one."""
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    return next((table["rows"] for table in found if table["base"] == settings.model_dump()), {})


def keep(settings: TrainSettings, name: str, row: dict[str, float]) -> dict[str, dict[str, float]]:
    """Write a row beside those that are there, of other bases too; all rows of this base."""
    base, rows = settings.model_dump(), {**known(settings), name: row}
    found = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    others = [table for table in found if table["base"] != base]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([*others, {"base": base, "rows": rows}], indent=1) + "\n")
    return rows


def line(name: str, rows: dict[str, dict[str, float]]) -> str:
    """A row of the table."""
    row, base = rows[name], rows.get("the base", rows[name])
    difference = row["valid_bits"] - base["valid_bits"]
    aurocs = " | ".join(f"{row[one]:.3f}" if one in row else "–" for one in CONCEPTS)
    return (
        f"| {name} | {row['valid_bits']:.3f} | {difference:+.3f} | {row['train_bits']:.3f} "
        f"| {row['characters_per_second']:,.0f} | {aurocs} |"
    )


if __name__ == "__main__":
    main()
