"""The generate stage: samples with their certificates, the quality curve, the quiz."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import SamplesSettings, SamplingSettings
from pipeline.core.tables import checked, write_table
from pipeline.core.workspace import Workspace, write_json
from pipeline.figures import quality as figures
from pipeline.samples import quiz, steer
from pipeline.samples.columns import REAL_NOVELTY, SAMPLES
from pipeline.samples.export import FIELDS, WRITERS, export
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.novelty.certificate import NoveltyIndex
from pipeline.samples.quality.measured import quality
from pipeline.samples.writing import trained
from pipeline.samples.writing.generate import encode_prompts, generate
from pipeline.samples.writing.mixture import Mixture
from pipeline.samples.writing.reserved import reserved
from pipeline.samples.writing.trained import Trained
from pipeline.text.tweets import whole
from pipeline.tracking.tracker import NullTracker

SHOWN = 200  # samples in the table that the MLflow UI shows


def run(
    settings: SamplesSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write samples.{parquet,jsonl,csv,txt}, real_novelty.parquet, quality.parquet, verdict.json, quiz.json.

    Raises:
        UserError: an artefact is missing, or a setting does not fit the network.
    """
    network = trained.load(workspace)
    prompts = prompts_of(settings)
    encode_prompts(prompts, network.vocabulary, settings.max_length)  # what does not fit is said at once
    held = steer.steering(workspace, settings.steer)
    for one in held:
        if not one.certified:
            screen.warn(
                f"{one.address} is not certified as a detector of {one.concept}: what it steers is uncertain"
            )
    tweets = whole(workspace, ["tweet_id", "text", "split"])
    parts = {split: tweets[tweets["split"] == split] for split in ("train", "valid", "test")}
    if parts["train"].empty:
        raise UserError(f"{workspace.tweets} has no training tweets to compare samples with")
    index = novelty.build(parts["train"]["text"].tolist(), parts["train"]["tweet_id"].tolist())
    real = novelty.certify(index, parts["test"]["text"].tolist(), settings.candidates)
    real.insert(0, "tweet_id", parts["test"]["tweet_id"].to_numpy())
    mixture = Mixture.of(network, tweets, settings.mix_order) if settings.mix_order else None
    drawn = _samples(settings, network, prompts, held, mixture, index, real, screen)
    exported = _exported(drawn, settings, network, held, tracker.run_id or "")
    _write(exported, real, workspace, tracker)
    asked = _quiz(settings, parts["test"], exported, drawn)
    write_json(workspace.quiz, quiz.as_json(asked))
    verdict = quality(settings, network, index, parts, real, workspace, tracker, screen)
    if len(real):
        tracker.figure(figures.novelty(exported, real), "novelty")
    return _counts(exported, real, verdict) | {"questions": len(asked)}


def prompts_of(settings: SamplesSettings) -> list[str]:
    """The prompts: the lines of the prompt file, or the one prompt.

    Raises:
        UserError: the file is missing, no text, or empty.
    """
    if not settings.prompt_file:
        return [settings.prompt]
    if settings.prompt:
        raise UserError(
            f"give a prompt or a file of them, not both: {settings.prompt!r} and {settings.prompt_file}"
        )
    path = Path(settings.prompt_file)
    try:
        lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"cannot read the prompts in {path}: give a UTF-8 text, one a line") from error
    if not lines:
        raise UserError(f"{path} has no prompt: write one a line")
    return lines


