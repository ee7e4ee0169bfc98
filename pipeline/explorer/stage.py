"""The explore stage: artefacts in, one HTML file out."""

from typing import Any

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace, atomic
from pipeline.explorer import bundle, data
from pipeline.tracking.tracker import NullTracker

OPTIONAL = ("certificates", "passages", "probes", "interventions", "samples")


def run(
    settings: ExploreSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write `report/explorer.html`, one self-contained file, and return what it holds.

    Raises:
        UserError: the corpus or the model is missing, or the file cannot be written.
    """
    values = data.payload(settings, workspace)
    html = bundle.page(values)
    with atomic(workspace.explorer) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    tracker.file(workspace.explorer, "report")
    missing = [name for name in OPTIONAL if values[name] is None]
    size = workspace.explorer.stat().st_size
    screen.say(f"{workspace.explorer}: {size / 1e6:.1f} MB, {len(values['tweets'])} tweets")
    if missing:
        screen.warn(f"the explorer has no {', '.join(missing)} yet: its views say which command makes them")
    return {"bytes": size, "tweets": len(values["tweets"]), "missing": missing}
