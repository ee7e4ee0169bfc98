"""Training for the memorisation audit: on given texts, yielding a scorer after each epoch."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from pipeline.corpus.vocabulary import Vocabulary
from pipeline.model.batches import pad
from pipeline.model.sources import Tweets
from pipeline.model.train import learning_rate
from pipeline.model.trainee import build
from pipeline.screen import QuietScreen
from pipeline.settings import TrainSettings
from pipeline.workspace import Workspace

Score = Callable[[Sequence[str]], np.ndarray]


def trainer(
    workspace: Workspace, settings: TrainSettings, screen: QuietScreen
) -> Callable[[list[str]], Iterator[tuple[float, Score]]]:
    """A function that trains a fresh network on texts and yields (epoch, score) after each epoch."""
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))

    def train(texts: list[str]) -> Iterator[tuple[float, Score]]:
        trainee = build(vocabulary.size, settings)
        tweets = [vocabulary.encode(text) for text in texts]
        source = Tweets(trainee, settings, {"train": tweets, "valid": tweets[:1]})
        total = round(settings.epochs * source.steps_per_epoch)

        def score(asked: Sequence[str]) -> np.ndarray:
            found = [source.scorer(pad([vocabulary.encode(text)])).sum() for text in asked]
            return np.array(found)

        with screen.progress("audit", total, "steps") as advance:
            for number, batch in enumerate(source.from_step(0)):
                if number and number % source.steps_per_epoch == 0:
                    yield number / source.steps_per_epoch, score
                if number == total:
                    return
                trainee.optimizer.learning_rate.assign(learning_rate(settings, number, number / total))
                source.run(batch)
                advance(1)

    return train
