"""Several processes that train one network: the first writes, all compute; when one is lost, all end.

Each process runs the same loop on the same batches and computes its part of their lanes; gradients are added
up between the processes (gloo on CPUs, NCCL on GPUs). The first is the process that a person started. It
starts the others, and ends them; they end by themselves when it is gone.
"""

import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import jax

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings
from pipeline.core.workspace import Workspace
from pipeline.training.jax.launch import HERE, Here, Other, on_workers

if TYPE_CHECKING:
    from pipeline.core.workers.cluster import Dask
    from pipeline.training.jax.trainee import JaxTrainee

JOIN = 300  # seconds for all processes to meet, once each has imported what it needs
BEAT = 100  # seconds without a sign of life after which a process on another machine counts as lost
PATIENCE = 60  # seconds for the others to end after the last step
GOING = 10  # seconds for one that was lost to be gone: its connections end before it does
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
def joined(
    settings: TrainSettings, workspace: Workspace, processes: int, dask: "Dask | None" = None
) -> Iterator[Build]:
    """A function that builds the network for this process, the first of so many.

    Args:
        settings: of the training.
        workspace: a folder that all processes see.
        processes: how many.
        dask: whose workers the others run on; None: on this machine.

    Raises:
        UserError: another process was lost, what the checkpoints hold is kept; or there are too few workers.
    """
    from pipeline.training.jax.trainee import build

    if processes == 1:
        yield build
        return
    host, launch = (HERE, Here) if dask is None else on_workers(dask, processes)
    with socket.socket() as free:
        free.bind((host, 0))
        address = f"{host}:{free.getsockname()[1]}"
    said = {"settings": settings.model_dump(mode="json"), "folder": str(workspace.folder)}
    others = [launch(said | asdict(Place(address, k, processes))) for k in range(1, processes)]
    try:
        if not all(other.ready() for other in others):
            raise UserError(lost(others))
        connect(Place(address, 0, processes))
        yield build
        jax.distributed.shutdown()
        _wait(others, PATIENCE, all)
    except jax.errors.JaxRuntimeError as error:
        raise UserError(lost(others)) from error
    finally:
        for other in others:
            other.end()


def _wait(others: Sequence[Other], seconds: float, which: Callable[[Iterable[bool]], bool]) -> None:
    """Wait until all or any of them have ended, or so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not which([other.code() is not None for other in others]):
        time.sleep(0.05)


def lost(others: Sequence[Other]) -> str:
    """One line for the end of a training whose other processes have ended too soon."""
    _wait(others, GOING if others else 0, any)
    codes = [(number, other.where, other.code()) for number, other in enumerate(others, 1)]
    gone = [f"process {number}{where} (code {code})" for number, where, code in codes if code is not None]
    who = ", ".join(gone) or "another process"
    return f"{who} was lost, so the training has ended: run it again, and it goes on from the last checkpoint"