def _samples(
    settings: SamplesSettings,
    network: Trained,
    prompts: list[str],
    held: list[steer.Held],
    mixture: Mixture | None,
    index: NoveltyIndex,
    real: pd.DataFrame,
    screen: QuietScreen,
) -> pd.DataFrame:
    """The samples as the network wrote them, with bits, novelty and the number of the attempt."""
    holds = steer.holds(held)
    drawn = pd.DataFrame({"index": np.arange(settings.count), "attempt": 0})

    def draw(rows: pd.DataFrame, title: str) -> pd.DataFrame:
        with screen.progress(title, 2 * len(rows), "samples") as advance:
            texts = generate(
                network.weights,
                network.vocabulary,
                rows["index"],
                settings,
                prompts,
                holds,
                rows["attempt"],
                advance,
                mixture=mixture,
            )
            figures = novelty.certify(index, texts["text"].tolist(), settings.candidates, advance)
        return pd.concat([texts, figures, rows[["attempt"]].reset_index(drop=True)], axis=1)

    drawn = draw(drawn, "samples")
    if settings.reject_copies is None:
        return drawn
    if real.empty:
        raise UserError("without test tweets nobody can say how near is too near: leave out --reject-copies")
    least = real["nearest_share"].quantile(settings.reject_copies)
    for number in range(1, settings.reject_rounds + 1):
        near = drawn["nearest_share"] < least
        if not near.any():
            break
        again = draw(drawn.loc[near, ["index"]].assign(attempt=number), f"copies, again ({number})")
        drawn.loc[near] = again.set_axis(drawn.index[near])
    if left := int((drawn["nearest_share"] < least).sum()):
        screen.warn(f"{left} of {len(drawn)} samples are still nearer than {least:.3f}: their figures say so")
    return drawn


def _exported(
    drawn: pd.DataFrame, settings: SamplesSettings, network: Trained, held: list[steer.Held], run_id: str
) -> pd.DataFrame:
    """The table that is exported: the texts as they may leave, with all that made them.

    Novelty is that of the text as the network wrote it. With `reserved`, the text and the texts quoted from
    training tweets are given reserved addresses afterwards; `longest_copy` still counts the original.
    """
    last = settings.final_temperature or settings.temperature
    how = settings.model_dump(include=set(SamplingSettings.model_fields) & set(FIELDS))
    frame = drawn.assign(
        **how | {"final_temperature": last},
        reserved=settings.reserved,
        mix_order=settings.mix_order,
        steer=json.dumps({one.concept: one.record() for one in held}, ensure_ascii=False),
        model_sha256=network.sha256,
        run_id=run_id,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    if settings.reserved:
        for name in ("text", "longest_copy_text", "nearest_text"):
            frame[name] = frame[name].map(reserved)
    return checked(frame[list(FIELDS)], SAMPLES)


def _write(exported: pd.DataFrame, real: pd.DataFrame, workspace: Workspace, tracker: NullTracker) -> None:
    """All formats, the figures of real tweets, and what the tracker shows."""
    for format in WRITERS:
        path = export(exported, workspace.samples.with_suffix(f".{format}"))
        tracker.file(path, "samples")
    write_table(real, workspace.real_novelty, REAL_NOVELTY)
    tracker.table(exported.head(SHOWN), "samples")


def _quiz(
    settings: SamplesSettings, test: pd.DataFrame, exported: pd.DataFrame, drawn: pd.DataFrame
) -> list[quiz.Question]:
    """Questions from finished samples; real tweets get reserved addresses when samples have them."""
    texts = test["text"].map(reserved) if settings.reserved else test["text"]
    samples = exported.loc[drawn["finished"].to_numpy(), "text"]
    return quiz.questions(
        texts.tolist(),
        test["tweet_id"].tolist(),
        samples.tolist(),
        settings.questions,
        settings.choices,
        settings.seed,
    )


def _counts(exported: pd.DataFrame, real: pd.DataFrame, verdict: dict[str, Any] | None) -> dict[str, Any]:
    """What the manifest says of the run."""
    counts: dict[str, Any] = {
        "samples": len(exported),
        "unfinished": int((~exported["finished"]).sum()),
        "drawn_again": int((exported["attempt"] > 0).sum()),
        "bits_per_char": round(float(exported["bits_per_char"].mean()), 4),
        "longest_copy": round(float(exported["longest_copy"].mean()), 2),
        "nearest_share": round(float(exported["nearest_share"].mean()), 4),
        "real_tweets": len(real),
    }
    if len(real):
        counts["real_longest_copy"] = round(float(real["longest_copy"].mean()), 2)
        counts["real_nearest_share"] = round(float(real["nearest_share"].mean()), 4)
    if verdict:
        counts["best_temperature"] = verdict["temperature"]
        for name in (
            "discriminator",
            "longest_copy_d",
            "longest_copy_p",
            "nearest_share_d",
            "nearest_share_p",
        ):
            counts[f"best_{name}"] = round(verdict[name], 4)
    return counts
