"""Training side by side: the same equations as every pass, one network a seed, the same bytes again."""

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from pipeline.core.errors import UserError
from pipeline.lab import jobs, store, variants
from pipeline.lab.jobs import Job
from pipeline.lab.learning import initial, learn, logits, network
from pipeline.lab.shapes import Recipe, Shape
from pipeline.lab.tasks import counter
from pipeline.lab.tasks.task import Strings
from pipeline.network.cells import CELLS
from pipeline.network.trace import trace

VOCABULARY = counter.TASK.vocabulary
SHAPES = [
    *(Shape(VOCABULARY.size, layers, 5, cell) for cell in CELLS for layers in (1, 2)),
    Shape(VOCABULARY.size, 1, 5, activations="hard"),
    *(Shape(VOCABULARY.size, 1, 5, open_gates=gate) for gate in "ifo"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_what_is_trained_is_what_is_read(shape: Shape) -> None:
    """The logits of two networks at once are those of the pass over each one alone."""
    items = counter.strings((1, 3))
    strings = Strings.of(items, VOCABULARY)
    random = np.random.default_rng(1)
    starts = [
        {
            n: (v + 0.3 * random.normal(size=v.shape)).astype(np.float32)
            for n, v in initial(shape, seed).items()
        }
        for seed in (0, 1)
    ]
    together = {name: tf.constant(np.stack([start[name] for start in starts])) for name in starts[0]}
    told = logits(shape, together, tf.constant(strings.read)).numpy()
    for number, start in enumerate(starts):
        weights = network(shape, start)
        hidden = trace(weights, [VOCABULARY.encode(item.text) for item in items])[-1]["h"]
        alone = hidden @ weights.dense + weights.dense_bias
        real = strings.real
        assert told[:, number].transpose(1, 0, 2)[real] == pytest.approx(alone[real], abs=2e-5)


@pytest.fixture(scope="module")
def trained() -> tuple[list, np.ndarray]:
    """Two networks, a hundred steps."""
    strings = Strings.of(counter.strings((1, 2, 3)), VOCABULARY)
    return learn(Shape(VOCABULARY.size, 1, 6), Recipe(100, noise=0.1), strings, (0, 1))


def test_they_learn_and_differ(trained: tuple[list, np.ndarray]) -> None:
    """The loss falls; another seed is another network."""
    networks, losses = trained
    assert losses.shape == (2, 2)
    assert (losses[-1] < losses[0]).all()
    assert np.abs(networks[0].dense - networks[1].dense).max() > 0.1


def test_the_same_seeds_give_the_same_bytes(trained: tuple[list, np.ndarray]) -> None:
    """Trained again, every number is the same."""
    strings = Strings.of(counter.strings((1, 2, 3)), VOCABULARY)
    recipe = Recipe(100, rate=(0.05, 0.05), noise=0.1)  # a rate for each, the same as for all
    again, _ = learn(Shape(VOCABULARY.size, 1, 6), recipe, strings, (0, 1))
    for one, other in zip(trained[0], again, strict=True):
        assert (one.layers[0].kernel == other.layers[0].kernel).all()
        assert (one.dense == other.dense).all()


def test_a_file_gives_back_what_was_saved(tmp_path: Path, trained: tuple[list, np.ndarray]) -> None:
    """Every array, the cell, and the mark of what made it."""
    path = tmp_path / "two.safetensors"
    store.save(path, *trained, "made by a test")
    for one, other in zip(trained[0], store.load(path), strict=True):
        assert (one.layers[0].recurrent == other.layers[0].recurrent).all()
        assert (one.dense_bias == other.dense_bias).all()
        assert one.layers[0].cell == other.layers[0].cell
    assert store.made_by(path) == "made by a test"


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    """And so is a missing one; neither counts as done."""
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"12345678 no safetensors")
    for path, words in ((damaged, "is damaged"), (tmp_path / "none.safetensors", "run `make lab` first")):
        with pytest.raises(UserError, match=words):
            store.load(path)
        assert store.made_by(path) is None


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


@pytest.mark.parametrize("variant", variants.VARIANTS, ids=lambda variant: variant.name)
def test_variants_are_of_a_size(variant: variants.Variant) -> None:
    """Parameters are counted as the arrays have them, and lie within a tenth of the others'."""
    units = variant.units(VOCABULARY.size)
    arrays = initial(Shape(VOCABULARY.size, 1, units, variant.cell), 0)
    shut = len(variant.open_gates) * units * (VOCABULARY.size + units + 1)
    assert variant.parameters(VOCABULARY.size, units) == sum(a.size for a in arrays.values()) - shut
    assert abs(variant.parameters(VOCABULARY.size, units) / variants.PARAMETERS - 1) < 0.1
