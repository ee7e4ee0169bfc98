"""What MLflow keeps of a trained network."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.core.workspace import Workspace, write_json
from pipeline.runner import logged
from pipeline.samples.serving import arguments as serving
from pipeline.tracking.tracker import NullTracker


class Kept(NullTracker):
    """Which figures, models and datasets were logged."""

    def __init__(self) -> None:
        self.figures: list[str] = []
        self.models: list[tuple[str, dict[str, float], str]] = []
        self.checkpointed: list[dict[str, Any]] = []
        self.datasets: list[tuple[int, str, str]] = []

    def figure(self, figure: Any, name: str) -> None:
        self.figures.append(name)

    def dataset(self, frame: Any, name: str, source: Path, digest: str) -> None:
        self.datasets.append((len(frame), name, digest))

    def model(self, arguments: dict[str, Any], name: str, metrics: dict[str, float], card: str = "") -> None:
        self.models.append((name, metrics, card))

    def checkpoints(self, kept: list[dict[str, Any]]) -> None:
        self.checkpointed.extend(kept)


@pytest.mark.parametrize("tweets", [True, False])
def test_a_network_of_a_stream_is_not_offered_for_serving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tweets: bool
) -> None:
    """Its training ends well all the same, with curve and checkpoints; a network of tweets is registered."""
    monkeypatch.setattr(serving, "log_arguments", lambda workspace: {})
    place = Workspace(tmp_path / "text")
    write_json(place.model, {"valid_bits_per_char": 2.1, "test_bits_per_char": 2.2, "step": 20})
    place.model_card.write_text("# Card")
    place.snapshots.mkdir()
    (place.snapshots / "step-0000020.weights.h5").write_bytes(b"w")
    history = {"step": [10, 20], "epoch": [0.5, 1.0], "seconds": [1.0, 2.0], "learning_rate": [1e-3, 1e-4]}
    bits = {"train_bits_per_char": [3.0, 2.0], "valid_bits_per_char": [3.1, 2.1], "gradient_norm": [1.0, 0.9]}
    bits["characters_per_second"] = [1e4, 1e4]
    pd.DataFrame({**history, **bits}).to_parquet(place.history)
    if tweets:
        place.tweets.touch()
    kept = Kept()
    logged.register(kept, place)
    assert kept.figures == ["curve"]
    measured = {"test/bits_per_character": 2.2, "valid/best_bits_per_character": 2.1, "valid/best_step": 20.0}
    assert kept.models == ([("tweetscope-text", measured, "# Card")] if tweets else [])
    (one,) = kept.checkpointed
    assert one.pop("sha256") == sha256(b"w").hexdigest()
    file = "model/snapshots/step-0000020.weights.h5"
    assert one == {"name": "text-step-20", "step": 20, "file": file, "bits": 2.1}


def test_a_training_holds_the_corpus_as_its_dataset(tmp_path: Path) -> None:
    """By the name and the digest that ingestion logged, so that both show the same; none without them."""
    place, kept = Workspace(tmp_path / "w"), Kept()
    place.tweets.parent.mkdir(parents=True)
    pd.DataFrame({"text": ["a"]}).to_parquet(place.tweets)
    logged.log_dataset(kept, place)
    assert kept.datasets == []
    fingerprint = {"settings": {"source": "posts.jsonl"}}
    values = {"stage": "corpus", "fingerprint": fingerprint, "outputs": {}, "counts": {"source_sha256": "ab"}}
    write_json(place.manifest("corpus"), values)
    logged.log_dataset(kept, place)
    assert kept.datasets == [(1, "posts.jsonl", "ab")]
