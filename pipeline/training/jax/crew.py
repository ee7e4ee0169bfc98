"""Several processes that train one network: the first writes, all compute; when one is lost, all end.

Each process runs the same loop on the same batches and computes its part of their lanes; gradients are added
up between the processes (gloo on CPUs, NCCL on GPUs). The first is the process that a person started. It
starts the others, and ends them; they end by themselves when it is gone.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import jax

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.training.jax.trainee import JaxTrainee

HERE = "127.0.0.1"
JOIN = 300  # seconds for all processes to meet, once each has imported what it needs
BEAT = 100  # seconds without a sign of life after which a process on another machine counts as lost
PATIENCE = 60  # seconds for the others to end after the last step
READY = b"ready\n"  # what a process writes when it is about to connect
Build = Callable[[int, TrainSettings], "JaxTrainee"]


@dataclass(frozen=True)
class Place:
    """A process among several.

    Attributes:
        address: where the first one listens, host:port.
        number: of this process, from 0.
        processes: how many there are.
    """

    address: str
    number: int
    processes: int


def connect(place: Place) -> None:
    """Take the place: from now on JAX computes on the devices of all processes."""
    here = place.address.startswith(f"{HERE}:")
    if here:
        jax.config.update("jax_platforms", "cpu")  # processes of one machine would all want its GPUs
    jax.config.update("jax_cpu_collectives_implementation", "gloo")
    jax.config.update("jax_enable_recoverability", True)  # the loss of another is an error here, not an abort
    jax.distributed.initialize(
        place.address,
        place.processes,
        place.number,
        cluster_detection_method="deactivate",
        coordinator_bind_address=place.address if here else None,  # else it listens on all networks
        initialization_timeout=JOIN,
        heartbeat_timeout_seconds=BEAT,
        shutdown_timeout_seconds=PATIENCE,
    )


@contextmanager
def joined(settings: TrainSettings, workspace: Workspace, processes: int) -> Iterator[Build]:
    """A function that builds the network for this process, the first of so many.

    Raises:
        UserError: another process was lost; what the checkpoints hold is kept.
    """
    from pipeline.training.jax.trainee import build

    if processes == 1:
        yield build
        return
    with socket.socket() as free:
        free.bind((HERE, 0))
        address = f"{HERE}:{free.getsockname()[1]}"
    others = [start(settings, workspace, Place(address, k, processes)) for k in range(1, processes)]
    try:
        if not all(other.stdout and other.stdout.readline() == READY for other in others):
            raise UserError(lost(others))
        connect(Place(address, 0, processes))
        yield build
        jax.distributed.shutdown()
        for other in others:
            other.wait(PATIENCE)
    except jax.errors.JaxRuntimeError as error:
        raise UserError(lost(others)) from error
    finally:
        for other in others:
            other.kill()
            other.wait()


def start(settings: TrainSettings, workspace: Workspace, place: Place) -> subprocess.Popen:
    """Start the process of a place; it ends when its standard input does, thus with this process."""
    said = {"settings": settings.model_dump(mode="json"), "folder": str(workspace.folder), **asdict(place)}
    command = [sys.executable, "-m", "pipeline.training.jax.follower", json.dumps(said)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def lost(others: Sequence[subprocess.Popen]) -> str:
    """One line for the end of a training whose other processes have ended too soon."""
    codes = {number: other.poll() for number, other in enumerate(others, 1)}
    gone = [f"process {number} (code {code})" for number, code in codes.items() if code is not None]
    who = ", ".join(gone) or "another process"
    return f"{who} was lost, so the training has ended: run it again, and it goes on from the last checkpoint"
