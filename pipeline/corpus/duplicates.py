"""Near-duplicates share a cluster, so that no tweet is judged by a copy of what was learnt.

Two tweets are near-duplicates when the 5-character shingles of their content keys (letters and digits,
without case, URLs and retweet header) have a Jaccard similarity of .7 or more, or when nearly all shingles of
the shorter one are in the other (a retweet that is cut at 140 characters). Candidates come from MinHash bands
(A. Broder, "On the resemblance and containment of documents", 1997; J. Leskovec et al., "Mining of Massive
Datasets", 3.4) and from keys that begin alike; each is then compared exactly.

Why MinHash, by rensa, and not equal keys alone: of 36,022 tweets 2.2 % repeat the key of another, 4.7 % are
near-duplicates; the rest are corrected spellings, added words and cut retweets. `benchmarks/corpus/ingest.py`
shows recall against brute force and the time of both.
"""

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import regex
from rensa import RMinHash, RMinHashDigestMatrix, RMinHashLSH
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from pipeline.core.hashing import stirred

SHINGLE = 5  # characters: about a word; shorter ones make all English alike
PERMUTATIONS, BANDS = (
    64,
    16,
)  # bands of 4: a pair of Jaccard .7 is a candidate with p = .988, one of .3 with .12
JACCARD = 0.7
CONTAINMENT, CONTAINED = 0.85, 40  # the share of the shorter key, which has at least so many shingles
BEGINNING = 40  # characters that a cut copy and its original have in common
BLOCK = 20_000  # tweets whose shingles are in memory at a time
SEED = 20091  # of the permutations: a constant, since clusters are not a matter of chance

# Both look at each character once, so they need no time limit.
URL = regex.compile(r"https?:\S*")
HEADER = regex.compile(r"[\s.]*(?:RT:? ?|[\"“”]{1,2}\s?)@\w+:?")


def cluster(frame: pd.DataFrame) -> np.ndarray:
    """The cluster of each tweet: a hash of the content key of its oldest member.

    The number stays the same when tweets are added, except where a cluster gains an older member or merges.

    Args:
        frame: `text`, `created_at` (may be null; then the order is `source_row`), `source_row`.

    Returns:
        int64 [tweets], not negative.
    """
    keys = content_keys(frame["text"].tolist())
    label = components(len(keys), [pair for pair in candidates(keys) if alike(keys[pair[0]], keys[pair[1]])])
    order = np.lexsort([frame["source_row"].to_numpy(), moments(frame["created_at"])])
    first = np.full(label.max(initial=-1) + 1, -1)
    first[label[order[::-1]]] = order[::-1]  # the last assignment stays: the oldest
    return cluster_numbers([keys[row] for row in first])[label]


def moments(created_at: pd.Series) -> np.ndarray:
    """Microseconds since 1970, int64; what has no date comes last."""
    found = created_at.astype("datetime64[us, UTC]").astype("int64").to_numpy()
    return np.where(created_at.isna(), np.iinfo(np.int64).max, found)


def cluster_numbers(keys: Iterable[str]) -> np.ndarray:
    """The number of a cluster whose oldest member has this content key, int64 and not negative."""
    return np.array([hash_text(key) >> 1 for key in keys], dtype=np.int64)


def content_keys(texts: Sequence[str]) -> list[str]:
    """What each tweet says, however typed; a tweet without a letter is its own key.

    >>> content_keys(["RT @a: So GOOD!  https://t.co/x", "so good", "!!"])
    ['sogood', 'sogood', '!!']
    """
    plain = [_without_frame(text).casefold() for text in texts]
    codes = np.frombuffer("".join(plain).encode("utf-32-le"), dtype=np.uint32)
    row = np.repeat(np.arange(len(plain)), np.fromiter(map(len, plain), np.int64, len(plain)))
    present = np.flatnonzero(np.bincount(codes, minlength=1))
    wanted = np.zeros(present.max(initial=0) + 1, dtype=bool)
    wanted[[code for code in present if chr(code).isalnum()]] = True
    kept = wanted[codes]
    joined = codes[kept].tobytes().decode("utf-32-le")
    count = np.bincount(row[kept], minlength=len(plain))
    ends = np.cumsum(count)
    starts = ends - count
    return [joined[a:b] or text for a, b, text in zip(starts, ends, texts, strict=True)]


def _without_frame(text: str) -> str:
    """The text without its URLs and without `RT @name:` or the opening of a quote-retweet."""
    if "http" in text:
        text = URL.sub(" ", text)
    header = HEADER.match(text) if "@" in text[:10] else None
    return text[header.end() :] if header else text


