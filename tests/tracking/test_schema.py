"""A store that another version of MLflow has made is one line, and is not changed."""

from pathlib import Path

import pytest
from old_stores import FOREIGN, set_revision

from pipeline.core.errors import UserError
from pipeline.tracking import schema
from pipeline.tracking import tracker as tracking


def _refused(root: Path) -> str:
    """The line of a command that would open the store; the store is as it was."""
    before = (root / "mlruns" / "mlflow.db").read_bytes()
    with pytest.raises(UserError) as caught:
        tracking.connect(root)
    assert (root / "mlruns" / "mlflow.db").read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_older_store_is_one_line_and_stays_as_it_is(old: Path) -> None:
    """MLflow alone would upgrade it without a word. Also one without any revision, of before MLflow 1.0."""
    assert "run `make upgrade-store`" in _refused(old)
    uri = f"sqlite:///{old}/mlruns/mlflow.db"
    with schema.opened(uri) as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    assert "run `make upgrade-store`" in _refused(old)


def test_a_newer_store_is_one_line_and_stays_as_it_is(old: Path) -> None:
    """Its revision is not among those of the installed MLflow."""
    set_revision(f"sqlite:///{old}/mlruns/mlflow.db", FOREIGN)
    line = _refused(old)
    assert "newer MLflow" in line
    assert FOREIGN in line


def test_accounts_of_an_older_server_are_seen(old: Path) -> None:
    """MLflow before 3.6 kept accounts without a revision; empty tables of accounts are not in use."""
    uri = f"sqlite:///{old}/mlruns/mlflow.db"
    with schema.opened(uri) as connection:
        connection.exec_driver_sql("CREATE TABLE users (id INTEGER)")
        assert schema.state(connection, schema.ACCOUNTS) is None
        connection.exec_driver_sql("INSERT INTO users VALUES (1)")
        found = schema.state(connection, schema.ACCOUNTS)
    assert found is not None
    assert (found.revision, found.newest, found.newer) == (None, False, False)


def test_what_is_no_database_or_not_there_is_passed_over(tmp_path: Path) -> None:
    """A server checks its own database; a file that is missing is not made by looking."""
    for uri in ("http://127.0.0.1:1", str(tmp_path), f"sqlite:///{tmp_path}/none.db"):
        schema.check(uri)
    assert not list(tmp_path.iterdir())


def test_an_empty_database_may_be_used(tmp_path: Path) -> None:
    """Tables without a row are those that another process is just making."""
    uri = f"sqlite:///{tmp_path}/x.db"
    with schema.opened(uri) as connection:
        connection.exec_driver_sql("CREATE TABLE experiments (experiment_id INTEGER)")
    schema.check(uri)
    assert schema.states(uri) == []
