"""Train the network on the tweet table (or a stream), keep the best, and never lose work."""

import hashlib
import json
import math
import shutil
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, sha256
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker
from pipeline.training import batches
from pipeline.training import model as network
from pipeline.training.jax import refusals
from pipeline.training.records import card, checkpoint
from pipeline.training.records.checkpoint import Progress
from pipeline.training.records.columns import HISTORY, curve
from pipeline.training.sources import Source, Stream, Tweets, load_parts, load_stream
from pipeline.training.trainee import Learner, Trainee, build

if TYPE_CHECKING:
    from pipeline.core.workers.cluster import Dask

LN2 = math.log(2)
LOG_EVERY = 20  # steps between rows of the history


def learning_rate(settings: TrainSettings, at: int, share: float) -> float:
    """The rate of step `at` (from 0): a linear warm-up, then a cosine (Loshchilov and Hutter 2017).

    Args:
        settings: peak, final share and warm-up.
        at: the step.
        share: of the training done, 0 to 1.
    """
    warm = min(1.0, (at + 1) / settings.warmup_steps) if settings.warmup_steps else 1.0
    low = settings.final_rate
    return settings.learning_rate * warm * (low + (1 - low) * 0.5 * (1 + math.cos(math.pi * min(share, 1.0))))


class Training:
    """The loop: steps, validations, checkpoints, an early stop."""

    def __init__(
        self,
        trainee: Learner,
        source: Source,
        settings: TrainSettings,
        workspace: Workspace,
        tracker: NullTracker,
        screen: QuietScreen,
        mark: str,
    ) -> None:
        self.trainee, self.source, self.settings = trainee, source, settings
        self.workspace, self.tracker, self.screen, self.mark = workspace, tracker, screen, mark
        self.progress = Progress()
        self.best: dict[str, np.ndarray] = {}
        self.total = max(1, round(settings.epochs * source.steps_per_epoch))
        self.snapshots = workspace.snapshots
        self.every = max(1, round(settings.evaluate_every * source.steps_per_epoch))

    def resume(self) -> None:
        """Go back to the newest intact checkpoint, if there is one."""
        found, refused = checkpoint.latest(self.workspace.checkpoints, self.mark)
        for reason in refused:
            self.screen.warn(f"{reason}: not used")
        if found is None and self.trainee.leads:
            shutil.rmtree(self.snapshots, ignore_errors=True)  # of another training: no part of this curve
            self.snapshots.mkdir(
                parents=True, exist_ok=True
            )  # a folder that cannot be written shows now, not in an hour
        if found is None:
            return
        self.progress, arrays = found
        self.trainee.restore(arrays)
        self.source.restore(arrays)
        self.best = {n.removeprefix("best/"): a for n, a in arrays.items() if n.startswith("best/")}
        self.screen.say(f"resumed at step {self.progress.step:,} of {self.total:,}")

    def save(self) -> None:
        """A checkpoint, then the curves in MLflow up to it: never a point that could be lost."""
        if not self.trainee.leads:
            return
        best = {f"best/{name}": array for name, array in self.best.items()}
        arrays = {**self.trainee.arrays(), **self.source.state(), **best}
        checkpoint.save(self.workspace.checkpoints, self.progress, arrays, self.mark)
        self.tracker.curve(curve(self.progress.history))

    def share(self) -> float:
        """How much of the training is done, 0 to 1: by steps, or by the clock."""
        done = self.progress
        return done.seconds / self.settings.seconds if self.settings.seconds else done.step / self.total

    def over(self) -> bool:
        if self.settings.seconds:
            return self.progress.seconds >= self.settings.seconds
        return self.progress.step >= self.total or self.progress.stale >= self.settings.patience

    def validate(self, row: dict[str, Any]) -> None:
        """Score the validation part; keep the weights if they are the best so far."""
        self.trainee.swap()
        bits = self.source.validate()
        done = self.progress
        row["valid_bits_per_char"] = bits
        if done.best is None or bits < done.best:
            done.best, done.best_step, done.stale = bits, done.step, 0
            self.best = {str(k): array for k, array in enumerate(self.trainee.weights())}
        else:
            done.stale += 1
        if self.trainee.leads:
            network.save_weights(self.trainee.keras(), self.snapshots / f"step-{done.step:07d}.weights.h5")
        self.trainee.swap()

    def run(self) -> None:
        """Train to the end, or to Ctrl-C, which leaves a checkpoint."""
        total, unit = (self.settings.seconds, "") if self.settings.seconds else (self.total, "steps")
        with self.screen.progress("train", total, unit) as advance:
            advance(self.progress.seconds if self.settings.seconds else self.progress.step)
            try:
                for batch in self.source.from_step(self.progress.step):
                    if self.over():
                        break
                    self._one(batch, advance)
            except KeyboardInterrupt:
                self.save()
                raise
        last = self.progress.history[-1:] or [self._row(math.nan, math.nan, 0.0)]
        if not self.best or (self.settings.seconds and math.isnan(last[0]["valid_bits_per_char"])):
            self.validate(last[0])  # the clock seldom ends on a validation, and the last weights are the best
        self.save()

    def _one(self, batch: batches.TrainingBatch, advance: Callable[..., None]) -> None:
        """One step with what belongs to it."""
        done, started = self.progress, time.perf_counter()
        rate = learning_rate(self.settings, done.step, self.share())
        self.trainee.rate = rate
        loss, norm = (float(value) for value in self.source.run(batch))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise UserError(
                f"the loss is not finite at step {done.step + 1} (learning rate {rate:.2g}): lower "
                "train.learning_rate or train.clip_norm; the last checkpoint is kept"
            )
        spent = time.perf_counter() - started
        done.step += 1
        due = done.step % self.every == 0 or (done.step == self.total and not self.settings.seconds)
        if due or done.step % LOG_EVERY == 0:
            row = self._row(loss / LN2, norm, batch.characters / spent)
            if due:
                self.validate(row)
            self._show(row, advance, due)
        passed = time.perf_counter() - started
        done.seconds += passed
        advance(passed if self.settings.seconds else 1)
        if done.step % self.settings.checkpoint_steps == 0:
            self.save()

    def _row(self, bits: float, norm: float, speed: float) -> dict[str, Any]:
        """A row of the history, appended."""
        done = self.progress
        row = {
            "step": done.step,
            "epoch": done.step / self.source.steps_per_epoch,
            "seconds": done.seconds,
            "train_bits_per_char": bits,
            "valid_bits_per_char": math.nan,
            "learning_rate": self.trainee.rate,
            "gradient_norm": norm,
            "characters_per_second": speed,
        }
        done.history.append(row)
        return row

    def _show(self, row: dict[str, Any], advance: Callable[..., None], validated: bool) -> None:
        left = self.progress.seconds * (1 / max(self.share(), 1e-9) - 1)
        line = (
            f"epoch {row['epoch']:.1f}  train {row['train_bits_per_char']:.3f} bits/char  "
            f"{row['characters_per_second']:,.0f} characters/s"
        )
        advance(0, note=line)
        if validated:
            self.screen.say(
                f"{line}  valid {row['valid_bits_per_char']:.4f} bits/char  {left / 60:.0f} min left"
            )


