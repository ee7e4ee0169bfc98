"""Certificates where the truth is known: a planted neuron is found, shuffled labels certify nothing."""

from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import CertifySettings, ScanSettings, TrainSettings
from pipeline.core.workspace import Workspace, read_json, sha256, write_json
from pipeline.network.activations import Concatenation
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.certify import stage as certify_stage
from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.certificate import concept_rows
from pipeline.neurons.certify.ngram_rule import WEIGHT, Ngrams
from pipeline.neurons.certify.strata import case_strata
from pipeline.neurons.controls import control_spans, untrained, words
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan import stage as scan_stage
from pipeline.neurons.scan.result import ScanResult, best, load
from pipeline.neurons.scan.stage import full_scan
from pipeline.text.vocabulary import Vocabulary, build
from pipeline.tracking.tracker import NullTracker

UNITS, PLANTED = 4, 2
SCAN = ScanSettings(batch_size=32, sample_tweets=60, permutation_tweets=60, permutations=120)
CERTIFY = CertifySettings(bootstrap=100, threshold_tweets=60)


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


@pytest.fixture(scope="module")
def tweets() -> pd.DataFrame:
    return corpus()


@pytest.fixture(scope="module")
def planted_scan(tweets: pd.DataFrame) -> tuple[Material, ScanResult]:
    vocabulary, _ = build(tweets["text"], 1)
    given = Material(planted(vocabulary), vocabulary, tweets, hashtag_spans(tweets))
    return given, full_scan(given, SCAN, QuietScreen())


def test_the_planted_neuron_comes_first_with_its_certificate(
    planted_scan: tuple[Material, ScanResult],
) -> None:
    """The unit set by hand is the best address, perfect on test, far above chance, control and n-grams."""
    given, scan = planted_scan
    row = concept_rows(prepare(given, scan, CERTIFY), 0)[0]
    assert (row["concept"], row["layer"], row["unit"], row["lag"]) == ("hashtag", 1, PLANTED, 0)
    assert row["signal"] in "ch"
    assert row["certified"]
    assert row["auroc"] == row["average_precision"] == row["f1"] == row["iou"] == 1.0
    assert row["p_value"] == 1 / 121
    assert row["selectivity"] > 0.2
    assert row["lift_ngram"] >= 0
    assert (row["o_high"], row["o_low"]) == (1.0, 0.0)


def test_shuffled_labels_certify_nothing(planted_scan: tuple[Material, ScanResult]) -> None:
    """Of 100 concepts with spans thrown at random places, at most 5 get any certificate."""
    given, _ = planted_scan
    random = np.random.default_rng(2)
    lengths = given.tweets["text"].str.len().to_numpy()
    rows = []
    for number in range(100):
        for tweet in random.integers(0, len(lengths), 90):
            start = int(random.random() * lengths[tweet])
            end = min(start + random.integers(1, 6), lengths[tweet])
            rows.append((str(tweet), f"try_{number:03}", start, end, "shuffled"))
    spans = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])
    shuffled = Material(given.weights, given.vocabulary, given.tweets, spans)
    bench = prepare(shuffled, full_scan(shuffled, SCAN, QuietScreen()), CERTIFY)
    certified = [any(row["certified"] for row in concept_rows(bench, n)) for n in range(100)]
    assert len(certified) == 100
    assert sum(certified) <= 5


def test_a_saved_scan_is_read_back_as_it_was(
    planted_scan: tuple[Material, ScanResult], tmp_path: Path
) -> None:
    """Every array and number of the result survives `scan.npz`."""
    _, scan = planted_scan
    scan.save(tmp_path / "scan.npz")
    found = load(tmp_path / "scan.npz")
    for name, value in vars(scan).items():
        assert np.array_equal(getattr(found, name), value, equal_nan=np.asarray(value).dtype.kind == "f")


def test_the_same_seed_scans_to_the_same_numbers(planted_scan: tuple[Material, ScanResult]) -> None:
    """Threads change nothing: a second scan is equal bit for bit."""
    given, scan = planted_scan
    again = full_scan(given, SCAN, QuietScreen())
    for name in ("score", "control", "untrained", "observed", "chance", "mean"):
        assert np.array_equal(getattr(scan, name), getattr(again, name), equal_nan=True)


def test_best_takes_each_unit_once_with_its_sign_and_lag() -> None:
    """Worked by hand: 2 units; the strongest signal of each, negative scores with sign −1."""
    score = np.zeros((2, 12))
    score[1, 2], score[0, 4], score[0, 3], score[0, 7] = -0.4, 0.3, 0.2, np.nan
    found = best(score, (("ifgoch", 2),), 3)
    assert [(str(d.address), d.lag, d.sign) for d in found] == [("L1.f.0", 1, -1), ("L1.f.1", 0, 1)]


def test_the_ngram_rule_is_the_smoothed_count() -> None:
    """Scores equal a dictionary count with the same backoff, at both lags."""
    random = np.random.default_rng(4)
    vocabulary = Vocabulary(tuple("abc "))
    texts = ["".join(random.choice(list("abc "), n)) for n in random.integers(1, 25, 30)]
    table = pd.DataFrame({"tweet_id": range(30), "text": texts})
    train, asked = (Concatenation.of(table[part], vocabulary) for part in (slice(0, 20), slice(20, 30)))
    labels = random.random(train.characters) < 0.3
    for lag, longest in ((0, 6), (1, 5)):
        found = Ngrams.of(train, asked).scores(train.read(lag), labels.astype(float), asked.read(lag), lag)
        assert len(found) == longest
        expected = np.full(asked.characters, labels.mean())
        for length in range(1, longest + 1):
            seen: dict[str, list[bool]] = {}
            for (context, _), label in zip(contexts_of(texts[:20], length, lag), labels, strict=True):
                seen.setdefault(context, []).append(label)
            for n, (context, _) in enumerate(contexts_of(texts[20:], length, lag)):
                hits = seen.get(context, [])
                expected[n] = (sum(hits) + WEIGHT * expected[n]) / (len(hits) + WEIGHT)
            assert np.allclose(found[length - 1], expected)


