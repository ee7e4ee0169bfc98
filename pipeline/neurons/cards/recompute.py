"""Certificates computed again from weights and tweets, by code that shares nothing with what made them.

This file imports no other module of the program but its sibling, which imports none. It has its own forward
pass (float64, each cell written out), its own reading of labels, and scikit-learn's and scipy's measures. It
checks the digests of what the cards were made from, and of each card what can be computed without repeating
the search: the score on test, average precision, F1 and IoU at the threshold, every count, and for a concept
with spans the interval and the p-values (`recompute_chance`).
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
from scipy.stats import spearmanr
from sklearn.metrics import average_precision_score, f1_score, jaccard_score, roc_auc_score

from pipeline.neurons.cards import recompute_chance

Array = np.ndarray
Found = tuple[str, str, Any, Any]  # card, number, as the card has it, as it was computed

TOLERANCE = 1e-3  # of scores: float32 and float64 order a few nearly equal values otherwise
BASES = {f"position_in_{name}": name for name in ("hashtag", "url", "mention", "quotation")}
LEFT_OUT = ("position_in_word",)  # what a word is takes a rule of the program
BATCH = 64


def differences(folder: Path, say: Callable[[str], None] = lambda line: None) -> Iterator[Found]:
    """Every number of the cards in a workspace's folder that was computed otherwise.

    Args:
        folder: `data/<name>`.
        say: told what is being done.
    """
    made = json.loads((folder / "neurons" / "certificates.json").read_text(encoding="utf-8"))
    source = made["source"]
    for name, path in FILES.items():
        digest = hashlib.sha256((folder / path).read_bytes()).hexdigest()
        if digest != source[f"{name}_sha256"]:
            yield ("all", f"digest of {path}", source[f"{name}_sha256"], digest)
    tweets = pd.read_parquet(folder / "tweets.parquet", columns=["tweet_id", "text", "split"])
    test = tweets[tweets["split"] == "test"]
    spans = pd.read_parquet(folder / "spans.parquet")
    cards = [one for one in made["cards"] if one["claim"]["concept"] not in LEFT_OUT]
    say(f"{len(test):,} test tweets through the network")
    wanted = sorted({one["claim"]["address"] for one in cards})
    values = traced(folder, test["text"].tolist(), wanted)
    say(f"{len(cards)} cards, and {recompute_chance.PERMUTATIONS} permutations of each null")
    for one in cards:
        yield from compared(one, test, spans, values)
        if one["claim"]["kind"] == "span":
            yield from by_chance(one, test, spans, values)
    yield from corrected(made["cards"])


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
    after, before = values[claim["address"]]
    score = claim["sign"] * (after if claim["lag"] == 0 else before)
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
    card: dict[str, Any], test: pd.DataFrame, spans: pd.DataFrame, values: dict[str, Any]
) -> Iterator[Found]:
    """The interval and the p-values of one card with spans that differ."""
    claim, told, chance = card["claim"], card["measured"], card["chance"]
    after, before = values[claim["address"]]
    score = claim["sign"] * (after if claim["lag"] == 0 else before)
    labels = list(marked(claim["concept"], test, spans))
    interval = recompute_chance.span_interval(score, labels) or (None, None)
    tweets = min(sum(one.any() for one in labels), sum((~one).any() for one in labels))
    near = NEAR if tweets >= ENOUGH else float("inf")
    for name, now in zip(("low", "high"), interval, strict=True):
        was = told[name]
        if (was is None) != (now is None) or (was is not None and abs(was - now) > near * told_width(told)):
            yield (card["id"], name, was, now)
    for name, draw in (("p_shift", recompute_chance.shifted), ("p_swap", recompute_chance.swapped)):
        reached = draw(score, labels)
        if not recompute_chance.agrees(chance[name], reached, recompute_chance.PERMUTATIONS):
            share = f"{reached} of {recompute_chance.PERMUTATIONS} permutations reach the score"
            yield (card["id"], name, chance[name], share)


NEAR = 0.1  # of an interval's width: leaving a tweet out is not quite its derivative
ENOUGH = 30  # tweets: with fewer the two are too far apart to find a fault by


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


def traced(folder: Path, texts: list[str], wanted: list[str]) -> dict[str, tuple[Array, Array]]:
    """Each address's value after and before every character of every text."""
    card = json.loads((folder / "model" / "model.json").read_text(encoding="utf-8"))
    symbols = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))["characters"]
    ids = {symbol: number for number, symbol in enumerate(symbols, 3)}  # after BOS 0, EOS 1, UNK 2
    encoded = [[ids.get(symbol, 2) for symbol in text] for text in texts]
    with h5py.File(folder / "model" / "model.weights.h5") as file:
        group = file["layers"]
        embedding = np.asarray(group["embedding/vars/0"], np.float64)
        cells = [group[name]["cell/vars"] for name in sorted(group) if "cell" in group[name]]
        layers = [[np.asarray(one[key], np.float64) for key in sorted(one, key=int)] for one in cells]
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    after, before = ({name: [np.zeros(0)] * len(texts) for name in wanted} for _ in range(2))
    for first in range(0, len(order), BATCH):
        some = order[first : first + BATCH]
        longest = max(len(encoded[number]) for number in some)
        rows = np.zeros((1 + longest, len(some)), dtype=int)
        for column, number in enumerate(some):
            rows[1 : 1 + len(encoded[number]), column] = encoded[number]
        below, signals = embedding[rows], []
        for weights in layers:
            signals.append(
                layer(card.get("cell", "lstm"), card.get("activations", "standard"), weights, below)
            )
            below = signals[-1]["h"]
        for name in wanted:
            floor, signal, unit = name[1:].split(".")
            value = signals[int(floor) - 1][signal][:, :, int(unit)]
            for column, text in enumerate(some):
                after[name][text] = value[1 : 1 + len(encoded[text]), column]
                before[name][text] = value[: len(encoded[text]), column]
    return {name: (np.concatenate(after[name]), np.concatenate(before[name])) for name in wanted}


