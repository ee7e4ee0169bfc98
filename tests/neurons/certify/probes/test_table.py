"""Sparse probes: planted concepts that take two units, sampling, and the tweets that may be looked at."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from pipeline.core.settings import CertifySettings
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.probes import fits, table
from pipeline.neurons.certify.strata import case_strata
from pipeline.text.vocabulary import Vocabulary

SETTINGS = CertifySettings(probe_sizes=(1, 2, 4), bootstrap=50, probe_characters=100_000)

PAIR = (Address(2, "h", 1), Address(1, "c", 3))


@pytest.fixture(scope="module")
def planted(network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame) -> pd.DataFrame:
    """A concept that is the sign of the sum of two units' standardised values before each character."""
    layout = Concatenation.of(tweets, vocabulary)
    values = activations(network, layout.ids, PAIR)[:, layout.read(1)]
    total = sum((row - row.mean()) / row.std() for row in values)
    rows = []
    for at in np.flatnonzero(total > 0.3):
        tweet = layout.tweet[at]
        rows.append((f"t{tweet}", "sum", at - layout.starts[tweet], at - layout.starts[tweet] + 1))
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end"])


@pytest.fixture(scope="module")
def ranking() -> fits.Ranking:
    """The two units first, then all others."""
    pair = [address.flat((("ifgoch", 5), ("ifgoch", 5))) for address in PAIR]
    return {"sum": (1, np.array(pair + [flat for flat in range(60) if flat not in pair]))}


@pytest.fixture(scope="module")
def frame(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    ranking: fits.Ranking,
) -> pd.DataFrame:
    """The probes of the planted concept."""
    return table.table(network, vocabulary, tweets, planted, ranking, SETTINGS)


def test_two_units_know_what_one_does_not(frame: pd.DataFrame) -> None:
    """One unit is beaten by far by two, which are nearly perfect; sizes come in order, all addresses last."""
    assert frame["k"].tolist() == [1, 2, 4, 0]
    scores = frame.set_index("k")["auroc"]
    assert scores[1] < 0.95
    assert scores[2] > 0.99
    assert ((frame["auroc_low"] <= frame["auroc"]) & (frame["auroc"] <= frame["auroc_high"])).all()
    assert set(frame["regularisation"]) <= set(fits.STRENGTHS)


def test_scores_are_those_of_scikit_learn(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    frame: pd.DataFrame,
) -> None:
    """With every train character drawn, the probe of two has the test AUROC of scikit-learn's regression."""
    values, truth = {}, {}
    for split in ("train", "test"):
        layout = Concatenation.of(tweets[tweets["split"] == split], vocabulary)
        values[split] = activations(network, layout.ids, PAIR)[:, layout.read(1)].T
        truth[split] = layout.mask(planted, "sum")
    mean, std = values["train"].mean(axis=0), values["train"].std(axis=0)
    row = frame.set_index("k").loc[2]
    peer = LogisticRegression(C=1 / row["regularisation"] / len(truth["train"]), class_weight="balanced")
    peer.fit((values["train"] - mean) / std, truth["train"])
    score = roc_auc_score(truth["test"], peer.decision_function((values["test"] - mean) / std))
    assert row["auroc"] == pytest.approx(score, abs=2e-3)


def test_test_labels_decide_nothing(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    ranking: fits.Ranking,
    frame: pd.DataFrame,
) -> None:
    """With all test labels turned round, probes and directions are the same: each AUROC is 1 minus what it
    was."""
    layout = Concatenation.of(tweets, vocabulary)
    turned = (
        layout.mask(planted, "sum") ^ np.repeat(tweets["split"] == "test", np.diff(layout.starts)).to_numpy()
    )
    rows = [
        (f"t{layout.tweet[at]}", "sum", at - layout.starts[layout.tweet[at]]) for at in np.flatnonzero(turned)
    ]
    other = pd.DataFrame(rows, columns=["tweet_id", "concept", "start"])
    other["end"] = other["start"] + 1
    found = table.table(network, vocabulary, tweets, other, ranking, SETTINGS)
    assert found["regularisation"].tolist() == frame["regularisation"].tolist()
    for name in ("auroc", "direction_auroc"):
        np.testing.assert_allclose(found[name], 1 - frame[name], atol=1e-6)


def test_a_random_concept_stays_at_chance(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, find_runs: Callable
) -> None:
    """A random letter cannot be foretold before it comes, however many addresses are asked."""
    spans = find_runs(tweets, "letter", "abc")
    found = table.table(network, vocabulary, tweets, spans, {"letter": (1, np.arange(60))}, SETTINGS)
    assert found["auroc"].between(0.38, 0.62).all()


