"""One validated settings class a stage, and presets: TOML files with a reason beside every number."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.core.errors import UserError

PRESETS = Path(__file__).parent / "presets"


class Settings(BaseModel):
    """Frozen, typed, and closed: an unknown key is a mistake, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CorpusSettings(Settings):
    """How a raw file becomes the tweet table. Every default keeps the text as its author typed it."""

    kind: Literal["tweets", "stream"] = "tweets"  # stream: one long text (code, a book)
    source: str = ""  # the raw file; "" stands for the built-in corpus
    text_column: str | None = None  # None: found among the usual names
    urls: Literal["keep", "placeholder"] = "keep"  # kept: URL neurons are half of the fun
    mentions: Literal["keep", "mask"] = "keep"
    retweets: Literal["keep", "drop"] = "keep"
    split: Literal["hash", "time"] = "hash"  # by near-duplicate cluster; time: the newest are test
    valid_share: float = Field(0.05, gt=0, lt=0.5)
    test_share: float = Field(0.05, gt=0, lt=0.5)
    min_count: int = Field(10, ge=1)  # a character seen less often teaches nothing: it becomes UNK
    max_length: int = Field(1000, ge=10)  # characters; longer is no tweet, and would set the padding
    chunk_rows: int = Field(5000, ge=1)  # records held in memory at a time
    seed: int = 0


class TrainSettings(Settings):
    """The network and its training. Presets say why each number is what it is."""

    units: int = Field(256, ge=1)  # of each of the two LSTM layers
    embedding: int = Field(64, ge=1)
    dropout: float = Field(0.0, ge=0, lt=1)  # after each layer, never on the recurrence
    forget_bias: float = 1.0  # Jozefowicz et al. 2015: a gate that starts open learns sooner
    memory_span: int = Field(
        0, ge=0
    )  # characters, the longest memory a unit starts with; 0: forget_bias for all
    cell_variation: float = Field(0.0, ge=0)  # weight in the loss of a unit's mean |c_t − c_{t−1}|
    batch_characters: int = Field(8192, ge=16)  # characters a step: long tweets make fewer lanes
    lanes: int = Field(32, ge=1)  # of a stream, read side by side
    window: int = Field(96, ge=2)  # characters a step of a stream; tweets are always whole
    epochs: float = Field(15, gt=0)
    seconds: float = Field(0, ge=0)  # > 0: the schedule follows the clock and ends there (a race)
    optimizer: Literal["muon", "adamw"] = "muon"  # of the LSTM kernels; Adam has the rest in both
    learning_rate: float = Field(4e-3, gt=0)  # the peak, after warm-up
    final_rate: float = Field(0.01, ge=0, le=1)  # of the peak, where the cosine ends
    warmup_steps: int = Field(200, ge=0)
    beta_2: float = Field(0.99, gt=0, lt=1)
    weight_decay: float = Field(0.0, ge=0)
    clip_norm: float = Field(1.0, gt=0)
    average_decay: float = Field(0.0, ge=0, lt=1)  # of the exponential moving average; 0 is without
    precision: Literal["auto", "float32", "bfloat16"] = "auto"  # of matrix products only
    evaluate_every: float = Field(1.0, gt=0)  # epochs between validations
    patience: int = Field(3, ge=1)  # validations without improvement before the stop
    checkpoint_steps: int = Field(200, ge=1)
    seed: int = 0


class ConceptSettings(Settings):
    """What is labelled in a tweet, and by which tagger."""

    tagger: str = "builtin"  # or "spacy:NAME", when that model is installed
    slogans: tuple[str, ...] = ()  # added to those found in the corpus
    slogan_count: int = Field(20, ge=0)  # found: the most frequent hashtags and capital phrases
    spans: tuple[str, ...] = ()  # files of one's own spans: JSON lines or CoNLL
    patterns: dict[str, str] = Field(default_factory=dict)  # concept name: regular expression
    seed: int = 0


class ScanSettings(Settings):
    """The one pass over the corpus that scores every address for every concept."""

    batch_size: int = Field(64, ge=1)
    bins: int = Field(4096, ge=16)  # of a signal's histogram; with half of them one AUROC in 400 is .001 off
    sample_tweets: int = Field(2000, ge=10)  # that ranks, moments and graded scores are taken from
    permutations: int = Field(120, ge=1)  # enough for p < .01 by the max statistic
    permutation_tweets: int = Field(400, ge=10)  # labels are shifted in these, on top of the scan
    seed: int = 0


class CertifySettings(Settings):
    """The evidence asked of each detector neuron."""

    per_concept: int = Field(3, ge=1)  # addresses certified for each concept
    bootstrap: int = Field(500, ge=10)  # resamples of tweets for a 95 % interval
    threshold_tweets: int = Field(2000, ge=10)  # of train, that thresholds are chosen on
    passages: int = Field(12, ge=1)
    probe_sizes: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)
    probe_tweets: int = Field(2000, ge=10)  # of train and of test; a quarter as many of valid
    probe_characters: int = Field(20_000, ge=100)  # trained on, besides up to 1,000 positives of each
    seed: int = 0


