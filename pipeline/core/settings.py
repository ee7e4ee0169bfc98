"""One validated settings class for each stage; each setting is explained below it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator


class Settings(BaseModel):
    """Frozen and typed; an unknown key is an error. Each setting is explained below it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class CorpusSettings(Settings):
    """How a raw file becomes the tweet table. Every default keeps the text as its author typed it."""

    kind: Literal["tweets", "stream"] = "tweets"
    """`tweets`: many short posts; `stream`: one long text, such as code or a book."""

    source: str = ""
    """The raw file; several, a folder or a glob; empty stands for the built-in corpus."""

    text_column: str | None = None
    """The column or key of the text; without it the usual names are tried."""

    date_column: str | None = None
    """The column or key of the date; without it the usual names are tried."""

    author_column: str | None = None
    """The column or key of the author; without it the usual names are tried."""

    id_column: str | None = None
    """The column or key of the tweet's id; without it the usual names are tried."""

    form: Literal["auto", "text", "table", "json"] = "auto"
    """What the file is, where its content misleads; `text`: each line is a post."""

    encoding: str | None = None
    """Such as mac_roman or shift_jis; without it, the whole file decides."""

    delimiter: str | None = None
    """What separates the cells of a table: one character, or `tab`."""

    quote: str | None = None
    """What stands around the cells of a table: one character, or `none`."""

    header: bool = True
    """Whether the first line of a table names its columns."""

    columns: tuple[str, ...] = ()
    """Names for the columns of a table, such as id,date,text."""

    table: str | None = None
    """The table of an SQLite file, or the sheet of a spreadsheet."""

    day_first: bool | None = None
    """Whether 05/04/2018 is in April; without it the whole column decides."""

    urls: Literal["keep", "placeholder"] = "keep"
    """`keep` lets the network learn URLs; `placeholder` replaces each by one word."""

    mentions: Literal["keep", "mask"] = "keep"
    """`mask` replaces every handle by @user."""

    retweets: Literal["keep", "drop"] = "keep"
    """`drop` leaves out retweets, flagged or typed by hand as RT @name."""

    split: Literal["hash", "time"] = "hash"
    """`hash`: near-duplicate clusters at random; `time`: the newest tweets are the test tweets."""

    valid_share: float = Field(0.05, gt=0, lt=0.5)
    """Share of the near-duplicate clusters that choices are made on."""

    test_share: float = Field(0.05, gt=0, lt=0.5)
    """Share of the near-duplicate clusters that results are reported on."""

    min_count: int = Field(10, ge=1)
    """Times that a character must occur; a rarer one is unknown to the network."""

    max_length: int = Field(1000, ge=10)
    """Characters; a longer text is rejected, since it would set the padding of all."""

    chunk_rows: int = Field(5000, ge=1)
    """Records held in memory at a time."""

    seed: int = 0
    """Of the split by hash."""


class TrainSettings(Settings):
    """The network and its training. Presets say why each number is what it is."""

    cell: Literal["lstm", "gru", "rnn", "peephole", "coupled"] = "lstm"
    """Kind of cell of every recurrent layer: `coupled` forgets as much as it takes in, `peephole` gates see
    the cell state, `rnn` has no gates."""

    layers: int = Field(2, ge=1, le=4)
    """Recurrent layers."""

    activations: Literal["standard", "hard"] = "standard"
    """`hard` is made of straight lines that reach 0 and 1 (gates) or −1 and 1 exactly."""

    units: int = Field(256, ge=1)
    """Units of each recurrent layer."""

    embedding: int = Field(64, ge=1)
    """Numbers that stand for a character at the input."""

    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of a layer's outputs that is set to zero in training; the recurrence keeps all."""

    forget_bias: float = 1.0
    """Bias that forget gates start with: open gates learn sooner (Jozefowicz et al. 2015). A GRU's z
    is one."""

    memory_span: int = Field(0, ge=0)
    """Characters of the longest memory that a unit starts with; 0 starts all with `forget_bias`. An RNN has
    neither."""

    cell_variation: float = Field(0.0, ge=0)
    """Weight in the loss of how much a unit's cell changes from step to step (standard LSTM only)."""

    batch_characters: int = Field(8192, ge=16)
    """Characters in a training step; where tweets are long, fewer are read side by side."""

    lanes: int = Field(32, ge=1)
    """Parts of a stream that are read side by side."""

    window: int = Field(96, ge=2)
    """Characters of a stream in a step; tweets are always whole."""

    epochs: float = Field(15, gt=0)
    """Passes over the training tweets."""

    seconds: float = Field(0, ge=0)
    """Above 0, training ends after so many seconds and the schedule follows the clock."""

    optimizer: Literal["muon", "adamw"] = "muon"
    """Optimiser of the recurrent layers' matrices; Adam has all else in both cases."""

    learning_rate: float = Field(4e-3, gt=0)
    """The highest rate, reached after the warm-up."""

    final_rate: float = Field(0.01, ge=0, le=1)
    """Share of the highest rate at which the cosine ends."""

    warmup_steps: int = Field(200, ge=0)
    """Steps over which the learning rate rises to its peak."""

    beta_2: float = Field(0.99, gt=0, lt=1)
    """Of Adam: how slowly its estimate of squared gradients moves."""

    weight_decay: float = Field(0.0, ge=0)
    """Share of each weight that is taken away at a step, times the learning rate."""

    clip_norm: float = Field(1.0, gt=0)
    """Gradients with a larger norm are scaled down to it."""

    average_decay: float = Field(0.0, ge=0, lt=1)
    """Decay of an exponential moving average of the weights; 0 keeps none."""

    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of matrix products in training; `auto` is bfloat16 where the processor has units for it."""

    evaluate_every: float = Field(1.0, gt=0)
    """Epochs between validations."""

    patience: int = Field(3, ge=1)
    """Validations without improvement before the stop."""

    checkpoint_steps: int = Field(200, ge=1)
    """Steps between checkpoints that a stopped training goes on from."""

    seed: int = 0
    """Of weights, batches and dropout. Fixed beforehand: no seed is chosen by its result."""

    @field_validator("cell_variation")
    @classmethod
    def _standard_cells_alone(cls, value: float, given: ValidationInfo) -> float:
        """Only our own loop has the gradient of the cells' variation."""
        if value and (given.data.get("cell"), given.data.get("activations")) != ("lstm", "standard"):
            raise ValueError("only standard LSTM cells can be held steady, so it must be 0 with others")
        return value


