"""A store that an older MLflow has made is backed up, then upgraded by MLflow's own revisions."""

import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.core.errors import UserError
from pipeline.tracking.connect import quiet, unusable
from pipeline.tracking.schema import ACCOUNTS, State, Tables, opened, sqlite_file, states
from pipeline.tracking.store import shown

Found = list[tuple[Tables, State]]


def upgrade(uri: str, backups: Path) -> Path | None:
    """Back a store up, then bring its tables to the installed MLflow.

    Args:
        uri: of a database.
        backups: the folder for the copy that is made first.

    Returns:
        The backup; None where nothing was to do.

    Raises:
        UserError: the store does not exist, is newer, it is in use, or it cannot be backed up. It is then
            as it was.
    """
    quiet()
    kind = uri.partition("://")[0].partition("+")[0]
    ways = {"sqlite": _sqlite, "postgresql": _postgresql}
    if kind not in ways:
        raise UserError(
            f"the MLflow store {shown(uri)} is not a SQLite or PostgreSQL database: upgrade it where it is"
        )
    if kind == "sqlite" and not sqlite_file(uri).is_file():
        raise UserError(f"the MLflow store {shown(uri)} does not exist: there is nothing to upgrade")
    try:
        found = states(uri)
        if all(one.newest for _, one in found):
            return None
        backups.mkdir(parents=True, exist_ok=True)
        return ways[kind](uri, backups, found)
    except UserError:
        raise
    except ModuleNotFoundError as error:
        raise UserError(
            f"the MLflow store {shown(uri)} needs {error.name}: run `pip install tweetscope[postgres]`"
        ) from error
    except Exception as error:  # of SQLAlchemy, of Alembic, of SQLite
        raise unusable(uri, error) from error


def _backup(backups: Path, name: str, found: Found, end: str) -> Path:
    """Where the copy goes: it is named by the store, the revision and the time."""
    revisions = "-".join(one.revision or "first" for _, one in found)
    return backups / f"{name}-{revisions}-{time.strftime('%Y%m%d-%H%M%S')}.{end}"


def _migrate(uri: str, found: Found) -> None:
    """MLflow's own upgrade, of `mlflow db upgrade`, and that of its accounts."""
    from mlflow.store.db.utils import _upgrade_db
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    engine = create_engine(uri, poolclass=NullPool)
    for tables, one in found:
        if one.newest:
            continue
        if tables is ACCOUNTS:
            from mlflow.server.auth.db.utils import migrate  # is of the extra

            migrate(engine, "head")
        else:
            _upgrade_db(engine)


def _sqlite(uri: str, backups: Path, found: Found) -> Path:
    """A copy is upgraded, and takes the store's place in one transaction: a failure changes nothing."""
    file = sqlite_file(uri)
    backup = _backup(backups, file.stem, found, "db")
    with closing(sqlite3.connect(file, timeout=5)) as store, TemporaryDirectory(dir=file.parent) as folder:
        part, new = Path(folder) / backup.name, Path(folder) / "new.db"
        for copy in (part, new):
            with closing(sqlite3.connect(copy)) as made:
                store.backup(made)
        part.replace(backup)
        _migrate(f"sqlite:///{new}", found)
        with closing(sqlite3.connect(new)) as upgraded:
            upgraded.backup(store)
    return backup


def _postgresql(uri: str, backups: Path, found: Found) -> Path:
    """`pg_dump`, then the upgrade in one transaction. `pg_restore` reads the dump."""
    from sqlalchemy import URL, make_url, text

    with opened(uri) as connection:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
        ).scalar_one()
    if others:
        raise UserError(
            f"the MLflow store {shown(uri)} is in use by {others} other connections: end the server that "
            f"uses it, then upgrade"
        )
    address = make_url(uri)
    backup = _backup(backups, address.database or "store", found, "dump")
    plain = URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, address.query
    )
    _dump(plain.render_as_string(), address.password, backup)
    _migrate(uri, found)
    return backup


def _dump(address: str, password: str | None, backup: Path) -> None:
    """Write all of a database into a file, whole or not at all; no list of processes shows the password."""
    program = shutil.which("pg_dump")
    if program is None:
        raise UserError(
            "`pg_dump`, which makes the backup, is not installed: install PostgreSQL's client, then upgrade"
        )
    part = backup.with_suffix(".part")
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    command = [program, "--format=custom", "--no-password", f"--file={part}", f"--dbname={address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        part.unlink(missing_ok=True)
        line = next(iter(done.stderr.splitlines()), f"code {done.returncode}")
        raise UserError(f"`pg_dump` failed ({shown(line)}): nothing is upgraded without a backup")
    part.replace(backup)
