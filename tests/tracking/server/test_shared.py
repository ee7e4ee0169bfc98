"""The server of a team: what it asks for before it starts, and what it is told and not told."""

import configparser
from pathlib import Path

import postgresql
import pytest

from pipeline.core.errors import UserError
from pipeline.tracking.server import shared

GOOD = {"MLFLOW_AUTH_ADMIN_PASSWORD": "correct horse 1"}


def _line(store: str, environment: dict[str, str]) -> str:
    with pytest.raises(UserError) as caught:
        shared.require(store, environment)
    line = str(caught.value)
    assert "\n" not in line
    assert postgresql.QUOTED not in line
    return line


def test_a_database_that_cannot_be_used_is_one_line(postgres: int) -> None:
    """Another kind; nobody there; no such database; a wrong password; an empty one may be used."""
    there = postgresql.create(postgres, "require")
    assert "STORE=postgresql://" in _line("sqlite:///x.db", GOOD)
    assert "Connection refused" in _line(postgresql.address(1, "require"), GOOD)
    assert "`createdb`" in _line(postgresql.address(postgres, "missing"), GOOD)
    assert "password authentication failed" in _line(there.replace("pass%2Fword", "wrong"), GOOD)
    shared.require(there, GOOD)


def test_the_administrator_has_no_default_password(postgres: int) -> None:
    """None, a short one, and the one that MLflow once shipped; not asked for where there is one already."""
    store = postgresql.create(postgres, "administrator")
    for password in ("", "short", "password1234"):
        assert "set MLFLOW_AUTH_ADMIN_PASSWORD" in _line(store, {"MLFLOW_AUTH_ADMIN_PASSWORD": password})
    with shared.opened(store) as connection:
        connection.exec_driver_sql("CREATE TABLE users (is_admin BOOLEAN)")
        connection.exec_driver_sql("CREATE TABLE alembic_version_auth (version_num TEXT)")
    assert "set MLFLOW_AUTH_ADMIN_PASSWORD" in _line(store, {})


def test_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the driver, and without what the form for new members needs."""
    for missing in ("psycopg", "flask_wtf"):
        with monkeypatch.context() as patch:
            patch.setattr(shared, "find_spec", lambda name, gone=missing: None if name == gone else name)
            assert "pip install tweetscope[postgres]" in _line(postgresql.address(1, "x"), GOOD)


def test_the_database_is_named_in_private_alone(tmp_path: Path) -> None:
    """Not on the command line, which all users see; MLflow reads the very same address from the file."""
    store = postgresql.address(5432, "runs")
    made = shared.environment(store, tmp_path, {"MLFLOW_TRACKING_URI": "http://other", **GOOD, "HOME": "/h"})
    assert postgresql.QUOTED not in " ".join(shared.command("file:///x", "127.0.0.1", 1, 1))
    parser = configparser.ConfigParser()
    parser.read(made["MLFLOW_AUTH_CONFIG_PATH"])
    assert parser["mlflow"]["database_uri"] == made["MLFLOW_BACKEND_STORE_URI"] == store
    assert "admin_password" not in parser["mlflow"]
    assert "MLFLOW_TRACKING_URI" not in made
    assert made["HOME"] == "/h"
    assert (made["MLFLOW_DISABLE_TELEMETRY"], made["MLFLOW_ALLOW_PICKLE_DESERIALIZATION"]) == (
        "true",
        "false",
    )
    again = shared.environment(store, tmp_path, {})
    assert len(again[shared.SECRET]) == 64
    assert again[shared.SECRET] != made[shared.SECRET]


def test_a_place_for_artefacts_is_a_folder_or_an_address(tmp_path: Path) -> None:
    """A folder is made; a file in its place and an unknown kind of address are one line."""
    assert shared.artifacts_address(str(tmp_path / "a b")) == (tmp_path / "a b").as_uri()
    assert (tmp_path / "a b").is_dir()
    assert shared.artifacts_address(tmp_path.as_uri()) == tmp_path.as_uri()
    (tmp_path / "file").touch()
    for place in (str(tmp_path / "file"), "nothing://x"):
        with pytest.raises(UserError, match="cannot be used"):
            shared.artifacts_address(place)
