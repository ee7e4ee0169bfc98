"""The upgrade of a store: a backup first, MLflow's own revisions, and nothing changed by a failure."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import postgresql
import pytest
from old_stores import FOREIGN, OLD, make_old, set_revision

from pipeline.core.errors import UserError
from pipeline.tracking import schema, upgrade
from pipeline.tracking import tracker as tracking
from pipeline.tracking.server import shared


def _uri(root: Path) -> str:
    return f"sqlite:///{root}/mlruns/mlflow.db"


def _rows(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.execute("SELECT version_num FROM alembic_version")) + list(
            database.execute("SELECT run_uuid, name, status FROM runs")
        )


def test_an_old_store_is_backed_up_upgraded_and_used(old: Path) -> None:
    """The copy holds the old revision and the run; the store holds the run and takes new ones."""
    import mlflow

    backup = upgrade.upgrade(_uri(old), old / "backups")
    assert backup is not None
    assert OLD in backup.name
    assert _rows(backup) == [(OLD,), ("ab", "kept", "FINISHED")]
    schema.check(_uri(old))
    with tracking.stage_run(old, "w", "corpus", "m", {}) as tracker:
        tracker.metrics({"rows": 1.0})
    assert mlflow.MlflowClient().get_run("ab").info.run_name == "kept"
    assert upgrade.upgrade(_uri(old), old / "backups") is None
    assert list((old / "backups").iterdir()) == [backup]
    assert sorted(path.name for path in (old / "mlruns").iterdir()) == [".lock", "mlflow.db"]


def test_a_failure_changes_nothing(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MLflow's upgrade breaks in the middle: the store is as it was, and the line says why."""

    def broken(uri: str, found: object) -> None:
        set_revision(uri, "half")
        raise OSError("the disk is full")

    monkeypatch.setattr(upgrade, "_migrate", broken)
    before = (old / "mlruns" / "mlflow.db").read_bytes()
    with pytest.raises(UserError, match="the disk is full"):
        upgrade.upgrade(_uri(old), old / "backups")
    assert (old / "mlruns" / "mlflow.db").read_bytes() == before
    assert [path.name for path in (old / "mlruns").iterdir()] == ["mlflow.db"]


def test_what_cannot_be_upgraded_is_one_line(old: Path) -> None:
    """A newer store, no store, another kind of database; none is touched."""
    set_revision(_uri(old), FOREIGN)
    lines = []
    for uri in (_uri(old), f"sqlite:///{old}/none.db", "mysql://ann:secret@127.0.0.1/runs"):
        with pytest.raises(UserError) as caught:
            upgrade.upgrade(uri, old / "backups")
        lines.append(str(caught.value))
    assert "newer MLflow" in lines[0]
    assert "does not exist" in lines[1]
    assert "secret" not in lines[2]
    assert not (old / "backups").exists()


def _ask(uri: str, query: str) -> list[tuple[object, ...]]:
    with schema.opened(uri) as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_postgresql_of_an_older_mlflow_is_dumped_and_upgraded(
    home: Path, postgres: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused while another is connected and without `pg_dump`; then the dump holds the old store."""
    uri, other = postgresql.create(postgres, "old"), postgresql.create(postgres, "back")
    make_old(uri)
    with pytest.raises(UserError, match="run `make upgrade-store`"):
        shared.require(uri, {"MLFLOW_AUTH_ADMIN_PASSWORD": "correct horse 1"})
    with schema.opened(uri), pytest.raises(UserError, match="in use by 1 other"):
        upgrade.upgrade(uri, home / "backups")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "which", lambda name: None)
        with pytest.raises(UserError, match="`pg_dump`"):
            upgrade.upgrade(uri, home / "backups")
    assert _ask(uri, "SELECT version_num FROM alembic_version") == [(OLD,)]
    assert not list((home / "backups").iterdir())

    backup = upgrade.upgrade(uri, home / "backups")
    assert backup is not None
    schema.check(uri)
    assert upgrade.upgrade(uri, home / "backups") is None
    assert _ask(uri, "SELECT run_uuid, name, status FROM runs") == [("ab", "kept", "FINISHED")]
    restore = Path(shutil.which("pg_dump") or "").with_name("pg_restore")
    subprocess.run([restore, "--no-owner", f"--dbname={other}", backup], check=True)
    assert _ask(other, "SELECT version_num FROM alembic_version") == [(OLD,)]
    assert _ask(other, "SELECT run_uuid, name, status FROM runs") == [("ab", "kept", "FINISHED")]
