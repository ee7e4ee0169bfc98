"""Commands about a shared store: the server of a team, and the upgrade of what an older MLflow made."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from pipeline.commands import options
from pipeline.core.errors import UserError
from pipeline.core.lock import in_turn
from pipeline.tracking.schema import is_database
from pipeline.tracking.server import shared
from pipeline.tracking.server.process import HOST, must_be_free, wait
from pipeline.tracking.store import store_uri
from pipeline.tracking.upgrade import upgrade

UPGRADE = 240.0  # seconds that another process may hold the store
STORE = click.option(
    "--store",
    default="",
    envvar="TWEETSCOPE_STORE",
    help="The database: postgresql://USER:PASSWORD@HOST/DATABASE (or TWEETSCOPE_STORE in the environment, "
    "which no list of processes shows).",
)


@click.command()
@STORE
@click.option(
    "--artifacts",
    default="",
    envvar="TWEETSCOPE_ARTIFACTS",
    help="Where the server keeps the artefacts: a folder, or an address such as s3://BUCKET/FOLDER. "
    "[default: mlruns/shared]",
)
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--processes", default=2, show_default=True, type=click.IntRange(1, 64), help="That answer requests."
)
def server(store: str, artifacts: str, host: str, port: int, processes: int) -> None:
    """Start the tracking server of a team: PostgreSQL, names and passwords, artefacts through the server."""
    must_be_free(port, host)
    shared.require(store, os.environ)
    place = shared.artifacts_address(artifacts or str(options.root() / "mlruns" / "shared"))
    click.echo(f"MLflow server: http://{host}:{port} (Ctrl-C stops it)")
    with TemporaryDirectory(prefix="tweetscope-") as private:
        process = subprocess.Popen(
            shared.command(place, host, port, processes),
            env=shared.environment(store, Path(private), os.environ),
            start_new_session=True,  # so that all processes of the server can be ended together
        )
        wait(process)


@click.command("upgrade-store")
@STORE
def upgrade_store(store: str) -> None:
    """Back up the MLflow store that an older version made, then upgrade it to the installed one."""
    root = options.root()
    uri = store or store_uri(root)
    if not is_database(uri):
        raise UserError(
            f"{uri} is a server: upgrade its database with STORE=postgresql://USER:PASSWORD@HOST/DATABASE"
        )
    with in_turn(root / "mlruns", UPGRADE):
        backup = upgrade(uri, root / "mlruns" / "backups")
    click.echo(f"upgraded; the backup is {backup}" if backup else "the store is up to date")


COMMANDS = (server, upgrade_store)
