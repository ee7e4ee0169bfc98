"""Near-duplicates against brute force, and the number of a cluster under additions."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.corpus.duplicates import alike, candidates, cluster, components, content_keys, shingles
from pipeline.corpus.readers.formats import chunks, open_corpus

LONG = "The quick brown fox jumps over the lazy dog and runs into the deep dark forest, where nobody sees it"


def table(texts: list[str]) -> pd.DataFrame:
    dates = pd.Series(pd.NaT, index=range(len(texts)), dtype="datetime64[us, UTC]")
    return pd.DataFrame({"text": texts, "created_at": dates, "source_row": np.arange(len(texts))})


def jaccard(one: str, other: str) -> tuple[float, float, int]:
    """Jaccard similarity, containment, and the size of the smaller set, straight from the definition."""
    a, b = ({k[i : i + 5] for i in range(max(1, len(k) - 4))} for k in (one, other))
    return len(a & b) / len(a | b), len(a & b) / min(len(a), len(b)), min(len(a), len(b))


def test_what_counts_as_the_same() -> None:
    """Case, punctuation, URLs, retweet header, a changed word and a cut do not make another tweet."""
    same = [
        LONG,
        LONG.upper() + "!!! https://t.co/abcdefghij",
        "RT @fox: " + LONG[:80] + "…",
        '"@fox: ' + LONG + '" so true',
        LONG.replace("lazy", "lasy"),
    ]
    other = ["Something else altogether is said here", "ok", "OK!", "no", "😀", "😀😀", ""]
    found = cluster(table(same + other))
    assert len(set(found[:5])) == 1
    assert found[6] == found[7]
    assert len(set(found)) == 7


def test_content_keys_by_hand() -> None:
    """Letters and digits of any script stay; what has none is its own key."""
    texts = ["Äß 12, 日本!", "http://x.y", "RT @a_b: RT @c: d", "...", ""]
    assert content_keys(texts) == ["äss12日本", "http://x.y", "rtcd", "...", ""]
    assert content_keys([]) == []


@given(st.lists(st.text(st.sampled_from("abcö😀"), max_size=12), max_size=8))
@settings(max_examples=100, deadline=None)
def test_shingles_are_the_substrings(keys: list[str]) -> None:
    """As many hashes as substrings, equal where and only where the substrings are."""
    flat, offsets = shingles(keys)
    padded = [key.ljust(5, "\0") for key in keys]
    expected = [[key[i : i + 5] for i in range(len(key) - 4)] for key in padded]
    assert np.diff(offsets.astype(int)).tolist() == [len(part) for part in expected]
    pairs = set(zip(flat.tolist(), [s for part in expected for s in part], strict=True))
    assert len(pairs) == len({h for h, _ in pairs}) == len({s for _, s in pairs})


def test_components_of_a_chain() -> None:
    """A pair joins; what is joined to the same is joined."""
    assert components(5, [(0, 3), (3, 4)]).tolist() == [0, 1, 2, 0, 0]
    assert components(2, []).tolist() == [0, 1]


def test_against_brute_force_on_real_tweets(shared: Path) -> None:
    """Of the pairs that comparing all with all finds in 800 tweets, 97 % are found, and no other."""
    path = shared / "corpora" / "trump_2016_condensed.json.gz"
    rows = [row for chunk in chunks(open_corpus(path), 5000) for row in chunk.rows][:800]
    keys = content_keys([row["raw_text"] for row in rows])
    sets = [{k[i : i + 5] for i in range(max(1, len(k) - 4))} for k in keys]
    truth = set()
    for a, b in combinations(range(len(keys)), 2):
        both, smaller = len(sets[a] & sets[b]), min(len(sets[a]), len(sets[b]))
        union = len(sets[a]) + len(sets[b]) - both
        if both >= 0.7 * union or (smaller >= 40 and both >= 0.85 * smaller):
            truth.add((a, b))
    pairs = [(a, b) for a, b in candidates(keys) if alike(keys[a], keys[b])]
    label = components(len(keys), pairs)
    assert {tuple(sorted(pair)) for pair in pairs} <= truth
    assert len(truth) > 10
    assert np.mean([label[a] == label[b] for a, b in truth]) > 0.97


@given(st.text("abc ", max_size=60), st.text("abc ", max_size=60))
@settings(max_examples=200, deadline=None)
def test_alike_is_its_definition(one: str, other: str) -> None:
    """The comparison is symmetric and agrees with the definition."""
    similarity, contained, smaller = jaccard(one, other)
    expected = one == other or similarity >= 0.7 or (smaller >= 40 and contained >= 0.85)
    assert alike(one, other) == alike(other, one) == expected


def test_a_cluster_goes_by_its_oldest_member() -> None:
    """The number of a cluster does not change when newer copies come, before or after it in the file."""
    old = table([LONG, "another thing is said"]).assign(created_at=pd.to_datetime(["2015", "2016"], utc=True))
    numbers = cluster(old)
    newer = table(["RT @a: " + LONG + " again", "new"]).assign(
        created_at=pd.to_datetime(["2017"] * 2, utc=True)
    )
    for both, place in ((pd.concat([old, newer]), slice(0, 2)), (pd.concat([newer, old]), slice(2, 4))):
        both = both.assign(source_row=np.arange(4))
        assert cluster(both)[place].tolist() == numbers.tolist()
