"""Certificates where the truth is known: a planted neuron is found, shuffled labels certify nothing."""

import re
from collections.abc import Callable
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
from pipeline.neurons.certify.certificate import certificates
from pipeline.neurons.certify.grades import ALPHA, against_rivals
from pipeline.neurons.certify.rules import WEIGHT, Rule, in_tweet, in_word, spellings
from pipeline.neurons.certify.strata import case_strata
from pipeline.neurons.controls import control_spans, untrained, words
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan import stage as scan_stage
from pipeline.neurons.scan.result import ScanResult, best, load
from pipeline.neurons.scan.stage import full_scan
from pipeline.text.vocabulary import Vocabulary, build
from pipeline.tracking.tracker import NullTracker

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
    row = certified(given, scan).iloc[0]
    assert (row["concept"], row["layer"], row["unit"], row["lag"]) == ("hashtag", 1, PLANTED, 0)
    assert row["signal"] in "ch"
    assert row["certified"]
    assert row["auroc"] == row["average_precision"] == row["f1"] == row["iou"] == 1.0
    assert row["p_shift"] == row["p_swap"] == row["p_value"] == 1 / 2000
    assert row["p_value"] < row["p_holm"] < ALPHA
    assert row["selectivity"] > 0.2
    assert row["control_low"] > 0
    assert row["lift_ngram"] >= 0
    assert (row["o_high"], row["o_low"]) == (1.0, 0.0)


def thrown(tweets: pd.DataFrame, tries: int) -> pd.DataFrame:
    """Concepts of spans thrown at random places."""
    random = np.random.default_rng(2)
    lengths = tweets["text"].str.len().to_numpy()
    rows = []
    for number in range(tries):
        for tweet in random.integers(0, len(lengths), 90):
            start = int(random.random() * lengths[tweet])
            end = min(start + random.integers(1, 6), lengths[tweet])
            rows.append((str(tweet), f"try_{number:03}", start, end, "shuffled"))
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])


@pytest.mark.parametrize("trained", [True, False])
def test_spans_at_random_places_certify_nothing(
    planted_scan: tuple[Material, ScanResult], trained: bool
) -> None:
    """Of 200 concepts at random places at most α would tell even if each were the only claim of its run."""
    given, _ = planted_scan
    weights = given.weights if trained else untrained(given.weights, TrainSettings(), 5)
    shuffled = Material(weights, given.vocabulary, given.tweets, thrown(given.tweets, 200))
    one = CERTIFY.model_copy(update={"per_concept": 1})
    bench = prepare(shuffled, full_scan(shuffled, SCAN, QuietScreen()), one)
    best = certificates(bench, 499, one.seed, concepts=range(200))
    assert len(best) == 200
    alone = best["p_value"] <= ALPHA
    held = (best["auroc_low"] > 0.5) & (best["control_low"] > 0) & (best["untrained_low"] > 0)
    assert (alone & held).sum() <= ALPHA * 200
    assert alone.sum() <= (ALPHA + 3 * np.sqrt(ALPHA * (1 - ALPHA) / 200)) * 200
    assert not best["tells"].any()


def test_made_up_concepts_of_letter_and_place_beat_no_rival(
    planted_scan: tuple[Material, ScanResult], find_runs: Callable[..., pd.DataFrame]
) -> None:
    """Letters, and the starts of tweets and of words, are beyond chance; but rules say as much of each."""
    given, _ = planted_scan
    named = list(zip(given.tweets["tweet_id"], given.tweets["text"], strict=True))
    rows = [(name, "start_of_tweet", 0, min(3, len(text)), "made up") for name, text in named]
    rows += [
        (name, "start_of_word", match.start(), match.start() + 1, "made up")
        for name, text in named
        for match in re.finditer(r"\S+", text)
    ]
    made = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])
    letters = [find_runs(given.tweets, f"letter_{letter}", letter) for letter in ("a", "bc", " ")]
    spans = pd.concat([made, *letters], ignore_index=True)
    fake = Material(given.weights, given.vocabulary, given.tweets, spans)
    table = certified(fake, full_scan(fake, SCAN, QuietScreen()))
    table = table[table["kind"] == "span"]
    assert table["concept"].nunique() == 5
    assert (table["p_holm"] < ALPHA).any()
    assert not table["beats_rivals"].any()
    assert all(list(against_rivals(row)) for row in table.to_dict("records"))


