"""A network in which one unit detects hashtags by design, the tweets that it is for, and their scan."""

import numpy as np
import pandas as pd
import pytest

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CertifySettings, ScanSettings
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.certificate import certificates
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.neurons.scan.stage import full_scan
from pipeline.text.vocabulary import Vocabulary, build

UNITS, PLANTED = 4, 2
SCAN = ScanSettings(batch_size=32, sample_tweets=60)
CERTIFY = CertifySettings(bootstrap=100, threshold_tweets=60, permutations=1999)


def corpus(count: int = 150) -> pd.DataFrame:
    """Tweets of random words, some of them hashtags, whose letters say nothing about the label."""
    random = np.random.default_rng(0)

    def word() -> str:
        mark = "#" if random.random() < 0.25 else ""
        return mark + "".join(random.choice(list("abcdef"), random.integers(2, 7)))

    texts = [" ".join(word() for _ in range(random.integers(3, 7))) for _ in range(count)]
    split = np.array(["train", "train", "train", "valid", "test"])[np.arange(count) % 5]
    return pd.DataFrame({"tweet_id": [str(n) for n in range(count)], "text": texts, "split": split})


def hashtag_spans(tweets: pd.DataFrame) -> pd.DataFrame:
    """The spans from each # to the next blank."""
    rows = []
    for tweet_id, text in zip(tweets["tweet_id"], tweets["text"], strict=True):
        for start in (place for place, character in enumerate(text) if character == "#"):
            end = text.find(" ", start)
            rows.append((tweet_id, "hashtag", start, len(text) if end < 0 else end, "gold"))
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])


def planted(vocabulary: Vocabulary) -> NetworkWeights:
    """A random network in which one unit of layer 1 is set at '#', kept, and reset at a blank."""
    random = np.random.default_rng(1)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(0, 0.7, shape).astype(np.float32)

    size = vocabulary.size
    first = LayerWeights(draw(size, 4 * UNITS), draw(UNITS, 4 * UNITS), draw(4 * UNITS))
    mark, blank = vocabulary.encode("# ")
    for gate, base in enumerate((-20.0, 20.0, 20.0, 20.0)):
        column = gate * UNITS + PLANTED
        first.kernel[:, column], first.recurrent[:, column], first.bias[column] = 0, 0, base
    first.kernel[mark, PLANTED] = 40  # the input gate opens at "#"
    first.kernel[blank, UNITS + PLANTED] = -40  # the forget gate shuts at a blank
    second = LayerWeights(draw(UNITS, 4 * UNITS), draw(UNITS, 4 * UNITS), draw(4 * UNITS))
    second.kernel[PLANTED] = 0  # layer 2 does not read it, or it would detect the concept as well
    identity = np.eye(size, dtype=np.float32)
    return NetworkWeights(identity, (first, second), draw(UNITS, size), draw(size))


def certified(given: Material, scan: ScanResult) -> pd.DataFrame:
    """All certificates with the settings of these tests."""
    return certificates(prepare(given, scan, CERTIFY), CERTIFY.permutations, CERTIFY.seed)


@pytest.fixture(scope="session")
def planted_scan() -> tuple[Material, ScanResult]:
    """The network with its tweets and spans, and the scan of all."""
    tweets = corpus()
    vocabulary, _ = build(tweets["text"], 1)
    given = Material(planted(vocabulary), vocabulary, tweets, hashtag_spans(tweets))
    return given, full_scan(given, SCAN, QuietScreen())
