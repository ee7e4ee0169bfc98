"""Clusters by partition are those of the whole table, on any engine, whatever the partitions."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from partition_work import Dying, digest
from posts import posts, recall_and_precision

from pipeline.core import partitions
from pipeline.core.engine import Engine, InProcess
from pipeline.core.screen import QuietScreen
from pipeline.core.workers import processes
from pipeline.core.workers.processes import Processes
from pipeline.corpus import clusters, duplicates
from pipeline.corpus.bands import Plan
from pipeline.corpus.readers.formats import chunks, open_corpus

HERE = InProcess(1)


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """Two workers for all tests of this file."""
    with Processes(2) as engine:
        yield engine


@pytest.fixture(scope="module")
def made() -> pd.DataFrame:
    """Posts with known copies, shuffled, some without a date, some twice in a row of the source."""
    frame = pd.concat(posts(3000, 1), ignore_index=True).sample(frac=1, random_state=2, ignore_index=True)
    frame.loc[::7, "created_at"] = pd.NaT
    return frame


def tables(frame: pd.DataFrame, folder: Path, size: int) -> list[str]:
    """The frame in partitions."""
    paths = []
    for number, start in enumerate(range(0, len(frame), size)):
        paths.append(str(folder / f"tweets-{number}.parquet"))
        part = frame[clusters.COLUMNS].iloc[start : start + size]
        partitions.write(pa.Table.from_pandas(part, preserve_index=False), paths[-1])
    return paths


def clustered(frame: pd.DataFrame, folder: Path, size: int, engine: Engine) -> np.ndarray:
    found = clusters.cluster(tables(frame, folder, size), str(folder / "work"), engine, QuietScreen())
    return np.concatenate([partitions.read(path)["cluster_id"].to_numpy() for path in found])


def test_any_partitions_and_engine_give_the_clusters_of_the_whole(
    made: pd.DataFrame, two: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One partition; seven, by two processes started once; fifteen, whose forests are merged twice."""
    started = processes._started
    starts: list[object] = []
    monkeypatch.setattr(processes, "_started", lambda: starts.append(0) or started())
    expected = digest(duplicates.cluster(made))
    for number, (size, engine) in enumerate(((3000, HERE), (450, two), (200, HERE))):
        folder = tmp_path / str(number)
        assert digest(clustered(made, folder, size, engine)) == expected
    assert len(starts) == 2
    assert not list((tmp_path / "2" / "work" / "bands").glob("*"))  # what is used up is removed


def test_a_worker_killed_in_the_middle_changes_no_byte(
    made: pd.DataFrame, two: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker is killed while it compares; the file that it began is written again, whole."""
    mark, plain = tmp_path / "killed", clusters.Compared
    monkeypatch.setattr(clusters, "Compared", lambda plan: Dying(plain(plan), mark, 3))
    found = clustered(made, tmp_path, 450, two)
    assert mark.exists()
    assert digest(found) == digest(duplicates.cluster(made))


def test_copies_are_found_and_nothing_else(made: pd.DataFrame, tmp_path: Path) -> None:
    """Of generated posts it is known which are copies: recall above .97, precision above .999."""
    recall, precision = recall_and_precision(
        clustered(made, tmp_path, 700, HERE), made["original"].to_numpy()
    )
    assert recall > 0.97
    assert precision > 0.999
    assert recall_and_precision(np.zeros(4, int), np.array([0, 0, 2, 3]))[1] == pytest.approx(1 / 6)


def test_real_tweets_have_the_clusters_of_the_whole(shared: Path, tmp_path: Path) -> None:
    """The main corpus, by partitions of 5,000 tweets."""
    path = shared / "corpora" / "trump_2009_2018.json.gz"
    rows = [row for chunk in chunks(open_corpus(path), 5000) for row in chunk.rows]
    frame = pd.DataFrame({"text": [row["raw_text"] for row in rows], "source_row": np.arange(len(rows))})
    frame["created_at"] = pd.to_datetime([row["created"] for row in rows], utc=True, format="mixed")
    assert digest(clustered(frame, tmp_path, 5000, HERE)) == digest(duplicates.cluster(frame))


def test_the_oldest_names_a_cluster_also_without_dates() -> None:
    """A member without a date is younger than any with one; among them the source row decides."""
    text = "The quick brown fox jumps over the lazy dog and runs into the deep dark forest"
    frame = pd.DataFrame({"text": [text + " one", text + " two", text + " six"], "source_row": [0, 1, 2]})
    frame["created_at"] = pd.to_datetime([None, "2017", "2016"], utc=True)
    key = duplicates.content_keys([text + " six"])
    assert set(duplicates.cluster(frame)) == set(duplicates.cluster_numbers(key))
    frame["created_at"] = pd.Series([pd.NaT] * 3, dtype="datetime64[us, UTC]")
    key = duplicates.content_keys([text + " one"])
    assert set(duplicates.cluster(frame)) == set(duplicates.cluster_numbers(key))


def test_no_posts_and_empty_partitions(tmp_path: Path) -> None:
    """A corpus of one post, with an empty partition beside it."""
    frame = pd.DataFrame({"text": ["alone"], "source_row": [0]})
    frame["created_at"] = pd.to_datetime(["2016"], utc=True)
    paths = [*tables(frame, tmp_path, 1), str(tmp_path / "none.parquet")]
    partitions.write(partitions.read(paths[0]).slice(0, 0), paths[1])
    found = clusters.cluster(paths, str(tmp_path / "work"), HERE, QuietScreen())
    assert partitions.read(found[0])["cluster_id"].to_pylist() == duplicates.cluster(frame).tolist()
    assert partitions.read(found[1]).num_rows == 0
    assert Plan(tuple(paths), "f").path("keys", 3) == "f/keys/000003.parquet"


@pytest.fixture(autouse=True)
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    """Nothing half-written is left in any folder."""
    yield
    assert not list(tmp_path.rglob(".partial-*"))
