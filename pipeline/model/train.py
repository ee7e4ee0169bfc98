"""Train the network on the tweet table (or a stream), keep the best, and never lose work."""

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

from pipeline.corpus.vocabulary import Vocabulary
from pipeline.errors import UserError
from pipeline.model import batches, checkpoint, evaluate, network, step
from pipeline.model.checkpoint import Progress
from pipeline.screen import QuietScreen
from pipeline.settings import TrainSettings
from pipeline.tracking import NullTracker
from pipeline.workspace import Workspace, atomic, sha256

LN2 = math.log(2)
LOG_EVERY = 20  # steps between rows of the history


class Source(Protocol):
    """What is trained on: its batches in a fixed order, and how it is validated."""

    steps_per_epoch: int

    def from_step(self, start: int) -> Iterator[batches.Batch]:
        """Batches from step `start` on, without end; the same for the same start."""

    def run(self, batch: batches.Batch) -> tuple[tf.Tensor, tf.Tensor]:
        """One training step: loss and gradient norm."""

    def validate(self) -> float:
        """Bits per character on the validation part."""

    def state(self) -> dict[str, np.ndarray]:
        """Arrays to be kept in a checkpoint."""

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Take back what `state` gave."""


@dataclass
class Trainee:
    """The network, its optimizer, and the moving averages of its weights (empty without averaging)."""

    model: keras.Model
    adam: keras.optimizers.Optimizer
    averages: list[tf.Variable]

    def arrays(self) -> dict[str, np.ndarray]:
        """All that a checkpoint needs of them."""
        groups = {"model": self.model.variables, "adam": self.adam.variables, "average": self.averages}
        return {f"{name}/{k}": v.numpy() for name, group in groups.items() for k, v in enumerate(group)}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Assign what `arrays` gave."""
        groups = {"model": self.model.variables, "adam": self.adam.variables, "average": self.averages}
        for name, group in groups.items():
            for k, variable in enumerate(group):
                variable.assign(arrays[f"{name}/{k}"])

    def swap(self) -> None:
        """Exchange weights and averages (twice is as before); nothing without averaging."""
        for average, variable in zip(self.averages, self.model.trainable_variables, strict=False):
            kept = variable.numpy()
            variable.assign(average)
            average.assign(kept)


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


def build(vocabulary_size: int, settings: TrainSettings) -> Trainee:
    """A fresh network with its optimizer."""
    model = network.build(vocabulary_size, settings)
    adam = step.optimizer(settings, model)
    averages = [tf.Variable(v) for v in model.trainable_variables] if settings.average_decay else []
    return Trainee(model, adam, averages)


