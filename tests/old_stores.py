"""Stores as older and newer versions of MLflow leave them."""

OLD = "acf3f17fdcc7"  # of MLflow 2.10, of January 2024
FOREIGN = "0123456789ab"


def make_old(uri: str, revision: str = OLD) -> None:
    """The tables of an older MLflow, by its own revisions, with one experiment and one finished run."""
    from alembic import command
    from mlflow.store.db.utils import _get_alembic_config
    from mlflow.store.tracking.dbmodels.initial_models import Base
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    engine = create_engine(uri, poolclass=NullPool)
    Base.metadata.create_all(engine)
    config = _get_alembic_config(uri)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(
            text(
                "INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage) "
                "VALUES (1, 'old', 'file:///nowhere', 'active')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO runs (run_uuid, name, source_type, user_id, status, experiment_id, "
                "lifecycle_stage, start_time, artifact_uri) "
                "VALUES ('ab', 'kept', 'LOCAL', 'me', 'FINISHED', 1, 'active', 1, 'file:///nowhere/ab')"
            )
        )


def set_revision(uri: str, revision: str) -> None:
    """As if another version had made the tables."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.pool import NullPool

    with create_engine(uri, poolclass=NullPool).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})