class InterveneSettings(Settings):
    """Ablation, clamping and steering."""

    tweets: int = Field(600, ge=10)  # test tweets an ablation is measured on
    random_pool: int = Field(64, ge=2)  # units of each layer ablated for comparison
    random_units: int = Field(20, ge=2)  # of the pool, those whose variance is nearest
    random_tweets: int = Field(100, ge=10)  # test tweets the pool is measured on
    doses: tuple[float, ...] = (-4, -2, 0, 2, 4)  # clamps, in standard deviations of the unit
    steered: int = Field(200, ge=10)  # tweets generated for each dose
    snapshots: int = Field(12, ge=1)  # of training, at most, in a detector's birth curve
    bootstrap: int = Field(500, ge=10)
    seed: int = 0


class SamplingSettings(Settings):
    """How a tweet is drawn from the network: the ladder from logits to characters."""

    temperature: float = Field(0.8, ge=0.05, le=5)
    final_temperature: float | None = Field(None, ge=0.05, le=5)  # reached, in a straight line, at max_length
    top_k: int = Field(0, ge=0)  # 0: all
    top_p: float = Field(1.0, gt=0, le=1)
    min_p: float = Field(0.0, ge=0, lt=1)
    max_length: int = Field(280, ge=1, le=2000)  # characters; EOS may still follow the last
    well_formed: bool = True  # hashtags, mentions and URLs are completed
    retries: int = Field(3, ge=0)  # a tweet that has not ended by max_length is begun again so often
    batch_size: int = Field(256, ge=1, le=4096)  # lanes; says how fast, never what
    seed: int = Field(0, ge=0, lt=2**63)


class GenerateSettings(SamplingSettings):
    """What is generated, and what the exported samples may contain."""

    count: int = Field(1000, ge=1)
    prompt: str = ""
    prompt_file: str = ""  # one prompt a line, taken in turn; instead of `prompt`
    reserved: bool = True  # URLs and handles point at nobody
    steer: dict[str, float] = Field(default_factory=dict)  # concept: standard deviations
    reject_copies: float | None = Field(None, gt=0, lt=1)  # a quantile of real tweets' distance
    reject_rounds: int = Field(5, ge=1)  # then the last draw stays, and its figures say so
    candidates: int = Field(1000, ge=1)  # training tweets whose edit distance to a sample is measured
    quality: bool = True  # False keeps the curve of the last run
    quality_count: int = Field(500, ge=20)  # samples for each temperature of the quality curve
    temperatures: tuple[float, ...] = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
    questions: int = Field(50, ge=0)  # of the quiz
    choices: int = Field(4, ge=2)  # tweets a question, one of them real


class ReportSettings(Settings):
    """The HTML report."""

    samples: int = Field(20, ge=1)  # printed, the first ones
    tweets: int = Field(3, ge=1)  # coloured for each concept, of each kind: most, example, wrong, missed


class ExploreSettings(Settings):
    """The self-contained explorer."""

    tweets: int = Field(300, ge=20)  # corpus tweets carried in the file
    samples: int = Field(200, ge=1)
    precision: Literal["float32", "float16"] = "float32"  # float16: half the size, signals off by some 1e-3


class EngineSettings(Settings):
    """Where the work is done. It changes no byte of what comes out, so no stage depends on it."""

    engine: Literal["local", "dask"] = "local"
    workers: int = Field(0, ge=0)  # 0: one a core; at an address: as many as are there
    scheduler: str = ""  # of a Dask cluster, such as tcp://10.0.0.1:8786; "": a cluster of this machine


class Preset(Settings):
    """The settings of every stage: what one preset file holds."""

    corpus: CorpusSettings = CorpusSettings()
    train: TrainSettings = TrainSettings()
    concepts: ConceptSettings = ConceptSettings()
    scan: ScanSettings = ScanSettings()
    certify: CertifySettings = CertifySettings()
    intervene: InterveneSettings = InterveneSettings()
    generate: GenerateSettings = GenerateSettings()
    report: ReportSettings = ReportSettings()
    explore: ExploreSettings = ExploreSettings()


def preset_path(name: str) -> Path:
    """The file of a preset: a name under `presets/`, or a path.

    Raises:
        UserError: there is no such preset.
    """
    path = Path(name) if name.endswith(".toml") else PRESETS / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in PRESETS.glob("*.toml")))
        raise UserError(f"no preset {name!r}: there are {known}; or give the path of a .toml file")
    return path


def load_preset(name: str, overrides: dict[str, dict[str, Any]] | None = None) -> Preset:
    """A preset with some values replaced, validated.

    Args:
        name: one of `presets/`, or a path ending in .toml.
        overrides: stage → setting → value.

    Raises:
        UserError: no such preset, or a value that its setting does not allow.
    """
    path = preset_path(name)
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"preset {path} is not valid TOML: {error}") from error
    for stage, changed in (overrides or {}).items():
        values[stage] = {**values.get(stage, {}), **changed}
    try:
        return Preset.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(f"setting {where} in {path.name}: {first['msg']} (got {first['input']!r})") from error
