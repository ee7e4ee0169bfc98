"""The certificate of novelty: how much of a text is a copy of training tweets, and how near the nearest is.

Exact: the longest copy and the shares of new n-grams (`suffixes`). The nearest tweet by Levenshtein
distance is exact within its candidates: the tweets that share the most rare 5-grams with the text, weighted
by rarity (TF-IDF cosine), and the source of its longest copy. Where few tweets (`FEW`) have a length that
lets them be nearer still, as for most short texts, these are all tried and the nearest is exact.
`benchmarks/analysis/sampling.py` says how often the truly nearest tweet is found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from pipeline.samples.columns import NOVELTY
from pipeline.samples.novelty import suffixes
from pipeline.samples.novelty.suffixes import Matches, SuffixIndex

Array = np.ndarray

GRAM = 5  # characters; shorter ones stand in too many tweets to find any
HASHES = 2**20  # rows of the gram table; a collision adds a candidate, no more
RARE = 500  # tweets; a gram that stands in more of them finds nothing either
FEW = 10_000  # tweets that can be tried one by one for each text, in some milliseconds
CHUNK = 500  # texts whose candidates are found at a time: bounds the memory

COLUMNS = list(NOVELTY)


@dataclass(frozen=True)
class NoveltyIndex:
    """Training tweets, ready to be compared with.

    Attributes:
        texts, tweet_ids: of the tweets, row by row.
        copies: their suffixes.
        grams: float32 [HASHES, tweets], sparse: TF-IDF of rare 5-grams, each tweet of norm 1.
        weight: float32 [HASHES], the inverse document frequency; 0 for grams that are not rare.
        by_length: int [tweets], rows from the shortest tweet to the longest.
        lengths: int [tweets], characters of the tweets in that order.
    """

    texts: list[str]
    tweet_ids: list[str]
    copies: SuffixIndex
    grams: sparse.csr_matrix
    weight: Array
    by_length: Array
    lengths: Array


def build(texts: Sequence[str], tweet_ids: Sequence[str]) -> NoveltyIndex:
    """The index of training tweets: at least one."""
    counts = _grams(texts)
    frequency = np.bincount(counts.indices, minlength=HASHES)
    rare = (frequency > 0) & (frequency <= RARE)
    weight = np.where(rare, np.log((1 + len(texts)) / (1 + frequency)) + 1, 0).astype(np.float32)
    weighted = normalize(counts @ sparse.diags(weight))
    weighted.eliminate_zeros()
    lengths = np.array([len(text) for text in texts])
    order = np.argsort(lengths, kind="stable")
    copies = suffixes.build(texts)
    return NoveltyIndex(
        list(texts), list(tweet_ids), copies, weighted.T.tocsr(), weight, order, lengths[order]
    )


def _grams(texts: Sequence[str]) -> sparse.csr_matrix:
    """Which hashed 5-grams stand in each text: float32 [texts, HASHES] of 0 and 1."""
    vectorizer = HashingVectorizer(
        analyzer="char",
        ngram_range=(GRAM, GRAM),
        n_features=HASHES,
        lowercase=False,
        norm=None,
        binary=True,
        alternate_sign=False,
        dtype=np.float32,
    )
    return vectorizer.transform(texts)


def certify(
    index: NoveltyIndex,
    texts: Sequence[str],
    candidates: int = 100,
    advance: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """The novelty of each text.

    Returns:
        one row a text. longest_copy (characters), longest_copy_text, longest_copy_tweet_id: the longest
        substring that stands in a training tweet, and one that it stands in; nearest_distance (edits),
        nearest_share (of the longer one's length), nearest_tweet_id, nearest_text; new_5gram_share,
        new_8gram_share: of the text's 5- and 8-grams those that stand in no training tweet (NaN when it is
        shorter).
    """
    matches = suffixes.lookup(index.copies, texts)
    rows = []
    for start in range(0, len(texts), CHUNK):
        part = texts[start : start + CHUNK]
        near = _candidates(index, part, candidates)
        for text, match, found in zip(part, matches[start : start + CHUNK], near, strict=True):
            rows.append(_certificate(index, text, match, found))
        if advance:
            advance(len(part))
    return pd.DataFrame(rows, columns=COLUMNS)


def _candidates(index: NoveltyIndex, texts: Sequence[str], count: int) -> list[Array]:
    """Rows of the tweets most like each text by TF-IDF, at most `count` each, in ascending order."""
    likeness = (_grams(texts) @ sparse.diags(index.weight) @ index.grams).tocsr()
    found = []
    for row in range(len(texts)):
        span = slice(likeness.indptr[row], likeness.indptr[row + 1])
        tweets, score = likeness.indices[span], likeness.data[span]
        if len(tweets) > count:
            tweets = tweets[np.argpartition(-score, count)[:count]]
        found.append(np.sort(tweets))
    return found


def _certificate(index: NoveltyIndex, text: str, match: Matches, near: Array) -> tuple[object, ...]:
    """One row of the table."""
    length, at, source = longest(match)
    rows = np.union1d(near, [source])
    distance, row = nearest(text, [index.texts[row] for row in rows])
    distance, other = _nearer(index, text, distance, int(rows[row]))
    return (
        length,
        text[at : at + length],
        index.tweet_ids[source] if length else "",
        distance,
        distance / max(len(text), len(index.texts[other]), 1),
        index.tweet_ids[other],
        index.texts[other],
        new_share(match, 5),
        new_share(match, 8),
    )


def _nearer(index: NoveltyIndex, text: str, distance: int, row: int) -> tuple[int, int]:
    """Distance and row of the nearest tweet, if those that may be nearer than `distance` are few enough.

    Two texts are at least as many edits apart as their lengths differ.
    """
    low, high = np.searchsorted(index.lengths, (len(text) - distance + 1, len(text) + distance))
    if not 0 < high - low <= FEW:
        return distance, row
    rows = np.sort(index.by_length[low:high])
    found, place = nearest(text, [index.texts[each] for each in rows], distance - 1)
    return (found, int(rows[place])) if found < distance else (distance, row)


def longest(match: Matches) -> tuple[int, int, int]:
    """The longest match of a text: its length, where it begins in the text, and the row of its tweet."""
    if not len(match.length):
        return 0, 0, 0
    at = int(np.argmax(match.length))
    return int(match.length[at]), at, int(match.tweet[at])


def nearest(text: str, others: Sequence[str], most: int | None = None) -> tuple[int, int]:
    """The least edit distance to any of `others` (at least one), and the first that has it.

    Args:
        most: a greater distance is of no interest, and is given as `most` + 1.

    >>> nearest("kitten", ["mittens", "sitting", "kitchen"])
    (2, 0)
    """
    distances = process.cdist([text], others, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.int32)[
        0
    ]
    row = int(np.argmin(distances))
    return int(distances[row]), row


def new_share(match: Matches, n: int) -> float:
    """The share of a text's character n-grams that no tweet holds; NaN for a text shorter than n."""
    grams = len(match.length) - n + 1
    return float((match.length[:grams] < n).mean()) if grams > 0 else float("nan")
