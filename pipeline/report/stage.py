"""The report stage: artefacts in, one HTML file out."""

from typing import Any

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ReportSettings
from pipeline.core.workspace import Workspace, atomic
from pipeline.neurons.cards.build import Tables, cards, source_of
from pipeline.report import artefacts, page
from pipeline.text.vocabulary import Vocabulary
from pipeline.tracking.tracker import NullTracker


def run(
    settings: ReportSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write `report/report.html` and `neurons/certificates.json`; log them, figures and coloured tweets.

    Raises:
        UserError: the corpus does not exist, an artefact is damaged, or the file cannot be written.
    """
    vocabulary = Vocabulary.load(workspace.need(workspace.vocabulary, "corpus"))
    found = artefacts.read(workspace)
    _cards(found, workspace, tracker)
    told = page.sections(found, vocabulary, settings)
    html = page.report(found, told)
    with atomic(workspace.report) as temporary:
        temporary.write_text(html, encoding="utf-8", newline="\n")
    tracker.text(html, "report.html")
    for section in told:
        for name, figure in section.figures.items():
            tracker.figure(figure, f"report_{name}")
        if section.key == "detectors" and section.values.get("concepts"):
            tracker.text(page.coloured_tweets(found, section), "detectors.html")
    missing = {what: target for section in told for what, target in section.missing.items()}
    for what, target in missing.items():
        screen.warn(f"the report lacks {what}: `make {target} NAME={workspace.name}` makes it")
    size = workspace.report.stat().st_size
    screen.say(f"{workspace.report}: {size / 1e6:.1f} MB")
    figures = sum(len(section.figures) for section in told)
    return {"bytes": size, "figures": figures, "missing": sorted(missing)}


def _cards(found: artefacts.Artefacts, workspace: Workspace, tracker: NullTracker) -> None:
    """The certificates as a standard file, where there are any."""
    made_by = {"corpus", "train", "concepts", "certify"}
    if found.certificates is None or found.card is None or not made_by <= set(found.manifests):
        return
    tables = Tables(found.certificates, found.causes, found.sets, found.removals, found.probes, found.gold)
    made = cards(tables, source_of(workspace, found.manifests))
    with atomic(workspace.cards) as temporary:
        temporary.write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
    tracker.file(workspace.cards)
