"""A tracking server that a team shares: runs and accounts in PostgreSQL, artefacts through the server."""

import os
import secrets
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import UserError
from pipeline.tracking.connect import quiet
from pipeline.tracking.schema import check, opened
from pipeline.tracking.store import shown

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

LEAST_PASSWORD = 12  # characters: what MLflow asks for
PUBLIC = "password1234"  # the administrator's password of older versions of MLflow, known to all
ADMIN, PASSWORD = "MLFLOW_AUTH_ADMIN_USERNAME", "MLFLOW_AUTH_ADMIN_PASSWORD"
SECRET = "MLFLOW_FLASK_SERVER_SECRET_KEY"
CLIENT = (
    "MLFLOW_TRACKING_URI",
    "MLFLOW_TRACKING_USERNAME",
    "MLFLOW_TRACKING_PASSWORD",
    "MLFLOW_REGISTRY_URI",
)
# Members work on each other's experiments and models; only an administrator or the owner deletes. A password
# that was right is taken as right for a minute: to compute its hash takes longer than most requests.
ACCOUNTS = """[mlflow]
default_permission = EDIT
database_uri = {store}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
auth_cache_ttl_seconds = 60
"""


def require(store: str, environment: Mapping[str, str]) -> None:
    """Refuse to start a server that could not work, or that would not ask for a good password.

    Args:
        store: the address of the database.
        environment: of this process.

    Raises:
        UserError: what is missing, wrong, or made by another version of MLflow.
    """
    quiet()
    if store.partition("://")[0] not in ("postgresql", "postgresql+psycopg"):
        raise UserError(
            "the server keeps its runs in PostgreSQL: give STORE=postgresql://USER:PASSWORD@HOST/DATABASE"
        )
    if find_spec("psycopg") is None or find_spec("flask_wtf") is None:
        raise UserError("the server needs psycopg and Flask-WTF: run `pip install tweetscope[postgres]`")
    try:
        check(store)
        with opened(store) as connection:
            new = not _has_administrator(connection)
    except UserError:
        raise
    except Exception as error:  # of SQLAlchemy, of the driver
        raise _no_database(store, error) from error
    _require_password(environment, new)


def _has_administrator(connection: "Connection") -> bool:
    from sqlalchemy import inspect, text

    if "users" not in inspect(connection).get_table_names():
        return False
    return connection.execute(text("SELECT 1 FROM users WHERE is_admin")).first() is not None


def _no_database(store: str, error: Exception) -> UserError:
    lines = str(getattr(error, "orig", None) or error).splitlines()
    what = lines[0].strip() if lines else type(error).__name__
    remedy = (
        "make it with `createdb`" if "does not exist" in what else "see that it runs and lets this user in"
    )
    return UserError(f"the database {shown(store)} cannot be used ({shown(what)}): {remedy}")


def _require_password(environment: Mapping[str, str], new: bool) -> None:
    password = environment.get(PASSWORD, "")
    if (new or password) and (len(password) < LEAST_PASSWORD or password == PUBLIC):
        raise UserError(
            f"the administrator needs a password of your own: set {PASSWORD} to {LEAST_PASSWORD} characters "
            f"or more in the environment for the first start"
        )


def artifacts_address(place: str) -> str:
    """The address of a folder, which is made, or of a bucket, as MLflow takes it.

    Raises:
        UserError: the folder cannot be written, or the bucket cannot be listed.
    """
    from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

    try:
        if "://" in place:
            get_artifact_repository(place).list_artifacts()
            return place
        folder = Path(place).resolve()
        folder.mkdir(parents=True, exist_ok=True)
    except ModuleNotFoundError as error:
        raise UserError(
            f"the artefact store {place} needs {error.name}: run `pip install {error.name}`"
        ) from error
    except Exception as error:  # of the system, of whatever library the address names
        line = next(iter(str(error).splitlines()), type(error).__name__)
        raise UserError(f"the artefact store {shown(place)} cannot be used ({shown(line)})") from error
    if not os.access(folder, os.W_OK):
        raise UserError(f"the artefact store {folder} cannot be written")
    return folder.as_uri()


def command(artifacts: str, host: str, port: int, workers: int) -> list[str]:
    """How the server is started; the database's address, with its password, is not in it."""
    server = [sys.executable, "-m", "mlflow", "server", "--app-name", "basic-auth", "--serve-artifacts"]
    server += ["--artifacts-destination", artifacts, "--host", host]
    return [*server, "--port", str(port), "--workers", str(workers)]


def environment(store: str, private: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The server's environment: no telemetry, no pickle, accounts in the same database.

    Args:
        store: the address of the database.
        private: a folder that only this user can read.
        given: the environment of this process.
    """
    accounts = private / "accounts.ini"
    accounts.write_text(ACCOUNTS.format(store=store.replace("%", "%%")), encoding="utf-8")
    kept = {name: value for name, value in given.items() if name not in CLIENT}
    return {
        ADMIN: "admin",
        SECRET: secrets.token_hex(32),  # protects the form for new members, for as long as the server runs
        **kept,
        "MLFLOW_BACKEND_STORE_URI": store,
        "MLFLOW_AUTH_CONFIG_PATH": str(accounts),
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "DO_NOT_TRACK": "true",
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",  # jobs for agents
    }
