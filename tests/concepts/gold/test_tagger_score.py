"""Token scores, against scikit-learn and by hand."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from pipeline.concepts.gold.labels import align
from pipeline.concepts.gold.tagger_score import score_rules, score_tokens
from pipeline.concepts.rules.words import read_tweet


def test_scores_equal_scikit_learn() -> None:
    """On random labels and predictions over whole words, precision, recall and F1 equal scikit-learn's."""
    rng = np.random.default_rng(0)
    words = [f"w{n}" for n in range(200)]
    gold, predicted = rng.random(200) < 0.3, rng.random(200) < 0.4
    text = align(" ".join(words), words, ["B-X" if g else "O" for g in gold])
    spans = [(t.start, t.end) for t, p in zip(text.tokens, predicted, strict=True) if p]
    score = score_tokens([text], [read_tweet(text.text)], [spans], ["X"])
    expected = [measure(gold, predicted) for measure in (precision_score, recall_score, f1_score)]
    assert [score.precision, score.recall, score.f1] == pytest.approx(expected)


def test_entities_are_left_out() -> None:
    """Tokens of mentions, hashtags and URLs are not scored, nor those whose sign stands apart."""
    text = align(
        "@ann saw # lee and Bob",
        ["ann", "saw", "#", "lee", "and", "Bob"],
        ["B-X", "O", "O", "B-X", "O", "B-X"],
    )
    score = score_tokens([text], [read_tweet(text.text)], [[(0, 4)]], ["X"])
    assert (score.tokens, score.gold, score.recall) == (3, 1, 0.0)


def test_rules_are_scored_on_the_labels_that_stand_for_them(tmp_path: Path) -> None:
    """By hand: both auxiliaries and the name are found, by whichever name the file calls them; no others."""
    words = [
        ("Yesterday", "X"),
        ("Obama", "NNP"),
        ("has", "HELP"),
        ("won", "V"),
        ("and", "X"),
        ("will", "HELP"),
    ]
    path = tmp_path / "gold.conll"
    path.write_text("".join(f"{word}\tB-{label}\n" for word, label in [*words, ("win", "V")]) + "\n")
    used = {"proper_noun": ("NNP",), "auxiliary": ("HELP",), "slogan": ("X",)}
    table = score_rules(path, used).set_index("concept")
    assert table["gold"].to_dict() == {"proper_noun": 1, "auxiliary": 2}
    assert table["tokens"].tolist() == [7, 7]
    assert table["f1"].tolist() == [1.0, 1.0]
    assert score_rules(path, {"auxiliary": ("V",)})["f1"].tolist() == [0.0]
    assert score_rules(path, {"slogan": ("X",)}).empty


def test_cases_are_counted_in_the_corpus_too(tmp_path: Path) -> None:
    """A word that the corpus writes small is a name by the given texts alone, and none by both together."""
    path = tmp_path / "gold.conll"
    words = ["We", "saw", "Zorbal", "again"]
    path.write_text("".join(f"{word}\t{'B-PER' if word == 'Zorbal' else 'O'}\n" for word in words) + "\n")
    corpus = ["they cooked a zorbal for us and we ate it"] * 40
    alone = score_rules(path, {"proper_noun": ("PER",)})
    both = score_rules(path, {"proper_noun": ("PER",)}, corpus=corpus)
    assert alone["cases"].tolist() == ["these texts"]
    assert both["cases"].tolist() == ["these texts", "these texts and the corpus"]
    assert both["f1"].tolist() == [1.0, 0.0]