def candidates(keys: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of tweets that may be near-duplicates, each once."""
    rows = suspects(keys)
    pairs = [rows[neighbours(values)] for values in bands([keys[row] for row in rows])]
    rows, begin = beginnings(keys)
    pairs.append(rows[neighbours(begin)])
    return [(int(a), int(b)) for a, b in np.unique(np.concatenate(pairs), axis=0)]


def bands(keys: Sequence[str]) -> np.ndarray:
    """What two keys share in one band or more when they may be near-duplicates: uint64 [BANDS, keys]."""
    sketch = sketches(keys).reshape(len(keys), BANDS, PERMUTATIONS // BANDS).astype(np.uint64)
    return np.array([mix(sketch[:, band].T) for band in range(BANDS)])


def beginnings(keys: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The rows of keys that are long enough to be cut copies, and the hash of how each begins."""
    rows = np.array([row for row, key in enumerate(keys) if len(key) >= BEGINNING], dtype=np.int64)
    return rows, np.array([hash_text(keys[row][:BEGINNING]) for row in rows], dtype=np.uint64)


def suspects(keys: Sequence[str]) -> np.ndarray:
    """The rows that share a band with another, int64: about a quarter of all; the others are alone."""
    index = RMinHashLSH(JACCARD, PERMUTATIONS, BANDS)
    matrices = []
    for start in range(0, len(keys), BLOCK):
        matrices.append(_matrix(keys[start : start + BLOCK]))
        index.insert_matrix(matrices[-1], start)
    flags = [np.array(index.query_duplicate_flags_matrix(matrix), dtype=bool) for matrix in matrices]
    return np.flatnonzero(np.concatenate([*flags, np.zeros(0, dtype=bool)]))


def sketches(keys: Sequence[str]) -> np.ndarray:
    """The MinHash of each key, uint32 [keys, PERMUTATIONS]."""
    rows = _matrix(keys).to_rows() if keys else []
    return np.array(rows, dtype=np.uint32).reshape(len(keys), PERMUTATIONS)


def _matrix(keys: Sequence[str]) -> RMinHashDigestMatrix:
    return RMinHash.digest_matrix_from_flat_token_hashes(*shingles(keys), PERMUTATIONS, SEED)


def neighbours(values: np.ndarray) -> np.ndarray:
    """Pairs of rows [pairs, 2] next to each other among those of equal value."""
    order = np.argsort(values, kind="stable")
    same = values[order[1:]] == values[order[:-1]]
    return np.stack([order[:-1][same], order[1:][same]], axis=1)


def mix(columns: Iterable[np.ndarray]) -> np.ndarray:
    """One hash for each row of a table given by its columns, uint64 [rows] each."""
    mixed: np.ndarray = np.zeros(1, dtype=np.uint64)
    for column in columns:
        mixed = stirred(mixed ^ column)
    return mixed


def shingles(keys: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of all shingles, uint64, and where those of each key start, uint64 [keys + 1].

    A key shorter than a shingle is padded to one.
    """
    padded = [key.ljust(SHINGLE, "\0") for key in keys]
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    hashes = mix(codes[i : len(codes) - SHINGLE + 1 + i] for i in range(SHINGLE))
    ends = np.cumsum(np.fromiter(map(len, padded), np.int64, len(padded)))
    inside = np.ones(len(codes), dtype=bool)  # not so the shingles that reach into the next key
    for back in range(1, SHINGLE):
        inside[ends - back] = False
    offsets = np.concatenate([[0], ends - (SHINGLE - 1) * np.arange(1, len(padded) + 1)])
    return hashes[inside[: len(hashes)]], offsets.astype(np.uint64)


def alike(one: str, other: str) -> bool:
    """Whether two content keys are near-duplicates: the exact comparison."""
    if one == other:
        return True
    a, b = ({key[i : i + SHINGLE] for i in range(max(1, len(key) - SHINGLE + 1))} for key in (one, other))
    both, smaller = len(a & b), min(len(a), len(b))
    if both >= JACCARD * (len(a) + len(b) - both):
        return True
    return smaller >= CONTAINED and both >= CONTAINMENT * smaller


def components(count: int, pairs: Sequence[tuple[int, int]] | np.ndarray) -> np.ndarray:
    """The group of each of `count` things when those in a pair belong together, int [count]."""
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    graph = coo_matrix((np.ones(len(rows), dtype=bool), (rows, columns)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1])


def hash_text(text: str) -> int:
    """64 bits of a text that are the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