class Training:
    """The loop: steps, validations, checkpoints, an early stop."""

    def __init__(
        self,
        trainee: Trainee,
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
        self.every = max(1, round(settings.evaluate_every * source.steps_per_epoch))

    def resume(self) -> None:
        """Go back to the newest intact checkpoint, if there is one."""
        found, refused = checkpoint.latest(self.workspace.checkpoints, self.mark)
        for reason in refused:
            self.screen.warn(f"{reason}: not used")
        if found is None:
            return
        self.progress, arrays = found
        self.trainee.restore(arrays)
        self.source.restore(arrays)
        self.best = {n.removeprefix("best/"): a for n, a in arrays.items() if n.startswith("best/")}
        self.screen.say(f"resumed at step {self.progress.step:,} of {self.total:,}")

    def save(self) -> None:
        """A checkpoint, then the curves in MLflow up to it: never a point that could be lost."""
        best = {f"best/{name}": array for name, array in self.best.items()}
        arrays = {**self.trainee.arrays(), **self.source.state(), **best}
        checkpoint.save(self.workspace.checkpoints, self.progress, arrays, self.mark)
        self.tracker.curve(self.progress.history)

    def share(self) -> float:
        """How much of the training is done, 0 to 1: by steps, or by the clock in a race."""
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
            self.best = {str(k): v.numpy() for k, v in enumerate(self.trainee.model.trainable_variables)}
        else:
            done.stale += 1
        snapshot = self.workspace.checkpoints.parent / "snapshots" / f"step-{done.step:07d}.weights.h5"
        network.save_weights(self.trainee.model, snapshot)
        self.trainee.swap()

    def run(self) -> None:
        """Train to the end, or to Ctrl-C, which leaves a checkpoint."""
        unit = self.settings.seconds or self.total
        with self.screen.progress("train", unit, "steps") as advance:
            advance(self.progress.seconds if self.settings.seconds else self.progress.step)
            try:
                for batch in self.source.from_step(self.progress.step):
                    if self.over():
                        break
                    self._one(batch, advance)
            except KeyboardInterrupt:
                self.save()
                raise
        if not self.best:
            self.validate(self._row(math.nan, math.nan, 0.0))
        self.save()

    def _one(self, batch: batches.Batch, advance: Callable[..., None]) -> None:
        """One step with what belongs to it."""
        done, started = self.progress, time.perf_counter()
        rate = learning_rate(self.settings, done.step, self.share())
        self.trainee.adam.learning_rate.assign(rate)
        loss, norm = (float(value) for value in self.source.run(batch))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise UserError(
                f"the loss is not finite at step {done.step + 1} (learning rate {rate:.2g}): lower "
                "train.learning_rate or train.clip_norm; the last checkpoint is kept"
            )
        spent = time.perf_counter() - started
        done.step += 1
        done.seconds += spent
        advance(spent if self.settings.seconds else 1)
        due = done.step % self.every == 0 or (done.step == self.total and not self.settings.seconds)
        if due or done.step % LOG_EVERY == 0:
            row = self._row(loss / LN2, norm, batch.characters / spent)
            if due:
                self.validate(row)
            self._show(row, advance, due)
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
            "learning_rate": float(self.trainee.adam.learning_rate.numpy()),
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


class Tweets:
    """Tweets as a source: length-bucketed batches, whole tweets from the zero state."""

    def __init__(self, trainee: Trainee, settings: TrainSettings, parts: dict[str, list[np.ndarray]]) -> None:
        self.settings, self.train, self.valid = settings, parts["train"], parts["valid"]
        self.lengths = np.array([len(ids) for ids in self.train])
        self.steps_per_epoch = len(self._plan(0))
        self.run = step.training_step(trainee.model, trainee.adam, trainee.averages, settings)
        self.run = self._wrap(self.run)
        self.score = evaluate.scorer(trainee.model)

    @staticmethod
    def _wrap(compiled: Callable[..., Any]) -> Callable[[batches.Batch], Any]:
        return lambda batch: compiled(batch.inputs, batch.targets)

    def _plan(self, epoch: int) -> list[np.ndarray]:
        return batches.plan(self.lengths, self.settings.batch_characters, (self.settings.seed, epoch))

    def from_step(self, start: int) -> Iterator[batches.Batch]:
        # Noise in the lengths changes an epoch's number of batches by a few, so count epoch by epoch.
        epoch = 0
        while True:
            rows = self._plan(epoch)
            for chosen in rows[start:]:
                yield batches.pad([self.train[k] for k in chosen])
            start = max(0, start - len(rows))
            epoch += 1

    def validate(self) -> float:
        return evaluate.bits_per_char(self.score, self.valid)

    def state(self) -> dict[str, np.ndarray]:
        return {}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Nothing is carried from tweet to tweet."""


def fingerprint(settings: TrainSettings, inputs: list[str]) -> str:
    """What makes a checkpoint this training's own: settings and the bytes of the corpus."""
    return hashlib.sha256(json.dumps([settings.model_dump(), inputs], sort_keys=True).encode()).hexdigest()


def load_parts(workspace: Workspace) -> tuple[Vocabulary, dict[str, list[np.ndarray]]]:
    """The vocabulary, and the ids of each split's tweets in table order."""
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    frame = pd.read_parquet(workspace.need(workspace.tweets, "corpus"), columns=["text", "split"])
    parts = {
        split: [vocabulary.encode(text) for text in frame.text[frame.split == split]]
        for split in ("train", "valid", "test")
    }
    if empty := [split for split, tweets in parts.items() if not tweets]:
        raise UserError(f"{workspace.tweets} has no {empty[0]} tweets: the corpus is too small to train on")
    return vocabulary, parts


def finish(training: Training, test: Callable[[], float]) -> dict[str, Any]:
    """Put the best weights in place, score the test part once, write model and history."""
    trainee, done, workspace = training.trainee, training.progress, training.workspace
    for k, variable in enumerate(trainee.model.trainable_variables):
        variable.assign(training.best[str(k)])
    result = {
        "valid_bits_per_char": done.best,
        "test_bits_per_char": test(),
        "step": done.best_step,
        "steps": done.step,
        "epochs": done.step / training.source.steps_per_epoch,
        "seconds": round(done.seconds, 1),
    }
    card = {**result, "units": training.settings.units, "embedding": training.settings.embedding}
    with atomic(workspace.history) as temporary:
        pd.DataFrame(done.history).to_parquet(temporary, index=False)
    network.save(trainee.model, workspace, {**card, "settings": training.settings.model_dump()})
    training.tracker.metrics({n: result[n] for n in ("valid_bits_per_char", "test_bits_per_char")})
    return result


def run(
    settings: TrainSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Train on tweets; writes weights, model.json, history, checkpoints and snapshots.

    Raises:
        UserError: no corpus, a loss that is not finite, or a folder that cannot be written.
    """
    vocabulary, parts = load_parts(workspace)
    trainee = build(vocabulary.size, settings)
    source = Tweets(trainee, settings, parts)
    mark = fingerprint(settings, [vocabulary.sha256, sha256(workspace.tweets)])
    training = Training(trainee, source, settings, workspace, tracker, screen, mark)
    training.resume()
    training.run()
    result = finish(training, lambda: evaluate.bits_per_char(source.score, parts["test"]))
    screen.say(
        f"test {result['test_bits_per_char']:.4f} bits/char over {len(parts['test']):,} tweets "
        f"(best of valid at step {result['step']:,}: {result['valid_bits_per_char']:.4f})"
    )
    return result