def layer(cell: str, activations: str, weights: list[Array], x: Array) -> dict[str, Array]:
    """All signals of a layer over [time, tweets, inputs], from the zero state, as papers write the cells."""
    hard = activations == "hard"
    gate = (lambda z: np.clip(z / 6 + 0.5, 0, 1)) if hard else (lambda z: 1 / (1 + np.exp(-z)))
    squash = (lambda z: np.clip(z, -1, 1)) if hard else np.tanh
    kernel, recurrent, bias, *more = weights
    units = len(recurrent)
    h = c = np.zeros((x.shape[1], units))
    found: dict[str, list[Array]] = {}
    for now in x:
        if cell == "gru":
            a = np.split(now @ kernel + bias[0], 3, axis=1)
            b = np.split(h @ recurrent + bias[1], 3, axis=1)
            keep, reset = gate(a[0] + b[0]), gate(a[1] + b[1])
            g = squash(a[2] + reset * b[2])
            h = keep * h + (1 - keep) * g
            signals = {"z": keep, "r": reset, "g": g, "h": h}
        elif cell == "rnn":
            h = squash(now @ kernel + h @ recurrent + bias)
            signals = {"h": h}
        else:
            z = np.split(now @ kernel + h @ recurrent + bias, 3 if cell == "coupled" else 4, axis=1)
            peep = more[0] if cell == "peephole" else np.zeros((3, units))
            f = gate(z[0] if cell == "coupled" else z[1] + peep[1] * c)
            i = 1 - f if cell == "coupled" else gate(z[0] + peep[0] * c)
            g = squash(z[-2])
            c = f * c + i * g
            o = gate(z[-1] + peep[2] * c)
            h = o * squash(c)
            signals = {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}
        for name, value in signals.items():
            found.setdefault(name, []).append(value)
    return {name: np.stack(value) for name, value in found.items()}
