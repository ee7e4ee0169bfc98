"""Training for the memorisation audit: on given texts, yielding a scorer after each epoch."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.text.vocabulary import UNK, Vocabulary
from pipeline.training.batches import pad
from pipeline.training.evaluate import Scorer
from pipeline.training.sources import Tweets
from pipeline.training.stage import learning_rate
from pipeline.training.trainee import build

Score = Callable[[Sequence[str]], np.ndarray]
LANES = 256  # texts scored at a time: bounds the memory


def trainer(
    workspace: Workspace, settings: TrainSettings, screen: QuietScreen
) -> Callable[[list[str]], Iterator[tuple[float, Score]]]:
    """A function that trains a fresh network on texts and yields (epoch, score) after each epoch.

    The scorer sees the averaged weights where the settings ask for averages, as the trained network would.
    After a last epoch that is not whole it yields once more.
    """
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))

    def train(texts: list[str]) -> Iterator[tuple[float, Score]]:
        trainee = build(vocabulary.size, settings)
        tweets = [vocabulary.encode(text) for text in texts]
        source = Tweets(trainee, settings, {"train": tweets, "valid": tweets[:1]})
        total = max(1, round(settings.epochs * source.steps_per_epoch))
        batches = source.from_step(0)
        with screen.progress("audit", total, "steps") as advance:
            for done in range(1, total + 1):
                rate = learning_rate(settings, done - 1, (done - 1) / total)
                trainee.optimizer.learning_rate.assign(rate)
                source.run(next(batches))
                advance(1)
                if done % source.steps_per_epoch == 0 or done == total:
                    trainee.swap()
                    yield done / source.steps_per_epoch, scoring(source.scorer, vocabulary)
                    trainee.swap()

    return train


def scoring(scorer: Scorer, vocabulary: Vocabulary) -> Score:
    """A function: texts → −log₂ p of each, characters and EOS, in bits [texts]."""

    def score(asked: Sequence[str]) -> np.ndarray:
        ids = [vocabulary.encode(text) for text in asked]
        for text, one in zip(asked, ids, strict=True):
            if (one == UNK).any():
                raise UserError(
                    f"the network does not know {text[int(np.argmax(one == UNK))]!r} of the canary {text!r}: "
                    f"on this corpus the audit cannot distinguish the canaries from real tweets"
                )
        parts = [ids[start : start + LANES] for start in range(0, len(ids), LANES)]
        bits = [scorer(pad(part)).sum(axis=1, dtype=np.float64)[: len(part)] for part in parts]
        return np.concatenate([*bits, np.zeros(0)])

    return score
