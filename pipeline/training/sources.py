"""What a network is trained on: tweets, each from the zero state, or a stream with carried state."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import tensorflow as tf

from pipeline.core.errors import UserError
from pipeline.core.files import read_parts, read_text
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import Vocabulary
from pipeline.training import batches, evaluate, step
from pipeline.training.layers import recurrent
from pipeline.training.runtime import TOWERS
from pipeline.training.trainee import Learner, Trainee


class Source(Protocol):
    """What is trained on: its batches in a fixed order, and how it is validated."""

    steps_per_epoch: int

    def from_step(self, start: int) -> Iterator[batches.TrainingBatch]:
        """Batches from step `start` on, without end; the same for the same start."""

    def run(self, batch: batches.TrainingBatch) -> tuple[tf.Tensor, tf.Tensor]:
        """One training step: loss and gradient norm."""

    def validate(self) -> float:
        """Bits per character on the validation part."""

    def score_all(self, part: Any) -> float:
        """Bits per character on a whole part."""

    def state(self) -> dict[str, np.ndarray]:
        """Arrays to be kept in a checkpoint."""

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Take back what `state` gave."""


class Tweets:
    """Tweets as a source: length-bucketed batches, whole tweets from the zero state."""

    def __init__(self, trainee: Learner, settings: TrainSettings, parts: dict[str, list[np.ndarray]]) -> None:
        self.settings, self.train, self.valid = settings, parts["train"], parts["valid"]
        self.lengths = np.array([len(ids) for ids in self.train])
        self.steps_per_epoch = len(self._plan(0))
        self.run, self.scorer = trainee.stepper(), trainee.scorer()

    def _plan(self, epoch: int) -> list[np.ndarray]:
        return batches.plan(self.lengths, self.settings.batch_characters, (self.settings.seed, epoch))

    def from_step(self, start: int) -> Iterator[batches.TrainingBatch]:
        # Noise in the lengths changes an epoch's number of batches by a few, so count epoch by epoch.
        epoch = 0
        while True:
            rows = self._plan(epoch)
            for chosen in rows[start:]:
                yield batches.pad([self.train[k] for k in chosen])
            start = max(0, start - len(rows))
            epoch += 1

    def validate(self) -> float:
        return self.score_all(self.valid)

    def score_all(self, part: Any) -> float:
        return evaluate.bits_per_char(self.scorer, part)

    def state(self) -> dict[str, np.ndarray]:
        return {}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Nothing is carried from tweet to tweet."""


class Stream:
    """One long text as a source: lanes read side by side, the state carried from window to window.

    The first 90 % are for training, of which the last ninetieth is kept for validation; the last 10 %
    are the test.
    """

    def __init__(self, trainee: Trainee, settings: TrainSettings, parts: dict[str, np.ndarray]) -> None:
        self.settings, self.train, self.valid = settings, parts["train"], parts["valid"]
        self.model = trainee.model
        if len(self.train) <= settings.lanes * settings.window:
            raise UserError(
                f"the stream has {len(self.train):,} training characters, too few for {settings.lanes} lanes "
                f"of {settings.window}: lower train.lanes or train.window"
            )
        self.steps_per_epoch = len(list(self._windows(0)))
        self._step = step.stream_step(trainee.model, trainee.optimizer, trainee.averages, settings)
        self.states = self._zero()

    def _windows(self, epoch: int) -> list[batches.TrainingBatch]:
        # Lanes start elsewhere in each epoch, so that windows are cut at other places.
        room = max(1, min(self.settings.window, len(self.train) // (4 * self.settings.lanes)))
        start = int(np.random.default_rng((self.settings.seed, epoch)).integers(room))
        found = batches.windows(self.train[start:], self.settings.lanes, self.settings.window)
        return [batch for batch in found if batch.targets.shape[1] == self.settings.window]

    def _zero(self) -> list[list[list[tf.Tensor]]]:
        part = self.settings.lanes // TOWERS
        sizes = [part] * (TOWERS - 1) + [self.settings.lanes - part * (TOWERS - 1)]
        return [recurrent.zero_states(self.model, n) for n in sizes]

    def from_step(self, start: int) -> Iterator[batches.TrainingBatch]:
        epoch = 0
        while True:
            windows = self._windows(epoch)
            for place, batch in enumerate(windows):
                if place < start:
                    continue
                if place == 0:
                    self.states = self._zero()
                yield batch
            start = max(0, start - len(windows))
            epoch += 1

    def run(self, batch: batches.TrainingBatch) -> tuple[tf.Tensor, tf.Tensor]:
        loss, norm, self.states = self._step(batch.inputs, batch.targets, self.states)
        return loss, norm

    def validate(self) -> float:
        return self.score_all(self.valid)

    def score_all(self, part: Any) -> float:
        return evaluate.stream_bits(self.model, part)

    def state(self) -> dict[str, np.ndarray]:
        return {f"state/{k}": value.numpy() for k, value in enumerate(tf.nest.flatten(self.states))}

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        kept = [tf.constant(arrays[f"state/{k}"]) for k in range(len(tf.nest.flatten(self.states)))]
        self.states = tf.nest.pack_sequence_as(self.states, kept)


def load_parts(workspace: Workspace) -> tuple[Vocabulary, dict[str, list[np.ndarray]]]:
    """The vocabulary, and the ids of each split's tweets in table order."""
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    parts: dict[str, list[np.ndarray]] = {split: [] for split in ("train", "valid", "test")}
    for frame in read_parts(workspace.need(workspace.tweets, "corpus"), columns=["text", "split"]):
        for split, tweets in parts.items():
            tweets += [vocabulary.encode(text) for text in frame.text[frame.split == split]]
    if empty := [split for split, tweets in parts.items() if not tweets]:
        raise UserError(f"{workspace.tweets} has no {empty[0]} tweets: the corpus is too small to train on")
    return vocabulary, parts


def load_stream(workspace: Workspace) -> tuple[Vocabulary, dict[str, np.ndarray]]:
    """The vocabulary, and the ids of a stream in its three parts: 89 %, 1 %, 10 %."""
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    ids = vocabulary.encode(read_text(workspace.need(workspace.stream, "corpus")))
    test, valid = int(len(ids) * 0.9), int(len(ids) * 0.89)
    return vocabulary, {"train": ids[:valid], "valid": ids[valid:test], "test": ids[test:]}
