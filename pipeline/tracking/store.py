"""Where the MLflow store lies, and what moves with the checkout. Reads its database without MLflow."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

EXPERIMENT = "tweetscope"
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
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{(root / 'mlruns' / 'mlflow.db').resolve()}"


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
