"""All that the report tells of, read from a workspace; what is missing is None."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_json
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.result import load as load_scan

Found = TypeVar("Found")

TWEET_COLUMNS = [
    *("tweet_id", "text", "created_at", "is_retweet", "is_manual_retweet", "is_truncated"),
    *("cluster_id", "split"),
]


@dataclass(frozen=True)
class Artefacts:
    """What lies in a workspace. `manifests` holds those of the stages that have run."""

    name: str
    tweets: pd.DataFrame | None
    stream: str | None
    card: dict[str, Any] | None
    history: pd.DataFrame | None
    scan: ScanResult | None
    certificates: pd.DataFrame | None
    passages: dict[str, Any] | None
    probes: pd.DataFrame | None
    interventions: pd.DataFrame | None
    causes: pd.DataFrame | None
    samples: pd.DataFrame | None
    real_novelty: pd.DataFrame | None
    quality: pd.DataFrame | None
    bits: pd.DataFrame | None
    seeds: pd.DataFrame | None
    manifests: dict[str, dict[str, Any]]

    def counts(self, stage: str) -> dict[str, Any]:
        """The counts that a stage left; none when it has not run through the program."""
        return self.manifests.get(stage, {}).get("counts", {})

    def split(self, name: str) -> pd.DataFrame:
        """The tweets of a split; none of a stream."""
        if self.tweets is None:
            return pd.DataFrame({"text": pd.Series(dtype=str)})
        return self.tweets[self.tweets["split"] == name]


def read(workspace: Workspace) -> Artefacts:
    """Read the artefacts of a workspace.

    Raises:
        UserError: there is no corpus yet, or an artefact is damaged.
    """
    stream = _found(workspace.stream, lambda path: path.read_text(encoding="utf-8"))
    if stream is None:
        workspace.need(workspace.tweets, "corpus")
    manifests = {one["stage"]: one for one in map(read_json, workspace.manifests("report", "explore"))}
    return Artefacts(
        name=workspace.name,
        tweets=_found(workspace.tweets, lambda path: pd.read_parquet(path, columns=TWEET_COLUMNS)),
        stream=stream,
        card=_found(workspace.model, read_json),
        history=_found(workspace.history, pd.read_parquet),
        scan=_found(workspace.scan, load_scan),
        certificates=graded_whole(
            _found(workspace.certificates, pd.read_parquet), _found(workspace.causes, pd.read_parquet)
        ),
        passages=_found(workspace.passages, read_json),
        probes=_found(workspace.probes, pd.read_parquet),
        interventions=_found(workspace.interventions, pd.read_parquet),
        causes=_found(workspace.causes, pd.read_parquet),
        samples=_found(workspace.samples, pd.read_parquet),
        real_novelty=_found(workspace.real_novelty, pd.read_parquet),
        quality=_found(workspace.quality, pd.read_parquet),
        bits=_found(workspace.bits, pd.read_parquet),
        seeds=_found(workspace.seeds, pd.read_parquet),
        manifests=manifests,
    )


def _found(path: Path, load: Callable[[Path], Found]) -> Found | None:
    """What `load` reads, or None when the file is not there."""
    if not path.exists():
        return None
    try:
        return load(path)
    except (OSError, ValueError) as error:
        line = str(error).splitlines()[0]
        raise UserError(f"{path} is damaged ({line}): delete it and run its stage again") from error
