"""Settings of where the work is done."""

from typing import Literal

from pydantic import Field

from pipeline.core.settings.base import Settings


class EngineSettings(Settings):
    """Where the work is done. No stage depends on it: what comes out has the same bytes, except for the last
    digits of a network that several processes trained.
    """

    engine: Literal["local", "dask"] = "local"
    """`local` works on this machine; `dask` on the workers of a Dask cluster."""

    workers: int = Field(0, ge=0)
    """Processes that work, one thread each; 0 is this process alone, or all workers of the cluster."""

    scheduler: str = ""
    """Address of the Dask scheduler, such as tcp://10.0.0.1:8786; without it Dask works on this machine."""

    processes: int = Field(1, ge=1, le=64)
    """Processes that train one network, each with its part of every batch (backend jax)."""
