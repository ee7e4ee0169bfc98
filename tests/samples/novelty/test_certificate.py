"""Certificates of novelty against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from pipeline.samples.novelty import certificate as novelty


def edit_distance(one: str, other: str) -> int:
    """Wagner & Fischer 1974, the plain table."""
    row = list(range(len(other) + 1))
    for n, a in enumerate(one, 1):
        before, row = row, [n]
        for m, b in enumerate(other, 1):
            row.append(min(before[m] + 1, row[-1] + 1, before[m - 1] + (a != b)))
    return row[-1]


def longest_common(one: str, others: list[str]) -> int:
    """The longest common substring, by trying all."""
    spans = [(i, j) for i in range(len(one)) for j in range(i + 1, len(one) + 1)]
    return max((j - i for i, j in spans if any(one[i:j] in other for other in others)), default=0)


@given(
    st.text(alphabet="abc", max_size=9), st.lists(st.text(alphabet="abc", max_size=9), min_size=1, max_size=5)
)
def test_nearest_is_the_least_edit_distance(text: str, others: list[str]) -> None:
    """The distance, and the first row that has it, are those of the plain table."""
    distances = [edit_distance(text, other) for other in others]
    assert novelty.nearest(text, others) == (min(distances), distances.index(min(distances)))


def test_certificates_equal_brute_force(tweets: list[str]) -> None:
    """Longest copy, its source, new 5- and 8-grams, and the nearest tweet among all, for 25 texts."""
    train, texts = (
        tweets[:400],
        [*tweets[400:430], "zzzz", "", "a fox paints the harbour!!! again", *tweets[:7]],
    )
    ids = [f"t{n}" for n in range(len(train))]
    table = novelty.certify(novelty.build(train, ids), texts, candidates=400)
    for text, row in zip(texts, table.itertuples(), strict=True):
        assert row.longest_copy == longest_common(text, train)
        assert row.longest_copy_text in text
        assert len(row.longest_copy_text) == row.longest_copy
        if row.longest_copy:
            assert row.longest_copy_text in train[int(row.longest_copy_tweet_id[1:])]
        assert row.nearest_distance == edit_distance(text, row.nearest_text)
        assert row.nearest_text == train[int(row.nearest_tweet_id[1:])]
        if len(text) > 10:
            assert row.nearest_distance == min(edit_distance(text, other) for other in train)
        assert row.nearest_share == row.nearest_distance / max(len(text), len(row.nearest_text))
    assert (table["nearest_distance"].iloc[-7:] == 0).all()


@pytest.mark.parametrize("n", [5, 8])
def test_new_grams_equal_a_set_of_grams(tweets: list[str], n: int) -> None:
    """The share of new n-grams is that of scikit-learn's analyser and a set; NaN for a shorter text."""
    train, texts = tweets[:300], [*tweets[300:340], "a completely different thing", "abc"]
    analyse = CountVectorizer(analyzer="char", ngram_range=(n, n), lowercase=False).build_analyzer()
    known = {gram for text in train for gram in analyse(text)}
    table = novelty.certify(novelty.build(train, train), texts)
    for text, found in zip(texts, table[f"new_{n}gram_share"], strict=True):
        grams = analyse(text) if len(text) >= n else []
        expected = np.mean([gram not in known for gram in grams]) if grams else float("nan")
        assert found == pytest.approx(expected, nan_ok=True)


def test_a_lightly_changed_copy_is_found(tweets: list[str]) -> None:
    """A training tweet with three characters changed is recognised, with distance 3."""
    train = [f"{text} number {n} of the series" for n, text in enumerate(tweets)]
    text = train[123][:4] + "#" + train[123][5:20] + "?" + train[123][21:-1] + "."
    table = novelty.certify(novelty.build(train, [str(n) for n in range(600)]), [text], candidates=20)
    assert table["nearest_tweet_id"][0] == "123"
    assert table["nearest_distance"][0] == edit_distance(text, train[123]) == 3


def test_short_texts_have_their_truly_nearest_tweet(tweets: list[str]) -> None:
    """With one candidate by 5-grams, a text that shares none with its nearest tweet still finds it."""
    train = [*tweets[:300], "Very great.", "Fine!"]
    index = novelty.build(train, [f"t{n}" for n in range(len(train))])
    texts = ["Vary grent", "Fin3", "zz", "", *(text[:25] for text in tweets[300:340])]
    table = novelty.certify(index, texts, candidates=1)
    for text, row in zip(texts, table.itertuples(), strict=True):
        assert row.nearest_distance == min(edit_distance(text, other) for other in train)
        assert row.nearest_distance == edit_distance(text, row.nearest_text)
    assert table["nearest_text"].tolist()[:2] == ["Very great.", "Fine!"]


def test_progress_adds_up(tweets: list[str]) -> None:
    """The amounts reported add up to the number of texts, chunk by chunk."""
    done: list[float] = []
    index = novelty.build(tweets[:50], tweets[:50])
    novelty.certify(index, tweets[:20] * 60, advance=done.append)
    assert sum(done) == 1200
    assert len(done) == 3