class ConceptSettings(Settings):
    """What is labelled in a tweet, and by which tagger."""

    tagger: str = "builtin"
    """Who says what a name is: `builtin`, or `spacy:MODEL` where that model is installed."""

    slogans: tuple[str, ...] = ()
    """Slogans beside those that are found in the corpus."""

    slogan_count: int = Field(20, ge=0)
    """Slogans that are found: the most frequent hashtags and phrases in capitals."""

    spans: tuple[str, ...] = ()
    """Files with spans of your own: JSON lines or CoNLL."""

    patterns: dict[str, str] = Field(default_factory=dict)
    """Concepts of your own: a name and a regular expression for each."""

    seed: int = 0
    """Unused by the built-in rules; a tagger of your own may draw from it."""


class ScanSettings(Settings):
    """The one pass over the corpus that scores every address for every concept."""

    batch_size: int = Field(64, ge=1)
    """Tweets traced at a time; says how fast, never what."""

    bins: int = Field(4096, ge=16)
    """Bins of a signal's histogram; with 2048, one AUROC in 400 is off by .001."""

    sample_tweets: int = Field(2000, ge=10)
    """Tweets that ranks, moments, graded scores and comparisons are taken from."""

    seed: int = 0
    """Of the sample, the control tasks and the untrained networks."""


class CertifySettings(Settings):
    """The evidence asked of each detector neuron."""

    per_concept: int = Field(3, ge=1)
    """Addresses certified for each concept."""

    bootstrap: int = Field(500, ge=10)
    """Resamples of tweets for a 95 % interval."""

    permutations: int = Field(19_999, ge=1)
    """Permutations of each null; 19,999 reach p = 5e-5, enough for 1,000 claims at a family-wise .05."""

    threshold_tweets: int = Field(2000, ge=10)
    """Training tweets that thresholds are chosen on."""

    passages: int = Field(12, ge=1)
    """Passages kept for each detector, of each kind."""

    probe_sizes: tuple[int, ...] = (1, 2, 4, 8, 16, 32, 64)
    """How many addresses a sparse probe may use."""

    probe_tweets: int = Field(2000, ge=10)
    """Tweets of train and of test that probes see; a quarter as many of valid."""

    probe_characters: int = Field(20_000, ge=100)
    """Characters that probes are trained on, besides up to 1,000 positives of each concept."""

    seed: int = 0
    """Of resampling and of the probes' samples."""


class InterveneSettings(Settings):
    """Ablation, clamping and steering."""

    tweets: int = Field(600, ge=10)
    """Test tweets an ablation is measured on."""

    random_pool: int = Field(64, ge=2)
    """Units of each layer ablated for comparison."""

    random_units: int = Field(20, ge=2)
    """Units of the pool that a detector is compared with: those whose variance is nearest."""

    random_tweets: int = Field(100, ge=10)
    """Test tweets the pool is measured on."""

    pairs: int = Field(300, ge=10)
    """Matched places, one inside the concept and one outside, that an interchange is measured on."""

    set_units: int = Field(6, ge=0)
    """Units of a set that are added one by one (then in groups that double it); 0 leaves sets out."""

    set_candidates: int = Field(12, ge=1)
    """Units, the best alone, that are tried as these."""

    set_pairs: int = Field(100, ge=10)
    """Matched places that sets are chosen on (valid) and measured on (test)."""

    removal_tweets: int = Field(300, ge=0)
    """Tweets of train, of valid and of test that removals of a concept see, each; 0 leaves them out."""

    doses: tuple[float, ...] = (-4, -2, 0, 2, 4)
    """Values that a unit is held at, in standard deviations from its mean."""

    steered: int = Field(200, ge=10)
    """Tweets generated for each dose."""

    snapshots: int = Field(12, ge=1)
    """Moments of training, at most, in a detector's birth curve."""

    bootstrap: int = Field(500, ge=10)
    """Resamples of tweets for a 95 % interval."""

    seed: int = 0
    """Of the tweets, the compared units and the generated text."""


