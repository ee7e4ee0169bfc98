"""Certificates computed again from weights and tweets, by code that shares nothing with what made them.

This file imports no other module of the program but its siblings, which import none. It has its own forward
pass (float64, each cell written out), its own reading of labels, and scikit-learn's and scipy's measures. It
checks the digests of what the cards were made from, and of each card what can be computed without repeating
the search: the score on test, average precision, F1 and IoU at the threshold, every count; for a concept with
spans the interval and the p-values (`recompute_chance`), the rivals, the difference from each and the AUROC
against the sibling (`recompute_rivals`); and the grades, from the card's own numbers. `CANNOT` is the rest.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score, f1_score, jaccard_score, roc_auc_score

from pipeline.neurons.cards import recompute_chance, recompute_network, recompute_rivals

Array = np.ndarray
Found = tuple[str, str, Any, Any]  # card, number, as the card has it, as it was computed

TOLERANCE = 1e-3  # of scores: float32 and float64 order a few nearly equal values otherwise
CANNOT = (
    "control tasks, untrained networks, probes, directions, sets of units, removals and interchanges: they "
    "repeat the search, or rest on random draws"
)
BASES = {f"position_in_{name}": name for name in ("hashtag", "url", "mention", "quotation")}
LEFT_OUT = ("position_in_word",)  # what a word is takes a rule of the program


def differences(folder: Path, say: Callable[[str], None] = lambda line: None) -> Iterator[Found]:
    """Every number of the cards in a workspace's folder that was computed otherwise.

    Args:
        folder: `data/<name>`.
        say: told what is being done.
    """
    made = json.loads((folder / "neurons" / "certificates.json").read_text(encoding="utf-8"))
    source = made["source"]
    for name, path in FILES.items():
        digest = digest_of(folder / path)
        if digest != source[f"{name}_sha256"]:
            yield ("all", f"digest of {path}", source[f"{name}_sha256"], digest)
    tweets = looked_at(pd.read_parquet(folder / "tweets.parquet", columns=["tweet_id", "text", "split"]))
    test = tweets[tweets["split"] == "test"]
    parts = [tweets[tweets["split"] == name] for name in ("train", "valid", "test")]
    spans = pd.read_parquet(folder / "spans.parquet")
    cards = [one for one in made["cards"] if one["claim"]["concept"] not in LEFT_OUT]
    say(f"{len(test):,} test tweets through the network")
    wanted = sorted({one["claim"]["address"] for one in cards})
    values = recompute_network.traced(folder, test["text"].tolist(), wanted)
    say(f"{len(cards)} cards, and {recompute_chance.PERMUTATIONS} permutations of each null")
    group = source["settings"].get("certify", {}).get("swap_group", recompute_chance.GROUP)
    for one in cards:
        yield from compared(one, test, spans, values)
        if one["claim"]["kind"] == "span":
            yield from by_chance(one, test, spans, values, group)
    yield from corrected(made["cards"])
    say(f"rivals: contexts of {len(tweets):,} tweets")
    yield from by_rivals(folder, cards, parts, spans, values)
    for one in made["cards"]:
        now = recompute_rivals.grades(one)
        yield from (
            (one["id"], name, one["grades"][name], now[name])
            for name in now
            if now[name] != one["grades"][name]
        )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, or that of the lines `digest  name` of a folder's files."""
    if path.is_dir():
        lines = [f"{digest_of(one)}  {one.name}\n" for one in sorted(path.glob("[!.]*.parquet"))]
        return hashlib.sha256("".join(lines).encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def looked_at(tweets: pd.DataFrame, most: int = 100_000) -> pd.DataFrame:
    """The tweets that evidence rests on: all, or the `most` whose ids have the lowest SHA-256."""
    order = sorted(
        range(len(tweets)), key=lambda at: hashlib.sha256(str(tweets.tweet_id[at]).encode()).digest()
    )
    return tweets.loc[sorted(order[:most])]


FILES = {
    "weights": "model/model.weights.h5",
    "vocabulary": "vocabulary.json",
    "tweets": "tweets.parquet",
    "spans": "spans.parquet",
}


def compared(
    card: dict[str, Any], test: pd.DataFrame, spans: pd.DataFrame, values: dict[str, Any]
) -> Iterator[Found]:
    """The numbers of one card that differ."""
    claim, told = card["claim"], card["measured"]
    score = scored(claim, values)
    numbers = spanned if claim["kind"] == "span" else counted
    for name, now in numbers(claim["concept"], test, spans, score, told).items():
        was = told[name]
        same = (
            was is None
            if now is None
            else was is not None and abs(was - now) <= TOLERANCE * (isinstance(now, float))
        )
        if not same:
            yield (card["id"], name, was, now)


def by_chance(
    card: dict[str, Any],
    test: pd.DataFrame,
    spans: pd.DataFrame,
    values: dict[str, Any],
    group: int = recompute_chance.GROUP,
) -> Iterator[Found]:
    """The interval and the p-values of one card with spans that differ."""
    claim, told, chance = card["claim"], card["measured"], card["chance"]
    score = scored(claim, values)
    labels = list(marked(claim["concept"], test, spans))
    interval = recompute_chance.span_interval(score, labels) or (None, None)
    tweets = min(sum(one.any() for one in labels), sum((~one).any() for one in labels))
    near = NEAR if tweets >= recompute_chance.ENOUGH else float("inf")
    for name, now in zip(("low", "high"), interval, strict=True):
        was = told[name]
        if (was is None) != (now is None) or (was is not None and abs(was - now) > near * told_width(told)):
            yield (card["id"], name, was, now)
    draws = {
        "p_shift": recompute_chance.shifted(score, labels),
        "p_swap": recompute_chance.swapped(score, labels, together=group),
    }
    for name, reached in draws.items():
        if not recompute_chance.agrees(chance[name], reached, recompute_chance.PERMUTATIONS):
            share = f"{reached} of {recompute_chance.PERMUTATIONS} permutations reach the score"
            yield (card["id"], name, chance[name], share)


def scored(claim: dict[str, Any], values: dict[str, Any]) -> Array:
    """The claim's score of each test character."""
    after, before = values[claim["address"]]
    return np.asarray(claim["sign"] * (after if claim["lag"] == 0 else before))


def by_rivals(
    folder: Path,
    cards: list[dict[str, Any]],
    parts: list[pd.DataFrame],
    spans: pd.DataFrame,
    values: dict[str, Any],
) -> Iterator[Found]:
    """What the cards with spans say of rivals, where it differs."""
    symbols = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))["characters"]
    texts = {
        name: part["text"].tolist() for name, part in zip(("train", "valid", "test"), parts, strict=True)
    }
    explained = recompute_rivals.Explained.of(texts, symbols)
    whole = pd.concat(parts)

    @cache
    def masks(concept: str) -> list[Array]:
        return list(marked(concept, whole, spans))

    @lru_cache(maxsize=2)  # the cards of a concept stand together
    def rivals(concept: str, lag: int) -> dict[str, Array]:
        return explained.rivals(masks(concept), lag)

    def on_test(concept: str) -> list[Array]:
        return masks(concept)[explained.laid.part["test"]]

    for one in cards:
        if one["claim"]["kind"] == "span":
            score = scored(one["claim"], values)
            for found in recompute_rivals.differences(one, score, rivals, on_test, TOLERANCE):
                yield (one["id"], *found)