def test_nothing_ranked_gives_an_empty_table(
    network: NetworkWeights, vocabulary: Vocabulary, tweets: pd.DataFrame, spans: pd.DataFrame
) -> None:
    """Without a concept there are the columns and no row."""
    found = table.table(network, vocabulary, tweets, spans, {}, SETTINGS)
    assert found.columns.tolist() == list(table.COLUMNS)
    assert found.empty


def test_names_are_also_told_from_other_capitals_of_the_same_pattern() -> None:
    """By hand: of 9 pairs of Ann and The 6 are won, of 6 of BBC and OK none; others have no such figure."""
    tweets = pd.DataFrame({"tweet_id": ["a"], "text": ["Ann The BBC OK"]})
    layout = Concatenation.of(tweets, Vocabulary(tuple("AneThabcBCOK ")))
    rows = [("a", "proper_noun", 0, 3), ("a", "capitalised_non_name", 4, 7)]
    rows += [("a", "proper_noun", 8, 11), ("a", "capitalised_non_name", 12, 14)]
    spans = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end"])
    scores = np.array([2, 2, 2, 9, 1, 1, 3, 9, 0, 0, 0, 9, 5, 5], dtype=np.float32)
    asked = [fits.Probe(concept, 1, 0.1, np.zeros(1)) for concept in ("proper_noun", "capitalised_non_name")]
    patterns = case_strata(tweets["text"].tolist())
    found = table._report(asked, np.stack([scores, scores]), layout, spans, patterns, SETTINGS)
    assert found["matched_auroc"].tolist()[0] == pytest.approx(6 / 15)
    assert np.isnan(found["matched_auroc"].tolist()[1])


def test_the_direction_is_the_difference_of_means(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    frame: pd.DataFrame,
) -> None:
    """With every train character drawn, the test AUROC of plain NumPy's difference of class means."""
    everywhere = [Address.from_flat(flat, network.shape) for flat in range(60)]
    values, truth = {}, {}
    for split in ("train", "test"):
        layout = Concatenation.of(tweets[tweets["split"] == split], vocabulary)
        values[split] = activations(network, layout.ids, everywhere)[:, layout.read(1)].T
        truth[split] = layout.mask(planted, "sum")
    train, label = values["train"], truth["train"]
    direction = (train[label].mean(axis=0) - train[~label].mean(axis=0)) / train.var(axis=0)
    row = frame.set_index("k").loc[0]
    assert row["direction_auroc"] == pytest.approx(
        roc_auc_score(truth["test"], values["test"] @ direction), abs=3e-3
    )
    assert row["direction_gain"] == pytest.approx(
        row["direction_auroc"] - frame.set_index("k")["auroc"][1], abs=1e-9
    )
    assert row["direction_low"] <= row["direction_auroc"] <= row["direction_high"]


def test_the_direction_has_a_certificate(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    ranking: fits.Ranking,
    find_runs: Callable,
) -> None:
    """A planted concept is beyond chance, a random letter is not; a network is never ahead of itself."""
    spans = pd.concat([planted, find_runs(tweets, "letter", "abc")])
    both = {**ranking, "letter": (1, np.arange(60))}
    settings = SETTINGS.model_copy(update={"permutations": 499})
    rows = table.table(network, vocabulary, tweets, spans, both, settings, [network])
    rows = rows[rows["k"] == 0].set_index("concept")
    assert rows["direction_p"]["sum"] == pytest.approx(2 / 500)  # the least p, by Holm over two concepts
    assert rows["direction_p"]["letter"] > 0.05
    np.testing.assert_allclose(rows["direction_untrained"], rows["direction_auroc"])
    np.testing.assert_allclose(rows["direction_untrained_low"], 0)


def test_selectivity_is_what_a_control_task_does_not_reach(
    network: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    planted: pd.DataFrame,
    ranking: fits.Ranking,
    find_runs: Callable,
) -> None:
    """Against a random letter as its control a planted concept is selective; against itself it is not."""
    letters = find_runs(tweets, fits.CONTROL + "sum", "abc")
    both = {**ranking, fits.CONTROL + "sum": (1, np.arange(60))}
    spans = pd.concat([planted, letters])
    row = table.table(network, vocabulary, tweets, spans, both, SETTINGS).set_index("k").loc[4]
    assert row["selectivity"] == pytest.approx(row["auroc"] - row["control_auroc"])
    assert row["selectivity_low"] > 0.2
    itself = pd.concat([planted, planted.assign(concept=fits.CONTROL + "sum")])
    both[fits.CONTROL + "sum"] = ranking["sum"]
    same = table.table(network, vocabulary, tweets, itself, both, SETTINGS).set_index("k").loc[4]
    assert same["selectivity"] == same["selectivity_low"] == same["selectivity_high"] == 0
