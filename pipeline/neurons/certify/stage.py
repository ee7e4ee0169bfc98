"""The certify stage: certificates, probes of groups of addresses, and the passages that show a detector."""

from typing import Any

from pipeline.core.errors import NothingToFind
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CertifySettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, write_json
from pipeline.neurons.certify import passages
from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.certificate import certificates
from pipeline.neurons.certify.columns import CERTIFICATES, PROBES
from pipeline.neurons.certify.grades import GRADES
from pipeline.neurons.certify.probes.controls import ranking, spans_with_controls
from pipeline.neurons.certify.probes.fits import CONTROL
from pipeline.neurons.certify.probes.table import table as probe_table
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import material
from pipeline.neurons.scan.result import load
from pipeline.tracking.tracker import NullTracker

SHOWN = (
    "concept",
    "address",
    "lag",
    "auroc",
    "auroc_low",
    "p_holm",
    "rival",
    "rival_margin",
    "tells",
    "beats_rivals",
    "unmet",
)


def run(
    settings: CertifySettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write certificates.parquet, probes.parquet and passages.json.

    Raises:
        UserError: an artefact is missing or broken, or the scan is of other concepts.
    """
    scan, given = load(workspace.need(workspace.scan, "analyze")), material(workspace)
    scan.check(given.concepts, given.weights)
    with screen.progress("certificates", len(scan.concepts), "concepts") as advance:
        bench = prepare(given, scan, settings)
        table = certificates(bench, settings.permutations, settings.seed, advance)
    if table.empty:
        raise NothingToFind(
            f"no concept occurs in the test tweets of {workspace.tweets}: nothing can be certified"
        )
    best = table[table["rank"] == 0]
    ranked = ranking(scan, table)
    probed = [concept for concept in ranked if not concept.startswith(CONTROL)]
    labelled = spans_with_controls(given.spans, given.tweets, bench.test.labels, probed)
    fresh = [
        untrained(given.weights, given.trained, scan.seed, number) for number in range(len(scan.untrained))
    ]
    groups = probe_table(given.weights, given.vocabulary, given.tweets, labelled, ranked, settings, fresh)
    shown = passages.collect(
        given.weights, given.vocabulary, given.tweets, given.spans, best, settings.passages
    )
    write_table(table, workspace.certificates, CERTIFICATES)
    write_table(groups, workspace.probes, PROBES)
    write_json(workspace.passages, shown)
    screen.table("Certificates", SHOWN, best[list(SHOWN)].itertuples(index=False))
    tracker.table(table, "certificates")
    tracker.table(groups, "probes")
    tracker.metrics({f"test/auroc_{row.concept}": row.auroc for row in best.itertuples()})
    grades = {name: int(best[name].sum()) for name in GRADES}
    return {"concepts": len(best), "certificates": len(table), **grades, "certified": grades["tells"]}