NEAR = 0.1  # of an interval's width: leaving a tweet out is not quite its derivative


def told_width(told: dict[str, Any]) -> float:
    """The width of a card's interval, and a little, for scores that differ in a few ties."""
    return float(told["high"] - told["low"]) + 10 * TOLERANCE


def corrected(cards: list[dict[str, Any]]) -> Iterator[Found]:
    """Every p-value that Holm's correction over all cards makes otherwise."""
    holm = recompute_chance.holm([one["chance"]["p_value"] for one in cards])
    for one, now in zip(cards, holm, strict=True):
        was = one["chance"]["p_holm"]
        if (was is None) != (now is None) or (was is not None and abs(was - now) > 1e-9):
            yield (one["id"], "p_holm", was, now)


def spanned(
    concept: str, test: pd.DataFrame, spans: pd.DataFrame, score: Array, told: dict[str, Any]
) -> dict[str, Any]:
    """What a concept with spans reaches."""
    lengths = test["text"].str.len().to_numpy()
    label = np.concatenate([np.zeros(0, bool), *marked(concept, test, spans)])
    tweet = np.repeat(np.arange(len(test)), lengths)
    fires = score > told["threshold"]
    return {
        "score": float(roc_auc_score(label, score)),
        "average_precision": float(average_precision_score(label, score)),
        "f1": float(f1_score(label, fires)),
        "iou": float(jaccard_score(label, fires)),
        "tweets": len(np.unique(tweet[label])),
        "positives": int(label.sum()),
        "characters": len(label),
        "prevalence": float(label.mean()),
    }


def counted(
    concept: str, test: pd.DataFrame, spans: pd.DataFrame, score: Array, told: dict[str, Any]
) -> dict[str, Any]:
    """What a graded concept reaches: its values are places in the tweet, or in spans of another concept."""
    parts = []
    for text, mine in zip(test["text"], by_tweet(BASES.get(concept, ""), test, spans), strict=True):
        place = np.full(len(text), np.nan)
        if concept == "position_in_tweet":
            place = np.arange(len(text), dtype=float)
        elif concept == "characters_to_end":
            place = np.arange(len(text), dtype=float)[::-1]
        for start, end in sorted(mine, key=lambda span: span[1] - span[0]):  # the longest last
            place[start:end] = np.arange(min(end, len(text)) - start)
        parts.append(place)
    value = np.concatenate(parts)
    held = np.isfinite(value)
    return {
        "score": float(spearmanr(score[held], value[held]).statistic),
        "positives": int(held.sum()),
        "characters": len(value),
    }


def marked(concept: str, test: pd.DataFrame, spans: pd.DataFrame) -> Iterator[Array]:
    """Which characters of each tweet the concept covers."""
    for text, mine in zip(test["text"], by_tweet(concept, test, spans), strict=True):
        mask = np.zeros(len(text), dtype=bool)
        for start, end in mine:
            mask[start:end] = True
        yield mask


def by_tweet(concept: str, test: pd.DataFrame, spans: pd.DataFrame) -> Iterator[list[tuple[int, int]]]:
    """The spans of a concept in each tweet."""
    rows = spans[spans["concept"] == concept]
    found: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in zip(rows["tweet_id"], rows["start"], rows["end"], strict=True):
        found.setdefault(name, []).append((start, end))
    for name in test["tweet_id"]:
        yield found.get(name, [])
