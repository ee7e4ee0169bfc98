"""Settings of the stages that look for detectors and prove them."""

from typing import Literal

from pydantic import Field

from pipeline.core.settings.base import Settings


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


class BitsSettings(Settings):
    """The models that stand beside the network's bits."""

    mix_order: int = Field(12, ge=1, le=32)
    """Order of the n-gram model that is mixed with the network."""

    dynamic: Literal["auto", "on", "off"] = "auto"
    """Learn on through the test tweets, which takes minutes: `auto` does it where they are newer."""

    dynamic_tweets: int = Field(2000, ge=1)
    """Test tweets, the oldest first, that it reads."""

    dynamic_valid: int = Field(300, ge=1)
    """Valid tweets, the newest, that its rate is chosen on."""

    seed: int = 0
    """Of the training tweets that the size of gradients is taken from."""


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

    swap_group: int = Field(16, ge=2)
    """Test tweets of like length that swap labels: fewer leave few permutations, more differ in length."""

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

    set_share: float = Field(0.8, gt=0, le=1)
    """What a set must carry, on valid, of what the whole memory carries: most of it, without the long tail of
    units that add a hundredth each."""

    set_random: int = Field(10, ge=1)
    """Random sets that a set is compared with, at each size."""

    removal_tweets: int = Field(300, ge=0)
    """Tweets of train, of valid and of test that removals of a concept see, each; 0 leaves them out."""

    removal_directions: int = Field(8, ge=1)
    """Directions removed of a concept, at most: more take much of the output along, whatever they mean."""

    removal_random: int = Field(5, ge=1)
    """Random sets of directions that a removal is compared with, at each number of directions."""

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