class SamplingSettings(Settings):
    """How a tweet is drawn from the network: the ladder from logits to characters."""

    temperature: float = Field(0.8, ge=0.05, le=5)
    """Logits are divided by it: below 1 likelier characters gain."""

    final_temperature: float | None = Field(None, ge=0.05, le=5)
    """Temperature reached at `max_length`, in a straight line; without it the temperature stays."""

    top_k: int = Field(0, ge=0)
    """Only so many of the likeliest characters may be drawn; 0 allows all."""

    top_p: float = Field(1.0, gt=0, le=1)
    """Only the likeliest characters that together have this probability may be drawn."""

    min_p: float = Field(0.0, ge=0, lt=1)
    """Only characters with this share of the likeliest one's probability may be drawn."""

    max_length: int = Field(280, ge=1, le=2000)
    """Characters of a sample; its end may still follow the last."""

    well_formed: bool = True
    """Hashtags, mentions and URLs that are begun are completed."""

    retries: int = Field(3, ge=0)
    """Times that a tweet is begun again when it has not ended by `max_length`."""

    batch_size: int = Field(256, ge=1, le=4096)
    """Tweets written side by side; says how fast, never what."""

    seed: int = Field(0, ge=0, lt=2**63)
    """Sample n draws from stream n of this seed, whatever the batch."""


class SamplesSettings(SamplingSettings):
    """What is generated, and what the exported samples may contain."""

    count: int = Field(1000, ge=1, le=1_000_000)
    """Samples in the exported table."""

    prompt: str = ""
    """What every sample begins with."""

    prompt_file: str = ""
    """A file with one prompt a line, taken in turn, instead of `prompt`."""

    reserved: bool = True
    """URLs and handles are replaced by reserved ones that point at nobody."""

    steer: dict[str, float] = Field(default_factory=dict)
    """Standard deviations that a concept's detector is held at, such as quotation=+2."""

    reject_copies: float | None = Field(None, gt=0, lt=1)
    """Draw copies again: nearer to a training tweet than this quantile of real tweets."""

    reject_rounds: int = Field(5, ge=1)
    """Times that a copy is drawn again; then the last draw stays, and its figures say so."""

    candidates: int = Field(1000, ge=1)
    """Training tweets whose edit distance to a sample is measured."""

    quality: bool = True
    """Measure quality over temperature; without it the last run's curve stays."""

    quality_count: int = Field(500, ge=20)
    """Samples for each temperature of the quality curve."""

    temperatures: tuple[float, ...] = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
    """Temperatures of the quality curve; the best is chosen on valid and judged on test."""

    questions: int = Field(50, ge=0)
    """Questions of the quiz."""

    choices: int = Field(4, ge=2)
    """Tweets in a question, one of them real."""


class ReportSettings(Settings):
    """The HTML report."""

    samples: int = Field(20, ge=1)
    """Samples printed: the first ones, not picked."""

    tweets: int = Field(3, ge=1)
    """Coloured tweets of each kind for each concept: highest, typical, false alarm, miss."""


class ExploreSettings(Settings):
    """The self-contained explorer."""

    tweets: int = Field(300, ge=20)
    """Corpus tweets carried in the file."""

    samples: int = Field(200, ge=1)
    """Generated tweets carried in the file."""

    precision: Literal["float32", "float16"] = "float32"
    """`float16` halves the file; signals are then off by about 1e-3."""


class EngineSettings(Settings):
    """Where the work is done. It changes no byte of what comes out, so no stage depends on it."""

    engine: Literal["local", "dask"] = "local"
    """`local` works on this machine; `dask` on the workers of a Dask cluster."""

    workers: int = Field(0, ge=0)
    """Processes that work, one thread each; 0 is this process alone, or all workers of the cluster."""

    scheduler: str = ""
    """Address of the Dask scheduler, such as tcp://10.0.0.1:8786; without it Dask works on this machine."""


class Preset(Settings):
    """The settings of every stage: what one preset file holds."""

    corpus: CorpusSettings = CorpusSettings()
    train: TrainSettings = TrainSettings()
    concepts: ConceptSettings = ConceptSettings()
    scan: ScanSettings = ScanSettings()
    certify: CertifySettings = CertifySettings()
    intervene: InterveneSettings = InterveneSettings()
    samples: SamplesSettings = SamplesSettings()
    report: ReportSettings = ReportSettings()
    explore: ExploreSettings = ExploreSettings()
