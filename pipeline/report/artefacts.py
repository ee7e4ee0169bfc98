"""All that the report shows, read from a workspace; what is missing is None."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from pipeline.core import manifest
from pipeline.core.files import read_text
from pipeline.core.workspace import Workspace, read_table
from pipeline.network.weights import read_card
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.certify.passages import read as read_passages
from pipeline.neurons.elsewhere.gold_score import of_these
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.result import load as load_scan
from pipeline.text.tweets import table_that_fits

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
    sets: pd.DataFrame | None
    removals: pd.DataFrame | None
    samples: pd.DataFrame | None
    real_novelty: pd.DataFrame | None
    quality: pd.DataFrame | None
    bits: pd.DataFrame | None
    seeds: pd.DataFrame | None
    networks: pd.DataFrame | None
    gold: pd.DataFrame | None
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
        UserError: the corpus does not exist yet, or an artefact is damaged.
    """
    found = partial(_found, workspace)
    stream = found(workspace.stream, read_text)
    if stream is None:
        workspace.need(workspace.tweets, "corpus")
    causes = found(workspace.causes, read_table)
    certificates = graded_whole(found(workspace.certificates, read_table), causes)
    manifests = {one["stage"]: one for one in map(manifest.read, workspace.manifests("report", "explore"))}
    return Artefacts(
        name=workspace.name,
        tweets=found(workspace.tweets, partial(table_that_fits, columns=TWEET_COLUMNS)),
        stream=stream,
        card=found(workspace.model, read_card),
        history=found(workspace.history, read_table),
        scan=found(workspace.scan, load_scan),
        certificates=certificates,
        passages=found(workspace.passages, read_passages),
        probes=found(workspace.probes, read_table),
        interventions=found(workspace.interventions, read_table),
        causes=causes,
        sets=found(workspace.sets, read_table),
        removals=found(workspace.removals, read_table),
        samples=found(workspace.samples, read_table),
        real_novelty=found(workspace.real_novelty, read_table),
        quality=found(workspace.quality, read_table),
        bits=found(workspace.bits, read_table),
        seeds=found(workspace.seeds, read_table),
        networks=found(workspace.networks, read_table),
        gold=of_these(found(workspace.gold, read_table), certificates),
        manifests=manifests,
    )


def _found(workspace: Workspace, path: Path, load: Callable[[Path], Found]) -> Found | None:
    """What `load` reads, or None when the file is not there."""
    return load(path) if workspace.found(path) else None
