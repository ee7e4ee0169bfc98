"""Settings of sampling, and of the stage `samples`."""

from pydantic import Field

from pipeline.core.settings.base import Settings


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

    mix_order: int = Field(0, ge=0, le=32, exclude_if=lambda order: order == 0)
    """Order of an n-gram model of the training tweets to mix the network with; 0 is the network alone."""

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