def test_poisoned_test_labels_change_no_choice(planted_scan: tuple[Material, ScanResult]) -> None:
    """With other labels on test, the whole scan, and every address, sign, lag and threshold stay the same."""
    given, scan = planted_scan
    held_out = given.tweets.loc[given.tweets["split"] == "test", "tweet_id"]
    poison = [(name, "hashtag", 0, 2, "poison") for name in held_out]
    spans = given.spans[~given.spans["tweet_id"].isin(held_out)]
    changed = pd.concat([spans, pd.DataFrame(poison, columns=spans.columns)], ignore_index=True)
    other = Material(given.weights, given.vocabulary, given.tweets, changed)
    again = full_scan(other, SCAN, QuietScreen())
    for name, value in vars(scan).items():
        kept = getattr(again, name)
        assert np.array_equal(kept, value, equal_nan=np.asarray(value).dtype.kind == "f"), name
    chosen = ["concept", "rank", "address", "lag", "sign", "threshold", "select_auroc"]
    first, second = certified(given, scan), certified(other, again)
    pd.testing.assert_frame_equal(first[chosen], second[chosen])
    assert not np.allclose(first["auroc"], second["auroc"])


def test_a_whole_tweet_concept_has_no_valid_null(planted_scan: tuple[Material, ScanResult]) -> None:
    """A concept that covers whole tweets is the same under every shift: the certificate says so."""
    given, _ = planted_scan
    spans = pd.DataFrame(
        [(str(n), "loud", 0, len(given.tweets["text"][n]), "own") for n in range(0, 150, 2)],
        columns=["tweet_id", "concept", "start", "end", "source"],
    )
    whole = Material(given.weights, given.vocabulary, given.tweets, spans)
    row = certified(whole, full_scan(whole, SCAN, QuietScreen())).iloc[0]
    assert np.isnan(row["p_value"])
    assert not row["tells"]
    assert row["unmet"].startswith("no valid null")


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
    for name in ("score", "control", "untrained", "mean"):
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
        rule = Rule.of(spellings(train), spellings(asked))
        found = rule.scores(train.read(lag), labels.astype(float), asked.read(lag), longest)
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


def test_places_are_counted_from_the_start_of_tweet_and_word() -> None:
    """Worked by hand, BOS first: characters read in the tweet, and since the last blank."""
    vocabulary = Vocabulary(tuple("ab "))
    layout = Concatenation.of(pd.DataFrame({"tweet_id": [0, 1], "text": ["ab a", " b"]}), vocabulary)
    assert in_tweet(layout)[0].tolist() == [0, 1, 2, 3, 4, 0, 1, 2]
    blank = np.isin(np.arange(vocabulary.size), [0, *vocabulary.encode(" ")])
    word, both = in_word(layout, blank)
    assert word.tolist() == [0, 1, 2, 0, 1, 0, 0, 1]
    assert len(np.unique(both)) == 7  # only the two BOS are alike


def contexts_of(texts: list[str], length: int, lag: int) -> list[tuple[str, int]]:
    padded = [("^" * 9 + text, n) for text in texts for n in range(len(text))]
    return [(text[n + 10 - lag - length : n + 10 - lag], n) for text, n in padded]


def test_a_control_labels_all_words_of_a_type_alike() -> None:
    """Each word type is in or out as a whole, by the same piece, and about the share asked for is in."""
    random = np.random.default_rng(0)
    texts = [" ".join(f"w{n}" for n in random.integers(0, 500, 20)) for _ in range(200)]
    found, kinds = words(texts)
    size = sum(map(len, texts))
    for lengths in ([99], [1, 2]):
        tweet, start, end = control_spans(found, kinds, np.array(lengths), 0.15, (0, 1))
        pieces: dict[str, set[tuple[int, int]]] = {}
        held = 0
        for t, s, e in zip(tweet, start, end, strict=True):
            begin = texts[t].rfind(" ", 0, s + 1) + 1
            word = texts[t][begin:].split(" ")[0]
            pieces.setdefault(word, set()).add((s - begin, e - begin))
            held += 1
        assert all(len(kinds_of) == 1 for kinds_of in pieces.values())
        assert held == sum(word in pieces for text in texts for word in text.split())
        assert (end - start).max() <= max(lengths)
        assert (end - start).sum() / size == pytest.approx(0.15, abs=0.04)


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
