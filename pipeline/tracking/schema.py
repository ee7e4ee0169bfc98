"""Which version of MLflow a store's tables are of: no two versions open one store without a word."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import UserError
from pipeline.tracking.store import shown

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

DATABASES = ("sqlite", "postgresql", "mysql", "mssql")  # the kinds that MLflow takes
ANSWER = 5  # seconds that a PostgreSQL has to take a connection


@dataclass(frozen=True)
class Tables:
    """Tables that Alembic brings from one revision to the next.

    Attributes:
        scripts: the folder of the revisions, inside MLflow.
        version: the table that holds the revision.
        used: the table whose rows say that others are there, with or without a revision.
    """

    scripts: str
    version: str
    used: str


RUNS = Tables("store/db_migrations", "alembic_version", "experiments")
ACCOUNTS = Tables("server/auth/db/migrations", "alembic_version_auth", "users")


@dataclass(frozen=True)
class State:
    """The revision of tables that are in use, beside those that the installed MLflow knows.

    Attributes:
        revision: of the tables; None where they are older than all revisions.
        known: all revisions, the newest first.
    """

    revision: str | None
    known: tuple[str, ...]

    @property
    def newest(self) -> bool:
        """Whether they are the installed MLflow's."""
        return self.revision == self.known[0]

    @property
    def newer(self) -> bool:
        """Whether a newer MLflow has made them."""
        return self.revision is not None and self.revision not in self.known


def is_database(uri: str) -> bool:
    """Whether an address is of a database, not of a server or a folder.

    >>> is_database("postgresql+psycopg://db/runs"), is_database("http://db")
    (True, False)
    """
    return uri.partition("://")[0].partition("+")[0] in DATABASES


def sqlite_file(uri: str) -> Path:
    """The file of a SQLite database."""
    from sqlalchemy import make_url

    return Path(make_url(uri).database or "")


@contextmanager
def opened(uri: str) -> Iterator["Connection"]:
    """A connection to a database; nothing is kept open after it.

    Raises:
        ModuleNotFoundError: its driver is not installed.
        sqlalchemy.exc.SQLAlchemyError: it cannot be reached or read.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    limits = {"connect_timeout": ANSWER} if uri.startswith("postgresql") else {}
    engine = create_engine(uri, poolclass=NullPool, connect_args=limits)
    with engine.begin() as connection:
        yield connection


def state(connection: "Connection", tables: Tables) -> State | None:
    """Which revision the tables are of; None if the database has none, or none with a row."""
    from sqlalchemy import inspect, text

    names = set(inspect(connection).get_table_names())
    if tables.version in names:
        row = connection.execute(text(f"SELECT version_num FROM {tables.version}")).first()
        if row is not None:
            return State(str(row[0]), _known(tables.scripts))
    if tables.used in names and connection.execute(text(f"SELECT 1 FROM {tables.used}")).first():
        return State(None, _known(tables.scripts))
    return None


def _known(scripts: str) -> tuple[str, ...]:
    import mlflow
    from alembic.script import ScriptDirectory

    folder = ScriptDirectory(str(Path(mlflow.__file__).parent / scripts))
    return tuple(one.revision for one in folder.walk_revisions())


def states(uri: str) -> list[tuple[Tables, State]]:
    """The tables of MLflow that a database holds, and their states.

    Raises:
        UserError: a newer MLflow has made them.
    """
    with opened(uri) as connection:
        found = [(tables, state(connection, tables)) for tables in (RUNS, ACCOUNTS)]
    there = [(tables, one) for tables, one in found if one is not None]
    for _, one in there:
        if one.newer:
            raise UserError(
                f"the MLflow store {shown(uri)} was made by a newer MLflow than the {_version()} that is "
                f"installed (its revision {one.revision} is not known here): install that MLflow, or "
                f"use another store"
            )
    return there


def check(uri: str) -> None:
    """Refuse a database that another version of MLflow has made; opening it would change it.

    Raises:
        UserError: it is older or newer than the installed MLflow.
    """
    if not is_database(uri) or (uri.startswith("sqlite") and not sqlite_file(uri).is_file()):
        return
    for _, one in states(uri):
        if not one.newest:
            raise UserError(
                f"the MLflow store {shown(uri)} was made by an older MLflow than the {_version()} that is "
                f"installed: run `make upgrade-store`, which backs it up and upgrades it"
            )


def _version() -> str:
    import mlflow

    return str(mlflow.__version__)
