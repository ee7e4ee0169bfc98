"""The stage of cells on text: one table, from networks that were trained in other processes."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, read_json
from pipeline.lab import store
from pipeline.lab.networks import jobs
from pipeline.lab.networks.learning import initial, network
from pipeline.lab.networks.shapes import Shape
from pipeline.lab.store import Lab
from pipeline.lab.variants.texts import contest, learning, stage, texts
from pipeline.lab.variants.texts.rows import Judged, Stream
from pipeline.text.vocabulary import EOS, Vocabulary
from pipeline.tracking.tracker import NullTracker

VOCABULARY = Vocabulary(tuple("ab"))


class Untrained:
    """A learner whose networks have learned nothing, seed by seed."""

    def __init__(self, shape: Shape, stream: Stream) -> None:
        self.shape = shape

    def learn(self, seed: int, peak: float, seconds: float) -> tuple[store.NetworkWeights, int]:
        return network(self.shape, initial(self.shape, seed)), round(1000 * peak)


def test_each_cell_is_measured_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rate by the valid part, networks and measures in files, a table; the second run trains nothing."""
    ids = [VOCABULARY.encode("abba" * 12)] * 3
    judged = Judged.of(ids, [EOS] * 3, [{"a": one == 3} for one in ids])
    text = texts.Text(VOCABULARY, Stream.of_tweets(["ab"], VOCABULARY), judged, judged, (), ("a",))
    monkeypatch.setitem(contest.TEXTS, "tweets", lambda: text)  # type: ignore[index]
    monkeypatch.setattr(learning, "Learner", Untrained)
    monkeypatch.setattr(contest, "one_thread", lambda: None)
    monkeypatch.setattr(contest, "PARAMETERS", 500)
    ran: list[str] = []

    def here(work: list[contest.TextJob], advance: object, run: object) -> None:
        ran.extend(contest.run(job) for job in work if not job.done)

    monkeypatch.setattr(jobs, "run_all", here)
    lab = Lab(Workspace(tmp_path / "lab"))
    for _ in range(2):
        stage.run(lab, stage.Budget(0.1, 2, ("tweets",)), NullTracker(), QuietScreen())
    assert len(ran) == len(contest.COMPARED)
    frame = pd.read_parquet(lab.texts)
    assert frame["variant"].nunique() == len(contest.COMPARED)
    assert (frame["of"] == 2).all()
    (job, *_) = contest.jobs(lab, 0.1, 2, ("tweets",))
    assert len(store.load(job.path.with_suffix(".safetensors"))) == 2
    found = read_json(job.path)
    assert found["rate"] in contest.RATES
    assert np.isfinite(found["measures"]["bits per character"]).all()
    assert found["measures"]["concepts looked for"] == [1, 1]
