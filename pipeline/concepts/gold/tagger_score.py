"""How well rules agree with gold tokens: precision, recall and F1 of names and of auxiliaries.

Tokens of mentions, hashtags and URLs are left out, also where a tokeniser has put the sign apart (`@ ann`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.concepts.gold.labels import GoldText, GoldToken, read_gold
from pipeline.concepts.rules.auxiliary import auxiliary_spans
from pipeline.concepts.rules.cases import count_cases
from pipeline.concepts.rules.names import join
from pipeline.concepts.rules.taggers import make_tagger
from pipeline.concepts.rules.words import Tweet, read_tweet

NAME_LABELS = {"conllu": ("PROPN",), "conll": ("PER", "LOC", "ORG"), "jsonl": ("PER", "LOC", "ORG")}
_SIGNS = ("@", "#", "@ ", "# ")


@dataclass(frozen=True)
class TokenScore:
    """Agreement over tokens; `lost` tokens could not be found in their texts and are not counted."""

    precision: float
    recall: float
    f1: float
    tokens: int
    gold: int
    lost: int


def _is_scored(tweet: Tweet, token: GoldToken) -> bool:
    """False for a token of an entity, or of one whose sign stands apart."""
    inside = any(entity.start < token.end and entity.end > token.start for entity in tweet.entities)
    text, start = tweet.text, token.start
    apart = text[max(0, start - 1) : start] in _SIGNS or text[max(0, start - 2) : start] in _SIGNS
    return not (inside or apart or text[start : token.end] in _SIGNS)


def score_tokens(
    golds: Sequence[GoldText],
    tweets: Sequence[Tweet],
    spans: Sequence[Iterable[tuple[int, int]]],
    labels: Iterable[str],
) -> TokenScore:
    """Score spans against gold tokens; one is predicted when at least half of its characters lie in a span.

    Args:
        golds: texts with their tokens.
        tweets: the same texts, read.
        spans: for each text, what was predicted.
        labels: the gold labels that count as positive.
    """
    wanted = set(labels)
    hits = predicted = gold = tokens = 0
    for text, tweet, marked in zip(golds, tweets, spans, strict=True):
        inside = np.zeros(len(text.text), dtype=bool)
        for start, end in marked:
            inside[start:end] = True
        for token in text.tokens:
            if not _is_scored(tweet, token):
                continue
            is_gold = token.label in wanted
            is_predicted = 2 * int(inside[token.start : token.end].sum()) >= token.end - token.start
            hits += is_gold and is_predicted
            predicted, gold, tokens = predicted + is_predicted, gold + is_gold, tokens + 1
    total = predicted + gold
    return TokenScore(
        precision=hits / predicted if predicted else 0.0,
        recall=hits / gold if gold else 0.0,
        f1=2 * hits / total if total else 0.0,
        tokens=tokens,
        gold=gold,
        lost=sum(len(text.lost) for text in golds),
    )


def score_tagger(
    path: Path, tagger: str = "builtin", labels: Iterable[str] | None = None, corpus: Iterable[str] = ()
) -> TokenScore:
    """Score a tagger's names against a gold file; case is counted in the file's own texts.

    Args:
        path: a CoNLL, CoNLL-U or JSON lines file.
        tagger: "builtin" or "spacy:MODEL".
        labels: gold labels of names; by default PROPN in CoNLL-U, else PER, LOC and ORG.
        corpus: texts in which case is counted too.

    Raises:
        UserError: the tagger does not exist; a file that is not gold.
    """
    gold = read_gold(path)
    tweets = [read_tweet(text.text) for text in gold.texts]
    chosen = make_tagger(tagger, lambda: count_cases([*tweets, *map(read_tweet, corpus)]))
    spans = [join(tweet, chosen.tag(tweet)) for tweet in tweets]
    return score_tokens(gold.texts, tweets, spans, labels or NAME_LABELS[gold.kind])


def score_auxiliaries(path: Path, labels: Iterable[str] = ("AUX",)) -> TokenScore:
    """Score the concept auxiliary against gold, by default AUX of a CoNLL-U file.

    There *n't* is a token of its own; here it belongs to its auxiliary, so it is not counted against it.

    Raises:
        UserError: a file that is not gold.
    """
    gold = read_gold(path)
    tweets = [read_tweet(text.text) for text in gold.texts]
    spans = [
        [(start, end) for name, start, end in auxiliary_spans(tweet.masked) if name == "auxiliary"]
        for tweet in tweets
    ]
    kept = [
        GoldText(
            text.text,
            tuple(token for token in text.tokens if not _is_contracted_not(text.text, token)),
            text.lost,
        )
        for text in gold.texts
    ]
    return score_tokens(kept, tweets, spans, labels)


def score_rules(
    path: Path, labels: dict[str, tuple[str, ...]], tagger: str = "builtin", corpus: Sequence[str] = ()
) -> pd.DataFrame:
    """Score the rules behind those concepts that gold tokens can judge, beside what their neurons reach.

    Args:
        path: a CoNLL, CoNLL-U or JSON lines file.
        labels: concept → the labels of the file that stand for it; only `proper_noun` and `auxiliary` are
            rules on words, others are left out.
        tagger: "builtin" or "spacy:MODEL".
        corpus: texts of the network's own domain; names are then scored with the cases of these too.

    Returns:
        concept, cases, precision, recall, f1, tokens, gold, lost: a row for each concept, maybe none; two for
        names where the built-in tagger has a corpus. `cases` says where it counted how words are written.
    """
    rows = []
    if "proper_noun" in labels:
        builtin = tagger == "builtin"
        counted: dict[str, Sequence[str]] = {"these texts" if builtin else "none": ()}
        if builtin and corpus:
            counted["these texts and the corpus"] = corpus
        rows += [
            {
                "concept": "proper_noun",
                "cases": cases,
                **asdict(score_tagger(path, tagger, labels["proper_noun"], texts)),
            }
            for cases, texts in counted.items()
        ]
    if "auxiliary" in labels:
        rows.append(
            {"concept": "auxiliary", "cases": "none", **asdict(score_auxiliaries(path, labels["auxiliary"]))}
        )
    return pd.DataFrame(rows)


def _is_contracted_not(text: str, token: GoldToken) -> bool:
    return text[token.start : token.end].lower().replace("’", "'") in ("n't", "nt")
