"""Partitions on a disk and in a bucket: the same tables, whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from pipeline.core import partitions
from pipeline.core.engine import InProcess
from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.corpus import clusters, duplicates

TABLES = [pa.table({"x": [1, 2]}), pa.table({"x": pa.array([], pa.int64())}), pa.table({"x": [3]})]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of moto's S3 server on the loopback address."""
    server = pytest.importorskip("moto.server", reason="needs moto's S3 server")
    s3fs = pytest.importorskip("s3fs", reason="needs s3fs")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    with pytest.MonkeyPatch.context() as patch:
        host, port = running.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        s3fs.S3FileSystem.clear_instance_cache()
        s3fs.S3FileSystem().mkdir("archive")
        yield "s3://archive"
        s3fs.S3FileSystem.clear_instance_cache()
    running.stop()


@pytest.fixture(params=["disk", "file://", "s3://"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A folder of each kind."""
    if request.param == "s3://":
        return f"{request.getfixturevalue('bucket')}/{tmp_path.name}"
    return str(tmp_path) if request.param == "disk" else f"file://{tmp_path}"


def test_tables_come_back_from_every_kind_of_folder(folder: str) -> None:
    """Whole, by group over several files, and listed by name; removed with the folder."""
    inner = partitions.join(folder, "inner")
    assert partitions.listed(inner) == []
    paths = [partitions.join(inner, f"{number}.parquet") for number in (1, 0)]
    for path in paths:
        partitions.write_groups(TABLES, path)
    assert partitions.read(paths[0])["x"].to_pylist() == [1, 2, 3]
    assert partitions.read_group(paths, 0)["x"].to_pylist() == [1, 2, 1, 2]
    assert partitions.read_group(paths, 1).num_rows == 0
    assert [path.rpartition("/")[2] for path in partitions.listed(inner)] == ["0.parquet", "1.parquet"]
    assert partitions.read(partitions.listed(inner)[0]).num_rows == 3
    partitions.remove(inner)
    assert partitions.listed(inner) == []


def test_what_is_not_finished_is_not_there(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up (or the network ends) after the first table: the old file stays as it was."""
    path = partitions.join(folder, "a.parquet")
    partitions.write(TABLES[0], path)

    def broken(self: object, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(partitions.pq.ParquetWriter, "write_table", broken)
    with pytest.raises(UserError, match=r"a\.parquet"):
        partitions.write(TABLES[2], path)
    monkeypatch.undo()
    assert partitions.read(path)["x"].to_pylist() == [1, 2]


def test_a_missing_partition_and_an_unknown_scheme_are_one_line(folder: str) -> None:
    """The path is named."""
    with pytest.raises(UserError, match=r"none\.parquet"):
        partitions.read(partitions.join(folder, "none.parquet"))
    with pytest.raises(UserError, match="nosuch://a cannot be reached"):
        partitions.listed("nosuch://a")


def test_clusters_of_posts_in_a_bucket(bucket: str) -> None:
    """Partitions read from S3 and clustered through it have the clusters of the whole table."""
    text = "The quick brown fox jumps over the lazy dog and runs into the deep dark forest"
    frame = pd.DataFrame({"text": [text, "another thing", text.upper() + "!", "RT @a: " + text]})
    frame["source_row"] = range(4)
    frame["created_at"] = pd.to_datetime(["2017", "2016", "2015", "2018"], utc=True)
    paths = [f"{bucket}/tweets/{number}.parquet" for number in range(2)]
    for number, path in enumerate(paths):
        part = frame.iloc[2 * number : 2 * number + 2]
        partitions.write(pa.Table.from_pandas(part, preserve_index=False), path)
    found = clusters.cluster(paths, f"{bucket}/work", InProcess(1), QuietScreen())
    ids = [n for path in found for n in partitions.read(path)["cluster_id"].to_pylist()]
    assert ids == duplicates.cluster(frame).tolist()
