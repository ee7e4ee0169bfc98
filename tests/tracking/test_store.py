"""Where the store lies, and a checkout that has moved: on a database made by hand, without MLflow."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.tracking.store import ADDRESSES, EXPERIMENT, artifacts_uri, moved, relocate, store_uri

OLD = "file:///old%20place/mlruns/artifacts"


def _store(root: Path, address: str) -> Path:
    """A store whose tables hold one address each, of the experiment or below it, and one from elsewhere."""
    database = root / "mlruns" / "mlflow.db"
    database.parent.mkdir(parents=True)
    columns: dict[str, list[str]] = {}
    for table, column in ADDRESSES:
        columns.setdefault(table, []).append(column)
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, names in columns.items():
            marks = ", ".join("?" for _ in names)
            connection.execute(f"CREATE TABLE {table} ({', '.join(names)}, name TEXT)")
            below = address if table == "experiments" else f"{address}/ab/model"
            for place in (below, "s3://bucket/ab"):
                name = EXPERIMENT if place == below else "another"
                connection.execute(f"INSERT INTO {table} VALUES ({marks}, ?)", [place] * len(names) + [name])
    return database


def _addresses(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for t, c in ADDRESSES for row in connection.execute(f"SELECT {c} FROM {t}")]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in a folder with a space and a quote."""
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    return tmp_path / "a 'new' place"


def test_the_store_is_the_database_or_the_server_that_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store_uri(root) == f"sqlite:///{root}/mlruns/mlflow.db"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")
    assert store_uri(root) == "http://127.0.0.1:9"


def test_a_store_in_its_place_has_not_moved(root: Path) -> None:
    """Also one that is not there yet, and one that is not a database; nothing is rewritten."""
    assert moved(root) is None
    database = _store(root, artifacts_uri(root))
    before = _addresses(database)
    assert moved(root) is None
    assert relocate(root) == 0
    assert _addresses(database) == before
    database.write_text("not a database")
    assert moved(root) is None


def test_every_address_below_the_old_place_moves_and_no_other(root: Path) -> None:
    """Each table and column once; what lies in a bucket stays; a second time there is nothing to do."""
    database = _store(root, OLD)
    before = _addresses(database)
    assert moved(root) == OLD
    assert relocate(root) == len(ADDRESSES)
    assert _addresses(database) == [address.replace(OLD, artifacts_uri(root)) for address in before]
    assert moved(root) is None
    assert relocate(root) == 0
