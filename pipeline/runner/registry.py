"""The stages in order. Command line, freshness, plan, notes, links and report read them from here.

A stage is a module with `run(settings, workspace, tracker, screen) -> counts`. It reads and writes only the
files that are declared here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import UserError
from pipeline.core.settings import (
    BitsSettings,
    CertifySettings,
    ConceptSettings,
    CorpusSettings,
    ExploreSettings,
    InterveneSettings,
    Preset,
    ReportSettings,
    SamplesSettings,
    ScanSettings,
    Settings,
    TrainSettings,
)
from pipeline.core.workspace import Workspace
from pipeline.corpus.readers.sources.files import all_files
from pipeline.runner import notes

Paths = Callable[[Workspace, Preset], Iterable[Path]]


@dataclass(frozen=True)
class Stage:
    """One stage.

    Attributes:
        name: its only name: of the command, the settings in a preset, the manifest and the MLflow run.
        help: one line for the command line.
        module: where its `run` is, imported when it runs.
        settings: the class of its settings.
        inputs: the files that it needs.
        outputs: the files that it always writes.
        optional_inputs: files that it uses where they are there.
        optional_outputs: files that it writes only if it has something to write.
        note: what its MLflow run and the workspace's page say about it.
        prominence: the higher, the nearer to the top of the workspace's page its note stands.
        revision: raised when the same inputs and settings give other results: older artefacts are then stale.
        trains: it needs TensorFlow, with threads set up for training.
        partitioned: its `run` takes an engine, which works on its partitions.
    """

    name: str
    help: str
    module: str
    settings: type[Settings]
    inputs: Paths
    outputs: Paths
    optional_inputs: Paths = lambda workspace, preset: ()
    optional_outputs: Paths = lambda workspace, preset: ()
    note: notes.Note = notes.nothing
    prominence: int = 0
    revision: int = 1
    trains: bool = False
    partitioned: bool = False

    def read(self, workspace: Workspace, preset: Preset) -> list[Path]:
        """The files that it reads now: all that it needs, and what is there of the others."""
        optional = [path for path in self.optional_inputs(workspace, preset) if path.exists()]
        return [*self.inputs(workspace, preset), *optional]

    def written(self, workspace: Workspace, preset: Preset) -> list[Path]:
        """The files that it has written: all that it must, and what is there of the others."""
        optional = [path for path in self.optional_outputs(workspace, preset) if path.exists()]
        return [*self.outputs(workspace, preset), *optional]


def _raw(workspace: Workspace, preset: Preset) -> Iterable[Path]:
    try:
        return all_files(preset.corpus.source)
    except UserError:
        return []  # the stage itself says what is wrong


def _corpus(workspace: Workspace, preset: Preset) -> Iterable[Path]:
    if preset.corpus.kind == "stream":
        return [workspace.stream, workspace.vocabulary]
    return [workspace.tweets, workspace.rejects, workspace.vocabulary]


def _texts(workspace: Workspace, preset: Preset) -> Iterable[Path]:
    return [path for path in _corpus(workspace, preset) if path != workspace.rejects]


def _given(file: str) -> Iterable[Path]:
    """A file that a setting names, if it names one; the stage says what is wrong with it."""
    return [Path(file)] if Path(file).is_file() else []


def _beside(w: Workspace, other: str) -> list[Path]:
    """The network of another workspace, if a setting names one."""
    return _network(Workspace(w.folder.parent / other)) if other else []


def _network(w: Workspace) -> list[Path]:
    return [w.model, w.weights, w.vocabulary]


STAGES = (
    Stage(
        "corpus",
        "Read a file of posts in any known form into the tweet table.",
        "pipeline.corpus.stage",
        CorpusSettings,
        inputs=_raw,
        outputs=_corpus,
        optional_outputs=lambda w, p: [w.platform_spans, w.content_warnings],
        note=notes.corpus,
        prominence=1,
        partitioned=True,
        revision=4,  # all lists of a document, dates with zones by name; authors without control characters
    ),
    Stage(
        "train",
        "Train the network on the tweet table, with MLflow tracking.",
        "pipeline.training.stage",
        TrainSettings,
        inputs=_texts,
        outputs=lambda w, p: [w.model, w.weights, w.history, w.model_card],
        optional_outputs=lambda w, p: sorted(w.snapshots.glob("*.weights.h5")),
        note=notes.train,
        prominence=5,
        trains=True,
    ),
    Stage(
        "concepts",
        "Label every concept in every tweet.",
        "pipeline.concepts.stage",
        ConceptSettings,
        inputs=lambda w, p: [w.tweets],
        optional_inputs=lambda w, p: map(Path, p.concepts.spans),  # the stage says what is missing
        outputs=lambda w, p: [w.spans],
        revision=2,  # quotations inside quotations are spans of their own
        partitioned=True,
    ),
    Stage(
        "bits",
        "Divide the network's bits by what they are spent on, beside PPMd and an n-gram model.",
        "pipeline.evaluation.stage",
        BitsSettings,
        inputs=lambda w, p: [w.tweets, w.spans, *_network(w)],
        outputs=lambda w, p: [w.bits],
        revision=2,  # the mix with an n-gram model, dynamic evaluation
    ),
    Stage(
        "scan",
        "Score every address for every concept in one pass.",
        "pipeline.neurons.scan.stage",
        ScanSettings,
        inputs=lambda w, p: [w.tweets, w.spans, *_network(w)],
        outputs=lambda w, p: [w.scan],
        revision=2,  # five control tasks, three untrained networks; chance is for certificates
        partitioned=True,
    ),
    Stage(
        "certify",
        "Choose detector neurons and prove them on held-out tweets.",
        "pipeline.neurons.certify.stage",
        CertifySettings,
        inputs=lambda w, p: [w.tweets, w.spans, *_network(w), w.scan],
        outputs=lambda w, p: [w.certificates, w.passages, w.probes],
        revision=6,  # grades, two nulls, rivals; probes with controls and codes; certificates of directions
        note=notes.certify,
        prominence=4,
    ),
    Stage(
        "intervene",
        "Ablate, interchange, clamp and steer the detector neurons.",
        "pipeline.neurons.intervene.stage",
        InterveneSettings,
        inputs=lambda w, p: [w.tweets, w.spans, *_network(w), w.certificates],
        optional_inputs=lambda w, p: sorted(w.snapshots.glob("*.weights.h5")),
        outputs=lambda w, p: [w.interventions, w.causes, w.sets, w.removals],
        revision=6,  # interchanges; sets of units beside sets as large; removals
        note=notes.intervene,
        prominence=2,
    ),
    Stage(
        "samples",
        "Generate tweets, measure how new and how good they are, export them.",
        "pipeline.samples.stage",
        SamplesSettings,
        inputs=lambda w, p: [w.tweets, *_network(w)],
        optional_inputs=lambda w, p: [w.certificates, w.scan, *_given(p.samples.prompt_file)],
        outputs=lambda w, p: [w.samples, *w.sample_exports, w.real_novelty, w.quiz],
        optional_outputs=lambda w, p: [w.quality, w.verdict],
        revision=3,  # the order of a mixture in the table
        note=notes.samples,
        prominence=3,
    ),
    Stage(
        "report",
        "Write the report as one HTML file.",
        "pipeline.report.stage",
        ReportSettings,
        inputs=lambda w, p: [*_texts(w, p)],
        optional_inputs=lambda w, p: [
            *(w.history, w.model, w.scan, w.certificates, w.passages, w.probes, w.interventions),
            *(w.causes, w.sets, w.removals, w.samples, w.real_novelty, w.quality, w.bits, w.seeds, w.gold),
            *w.manifests("report", "explore"),
        ],
        outputs=lambda w, p: [w.report],
        optional_outputs=lambda w, p: [w.cards],
        revision=4,  # cards with sets, removals, directions; at home and abroad; fewer pages
        note=notes.report,
        prominence=7,
    ),
    Stage(
        "explore",
        "Write the explorer as one HTML file with the network inside.",
        "pipeline.explorer.stage",
        ExploreSettings,
        inputs=lambda w, p: [*_texts(w, p), w.model, w.weights],
        optional_inputs=lambda w, p: [
            *(w.spans, w.scan, w.certificates, w.passages, w.probes, w.interventions, w.causes),
            *(w.samples, w.quiz, *_beside(w, p.explore.beside)),
        ],
        outputs=lambda w, p: [w.explorer],
        revision=6,  # where a counter fails, Compare takes files, a text opens where it shows something
        note=notes.explore,
        prominence=6,
    ),
)
BY_NAME = {stage.name: stage for stage in STAGES}
BY_PROMINENCE = [stage.name for stage in sorted(STAGES, key=lambda stage: -stage.prominence)]
