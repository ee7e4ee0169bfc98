"""Training jobs: each task and kind once, two at a time, in processes of their own."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

from pipeline.core.errors import UserError
from pipeline.lab import store
from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.tasks.task import Item, Strings
from pipeline.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class Job:
    """Networks to train and the file that keeps them.

    Attributes:
        name: what the screen shows.
        characters: of the vocabulary.
        items: the strings that they learn.
        tagger: empty, or how taggers read: `ahead` or `both` (ways).
    """

    name: str
    path: Path
    shape: Shape
    recipe: Recipe
    characters: str
    items: tuple[Item, ...]
    seeds: tuple[int, ...]
    tagger: str = ""

    @property
    def mark(self) -> str:
        """A digest of all that the result depends on."""
        tagger = [self.tagger] if self.tagger else []
        return store.digest(self.shape, self.recipe, self.characters, self.items, self.seeds, *tagger)

    @property
    def done(self) -> bool:
        """Whether the file holds just this."""
        return store.made_by(self.path) == self.mark

    @property
    def size(self) -> float:
        """Roughly how long it takes."""
        longest = max(len(item.text) for item in self.items)
        rows = self.recipe.batch or len(self.items)
        shape = self.shape
        return float(self.recipe.steps * longest * rows * shape.units * shape.layers * len(self.seeds))


class Work(Protocol):
    """What `run_all` must know of a job."""

    @property
    def name(self) -> str: ...
    @property
    def done(self) -> bool: ...
    @property
    def size(self) -> float: ...


def one_thread() -> None:
    """So small a step is one thread's work; the cores have a job each. Called before TensorFlow is used."""
    from pipeline.training import runtime

    runtime.start()
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)


def run(job: Job) -> str:
    """Train, and write the file; the name of the job."""
    one_thread()
    from pipeline.lab.networks.learning import learn

    laid = Strings.tagged if job.tagger else Strings.of
    strings = laid(job.items, Vocabulary(tuple(job.characters)))
    networks, losses = learn(job.shape, job.recipe, strings, job.seeds, pairs=job.tagger == "both")
    store.save(job.path, networks, losses, job.mark)
    return job.name


def run_all(
    jobs: Sequence[Work], advance: Callable[..., None], work: Callable[[Any], str] = run
) -> list[str]:
    """Run the jobs that are not done, the longest first; the names of those that ran.

    Args:
        work: what does a job, in a process of its own.

    An interrupted run goes on where it was: a file is written whole or not at all.
    """
    left = sorted((job for job in jobs if not job.done), key=lambda job: job.size, reverse=True)
    advance(len(jobs) - len(left))
    if not left:
        return []
    ran = []
    workers = min(len(left), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(work, job) for job in left]
        try:
            for future in as_completed(futures):
                ran.append(future.result())
                advance(1, ran[-1])
        except BrokenProcessPool as error:
            raise UserError(
                "a training process was ended from outside, perhaps for its memory: run the same command "
                "again, what is trained is kept"
            ) from error
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return ran
