"""Quality as the stage measures it: the curve over temperature, the verdict at the best, both written once.

They belong to the network and its tweets: as long as these and the settings that matter stay as they were, a
further run (more samples, steered ones) finds them on disk.
"""

import hashlib
import json
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.files import Damaged
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import SamplesSettings, SamplingSettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, read_json, read_table, sha256, write_json
from pipeline.samples.columns import QUALITY
from pipeline.samples.novelty.certificate import NoveltyIndex
from pipeline.samples.quality import curve as curves
from pipeline.samples.writing.generate import generate
from pipeline.samples.writing.trained import Trained
from pipeline.tracking.tracker import NullTracker

LEAST = 20  # real tweets below which no quality is measured: it would be chance
FREE = {"temperature", "final_temperature", "batch_size"}  # settings that do not alter the curve


def quality(
    settings: SamplesSettings,
    network: Trained,
    index: NoveltyIndex,
    parts: dict[str, pd.DataFrame],
    real: pd.DataFrame,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
) -> dict[str, Any] | None:
    """Write `quality.parquet` and `verdict.json` unless they are current, and show them.

    Args:
        real: the novelty of the test tweets.

    Returns:
        the verdict; None when quality is switched off or there are too few tweets.
    """
    if not settings.quality:
        return None
    size = min(settings.quality_count, len(parts["valid"]), len(parts["test"]))
    if size < LEAST:
        screen.warn(f"no quality curve: it needs {LEAST} valid and {LEAST} test tweets, there are {size}")
        return None
    mark = _mark(settings, network, workspace)
    if (known := _kept(workspace, mark)) is not None:
        screen.say("quality: up to date")
        curve, found = known
    else:
        curve, found = _measure(settings, network, index, parts, real, size, screen)
        write_table(curve, workspace.quality, QUALITY)
        write_json(workspace.verdict, {"made_from": mark, "measures": found})
    curves.show(curve, found, tracker, screen)
    return found


def _kept(workspace: Workspace, mark: str) -> tuple[pd.DataFrame, dict[str, Any]] | None:
    """What a run before has measured of the same; None if nothing of it is whole."""
    try:
        verdict, curve = workspace.found(workspace.verdict), workspace.found(workspace.quality)
        known = read_json(verdict) if verdict and curve else {}
        return (read_table(workspace.quality), known["measures"]) if known.get("made_from") == mark else None
    except Damaged:
        return None


def _mark(settings: SamplesSettings, network: Trained, workspace: Workspace) -> str:
    """The digest of all that the curve depends on."""
    names = set(SamplingSettings.model_fields) - FREE | {"candidates", "quality_count", "temperatures"}
    values = settings.model_dump(mode="json", include=names)
    said = json.dumps([values, network.sha256, sha256(workspace.tweets)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _measure(
    settings: SamplesSettings,
    network: Trained,
    index: NoveltyIndex,
    parts: dict[str, pd.DataFrame],
    real: pd.DataFrame,
    size: int,
    screen: QuietScreen,
) -> tuple[pd.DataFrame, dict[str, float]]:
    """The curve beside `size` valid tweets; then fresh samples at its best temperature beside test tweets."""
    plain = settings.model_copy(update={"final_temperature": None})

    def drawn(temperature: float, first: int = 0) -> list[str]:
        how = plain.model_copy(update={"temperature": temperature})
        numbers = np.arange(first, first + size)
        return generate(network.weights, network.vocabulary, numbers, how)["text"].tolist()

    with screen.progress("quality", len(settings.temperatures) + 1) as advance:
        valid, test = curves.references(index, parts, real, size, settings.candidates, settings.seed)
        curve = curves.curve(drawn, settings.temperatures, valid, settings.candidates, settings.seed, advance)
        best = curves.best_temperature(curve)
        fresh = drawn(best, size)  # the numbers of the curve's samples end there
        found = curves.verdict(fresh, test, settings.candidates, settings.seed)
        advance(1)
    return curve, {"temperature": best, **found}
