"""Where training takes its batches from: a stream keeps the states of any cell."""

import numpy as np

from pipeline.core.settings import TrainSettings
from pipeline.training.runtime import TOWERS
from pipeline.training.sources import Stream
from pipeline.training.trainee import build

UNITS, CHARACTERS = 6, 14


def test_a_stream_carries_the_states_of_other_cells() -> None:
    """A GRU and a peephole network read a stream window after window; what is kept comes back as it was."""
    ids = np.random.default_rng(6).integers(3, CHARACTERS, 400).astype(np.int32)
    parts = {"train": ids, "valid": ids[:60], "test": ids[:60]}
    for cell, count in (("gru", 1), ("peephole", 2)):
        settings = TrainSettings(units=UNITS, embedding=5, cell=cell, layers=3, lanes=4, window=10)
        source = Stream(build(CHARACTERS, settings), settings, parts)
        batches = source.from_step(0)
        losses = [float(source.run(next(batches))[0]) for _ in range(2)]
        assert np.isfinite(losses).all()
        kept = source.state()
        assert len(kept) == TOWERS * 3 * count
        assert all(np.abs(values).max() > 0 for values in kept.values())
        source.run(next(batches))
        source.restore(kept)
        assert all(np.array_equal(values, kept[name]) for name, values in source.state().items())
        assert 0 < source.validate() < 10