def fingerprint(settings: TrainSettings, inputs: list[str]) -> str:
    """What makes a checkpoint this training's own: settings and the bytes of the corpus."""
    return hashlib.sha256(json.dumps([settings.model_dump(), inputs], sort_keys=True).encode()).hexdigest()


def finish(training: Training, test: Callable[[], float]) -> dict[str, Any]:
    """Put the best weights in place, score the test part once, write model and history."""
    trainee, done, workspace = training.trainee, training.progress, training.workspace
    trainee.assign([training.best[str(k)] for k in range(len(training.best))])
    result = {
        "valid_bits_per_char": done.best,
        "test_bits_per_char": test(),
        "step": done.best_step,
        "steps": done.step,
        "epochs": done.step / training.source.steps_per_epoch,
        "seconds": round(done.seconds, 1),
    }
    shape = ("cell", "activations", "units", "embedding")
    card = {**result, **{name: getattr(training.settings, name) for name in shape}}
    if trainee.leads:
        write_table(pd.DataFrame(done.history), workspace.history, HISTORY)
        network.save(trainee.keras(), workspace, {**card, "settings": training.settings.model_dump()})
    return result


def run(
    settings: TrainSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
    processes: int = 1,
    dask: "Dask | None" = None,
) -> dict[str, Any]:
    """Train on tweets or a stream; writes weights, model.json, history, checkpoints and snapshots.

    Of several processes this is the first; the others run on the workers of `dask`, or on this machine.

    Raises:
        UserError: no corpus, a loss that is not finite, a folder that cannot be written, or settings that
            the backend does not know.
    """
    refusals.check(settings, workspace.stream.exists(), processes)
    if settings.backend == "tensorflow":
        return train(settings, workspace, tracker, screen, build)
    from pipeline.training.jax.crew import joined

    with joined(settings, workspace, processes, dask) as build_jax:
        return train(settings, workspace, tracker, screen, build_jax)


def train(
    settings: TrainSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
    build: Callable[[int, TrainSettings], Learner],
) -> dict[str, Any]:
    """`run` with the network that `build` starts; of several processes only the leading one writes."""
    streaming = workspace.stream.exists()
    corpus = workspace.stream if streaming else workspace.tweets
    load: Callable[[Workspace], tuple[Vocabulary, dict[str, Any]]] = load_stream if streaming else load_parts
    vocabulary, parts = load(workspace)
    trainee = build(vocabulary.size, settings)
    source: Source = (
        Stream(trainee, settings, parts)
        if streaming and isinstance(trainee, Trainee)
        else Tweets(trainee, settings, parts)
    )
    mark = fingerprint(settings, [vocabulary.sha256, sha256(corpus)])
    training = Training(trainee, source, settings, workspace, tracker, screen, mark)
    training.resume()
    training.run()
    result = finish(training, lambda: source.score_all(parts["test"]))
    if not trainee.leads:
        return result
    parameters = sum(weight.size for weight in trainee.weights())
    tracker.file(card.write(workspace, card.Trained(settings, result, vocabulary, parameters)))
    screen.say(
        f"test {result['test_bits_per_char']:.4f} bits/char over {len(parts['test']):,} "
        f"{'characters' if streaming else 'tweets'} "
        f"(best of valid at step {result['step']:,}: {result['valid_bits_per_char']:.4f})"
    )
    return result
