"""Settings of where the work is done."""

from typing import Literal

from pydantic import Field

from pipeline.core.settings.base import Settings


class EngineSettings(Settings):
    """Where the work is done. It changes no byte of what comes out, so no stage depends on it."""

    engine: Literal["local", "dask"] = "local"
    """`local` works on this machine; `dask` on the workers of a Dask cluster."""

    workers: int = Field(0, ge=0)
    """Processes that work, one thread each; 0 is this process alone, or all workers of the cluster."""

    scheduler: str = ""
    """Address of the Dask scheduler, such as tcp://10.0.0.1:8786; without it Dask works on this machine."""
