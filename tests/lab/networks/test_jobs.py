"""Training jobs: what is done is not done again."""

from pathlib import Path

import built
import numpy as np
import pytest

from pipeline.lab import store
from pipeline.lab.networks import jobs
from pipeline.lab.networks.jobs import Job
from pipeline.lab.networks.shapes import Recipe, Shape
from pipeline.lab.tasks import counter

VOCABULARY = counter.TASK.vocabulary


@pytest.fixture
def trained() -> tuple[list, np.ndarray]:
    """Two networks and their losses."""
    return [built.noisy(built.counting(units=6), seed) for seed in (0, 1)], np.zeros((2, 2), np.float32)


def test_what_is_done_is_not_done_again(tmp_path: Path, trained: tuple[list, np.ndarray]) -> None:
    """A job is done when its file holds just its networks; another recipe makes it undone."""
    items = tuple(counter.strings((1, 2, 3)))
    seen: list[float] = []

    def job(noise: float) -> Job:
        recipe = Recipe(100, noise=noise)
        return Job(
            "two", tmp_path / "j.safetensors", Shape(VOCABULARY.size, 1, 6), recipe, "aXb", items, (0, 1)
        )

    store.save(job(0.1).path, *trained, job(0.1).mark)
    assert jobs.run_all([job(0.1)], lambda amount, note="": seen.append(amount)) == []
    assert seen == [1]
    assert not job(0.2).done