def contexts_of(texts: list[str], length: int, lag: int) -> list[tuple[str, int]]:
    padded = [("^" * 9 + text, n) for text in texts for n in range(len(text))]
    return [(text[n + 10 - lag - length : n + 10 - lag], n) for text, n in padded]


def test_a_control_labels_all_words_of_a_type_alike() -> None:
    """Each word type is in or out as a whole, and about the share asked for is in."""
    random = np.random.default_rng(0)
    texts = [" ".join(f"w{n}" for n in random.integers(0, 500, 20)) for _ in range(200)]
    found, kinds = words(texts)
    tweet, start, end = control_spans(found, kinds, 0.3, (0, 1))
    chosen = {texts[t][s:e] for t, s, e in zip(tweet, start, end, strict=True)}
    every = [word for text in texts for word in text.split()]
    assert len(tweet) == sum(word in chosen for word in every)
    assert len(chosen) / len(set(every)) == pytest.approx(0.3, abs=0.07)


def test_an_untrained_network_has_the_weights_that_training_starts_from(
    planted_scan: tuple[Material, ScanResult],
) -> None:
    """Orthogonal recurrent kernels, Glorot's limit, and the biases of the settings."""
    layer = untrained(planted_scan[0].weights, TrainSettings(), 0).layers[1]
    assert np.allclose(layer.recurrent @ layer.recurrent.T, np.eye(UNITS), atol=1e-5)
    assert layer.bias.tolist() == [0.0] * UNITS + [1.0] * UNITS + [0.0] * (2 * UNITS)
    assert np.abs(layer.kernel).max() <= np.sqrt(6 / (UNITS + 4 * UNITS))
    slow = untrained(planted_scan[0].weights, TrainSettings(memory_span=140), 0).layers[1].bias
    assert slow[UNITS : 2 * UNITS].min() > 0
    assert np.array_equal(slow[:UNITS], -slow[UNITS : 2 * UNITS])


def test_case_patterns_are_laid_over_characters() -> None:
    """Worked by hand: capitalised, shouted, mixed, and lower-case words, over two texts."""
    found = case_strata(["Ab CD", "eF gh I"])
    assert found.tolist() == [0, 0, -1, 1, 1, 2, 2, -1, -1, -1, -1, 0]


@pytest.fixture
def workspace(tmp_path: Path, planted_scan: tuple[Material, ScanResult]) -> Workspace:
    """The planted network and its corpus as artefacts on disk."""
    given, _ = planted_scan
    made = Workspace(tmp_path / "planted")
    made.weights.parent.mkdir(parents=True)
    given.tweets.to_parquet(made.tweets)
    given.spans.to_parquet(made.spans)
    given.vocabulary.save(made.vocabulary)
    with h5py.File(made.weights, "w") as file:
        file["layers/embedding/vars/0"] = given.weights.embedding
        for name, layer in zip(("lstm", "lstm_1"), given.weights.layers, strict=True):
            for number, array in enumerate((layer.kernel, layer.recurrent, layer.bias)):
                file[f"layers/{name}/cell/vars/{number}"] = array
        file["layers/dense/vars/0"] = given.weights.dense
        file["layers/dense/vars/1"] = given.weights.dense_bias
    card = {"weights_sha256": sha256(made.weights), "vocabulary_sha256": given.vocabulary.sha256}
    write_json(made.model, card)
    return made


def test_the_stages_write_what_the_next_ones_read(workspace: Workspace) -> None:
    """Scan, then certify: the table holds the planted detector, and its probes and passages lie beside."""
    quiet = NullTracker(), QuietScreen()
    counts = scan_stage.run(SCAN, workspace, *quiet)
    assert counts["addresses"] == 2 * 6 * UNITS
    assert counts["residual"] < 1e-5
    settings = CERTIFY.model_copy(update={"probe_sizes": (1, 2), "probe_characters": 500, "passages": 2})
    certify_stage.run(settings, workspace, *quiet)
    table = pd.read_parquet(workspace.certificates)
    first = table[(table["concept"] == "hashtag") & (table["rank"] == 0)].iloc[0]
    assert (first["layer"], first["unit"], bool(first["certified"])) == (1, PLANTED, True)
    assert set(pd.read_parquet(workspace.probes)["concept"]) == {"hashtag"}
    assert read_json(workspace.passages)["hashtag"]["passages"]


def test_a_scan_of_other_concepts_is_refused(workspace: Workspace) -> None:
    """Certifying after the spans changed names the command to run, as does a damaged file."""
    quiet = NullTracker(), QuietScreen()
    scan_stage.run(SCAN, workspace, *quiet)
    spans = pd.read_parquet(workspace.spans).assign(concept="other")
    spans.to_parquet(workspace.spans)
    with pytest.raises(UserError, match="run `make analyze` again"):
        certify_stage.run(CERTIFY, workspace, *quiet)
    workspace.scan.write_bytes(b"no archive")
    with pytest.raises(UserError, match="not a scan of this version"):
        certify_stage.run(CERTIFY, workspace, *quiet)
