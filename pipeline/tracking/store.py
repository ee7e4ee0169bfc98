"""Where the MLflow store lies, and what moves with the checkout. Reads its database without MLflow."""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

EXPERIMENT = "tweetscope"
STAGE, WORKSPACE, FINGERPRINT = "tweetscope.stage", "tweetscope.workspace", "tweetscope.fingerprint"
PLACE = "tweetscope.place"  # machine and folder that a run is made in
LEAST_SPACE = 4_000_000  # bytes: a store with less room than its first tables take is full
PATIENCE = 5.0  # seconds that another process may hold the database
# Where the store keeps absolute artefact addresses (they move with the checkout by `relocate`).
ADDRESSES = (
    ("experiments", "artifact_location"),
    ("runs", "artifact_uri"),
    ("model_versions", "source"),
    ("model_versions", "storage_location"),
    ("logged_models", "artifact_location"),
)


def store_uri(root: Path) -> str:
    """The address of the store: MLFLOW_TRACKING_URI, or the database under `mlruns/`."""
    return os.environ.get("MLFLOW_TRACKING_URI") or local_uri(root)


def local_uri(root: Path) -> str:
    """The address of the database under `mlruns/`."""
    return f"sqlite:///{(root / 'mlruns' / 'mlflow.db').resolve()}"


def is_local(uri: str) -> bool:
    """Whether the store is a database file on this machine."""
    return uri.startswith("sqlite")


def shown(uri: str) -> str:
    """An address without the password that it may hold.

    >>> shown("postgresql://ann:secret@db/runs")
    'postgresql://ann:…@db/runs'
    """
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:…@", uri)


def trial(root: Path) -> str | None:
    """Why the store under `mlruns/` cannot be written; None when it can. Takes seconds at most."""
    folder = root / "mlruns"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            return "its folder is read-only"
        if shutil.disk_usage(folder).free < LEAST_SPACE:
            return "the disk is full"
        if (folder / "mlflow.db").exists():
            with closing(_opened(folder / "mlflow.db")) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
    except (OSError, sqlite3.Error) as error:
        return str(error)
    return None


def _opened(path: Path) -> sqlite3.Connection:
    """The database, which must be there; a statement waits for others for at most PATIENCE."""
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None
    )


def artifacts_uri(root: Path) -> str:
    """The address of the artefacts of the store under `mlruns/`."""
    return (root / "mlruns" / "artifacts").resolve().as_uri()


def moved(root: Path) -> str | None:
    """Where the store's artefacts are said to lie, if that is not where they are now."""
    database = root / "mlruns" / "mlflow.db"
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database)) as connection:
            row = connection.execute(
                "SELECT artifact_location FROM experiments WHERE name = ?", (EXPERIMENT,)
            ).fetchone()
    except sqlite3.Error:
        return None  # not made yet, or of another version: MLflow will say
    return row[0] if row and row[0] != artifacts_uri(root) else None


def relocate(root: Path) -> int:
    """Rewrite the artefact addresses of a store whose checkout has moved; the number of rows changed."""
    old, new, changed = moved(root), artifacts_uri(root), 0
    if old is None:
        return 0
    with closing(sqlite3.connect(root / "mlruns" / "mlflow.db")) as connection, connection:
        for table, column in ADDRESSES:
            changed += connection.execute(
                f"UPDATE {table} SET {column} = ? || substr({column}, ?) WHERE substr({column}, 1, ?) = ?",
                (new, len(old) + 1, len(old), old),
            ).rowcount
    return changed
