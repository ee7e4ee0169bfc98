"""How good samples are, measured; each figure beside the same figure for real tweets.

No figure stands alone: a low temperature wins where variety does not count, a high one where only variety
does. The discriminator joins them: it reads real tweets and samples and must tell which is which, so 0.5
is perfect. It reads letters and not sense, and is fooled best where words begin to fall apart; the best
temperature is therefore the one at which samples are as new as real tweets, no more and no less.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
import regex
import sacrebleu
from scipy.stats import ks_2samp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline

from pipeline.samples.novelty.certificate import NoveltyIndex
from pipeline.text import ngram
from pipeline.text.entities import extract
from pipeline.text.ngram import NgramModel

Array = np.ndarray
WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}]+)*")
TOKEN = regex.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
ENTITIES = ("hashtag", "mention", "url")
BLEU_TEXTS = 50  # self-BLEU grows with the number of texts, so it is always that of so many
FOLDS = 5
BAND = 5  # characters: texts whose lengths differ by less count as equally long


@dataclass(frozen=True)
class Real:
    """What samples are compared with.

    Attributes:
        tweets: real ones that the network was not trained on.
        others: as many more: what `tweets` are themselves compared with.
        words: the lower-case words of the training tweets.
        model: an n-gram model of the training tweets.
        index: the training tweets, for novelty.
        novelty: of `tweets`.
    """

    tweets: list[str]
    others: list[str]
    words: frozenset[str]
    model: NgramModel
    index: NoveltyIndex
    novelty: pd.DataFrame


def words(text: str) -> list[str]:
    """The words of a text in lower case, its hashtags, mentions and links left out."""
    pieces, position = [], 0
    for entity in extract(text):
        pieces.append(text[position : entity.start])
        position = entity.end
    return WORD.findall(" ".join([*pieces, text[position:]]).lower())


def vocabulary_of(texts: Sequence[str]) -> frozenset[str]:
    """All words of the texts."""
    return frozenset(chain.from_iterable(map(words, texts)))


def in_vocabulary(texts: Sequence[str], known: frozenset[str]) -> float:
    """The share of the texts' words that are known; NaN without words."""
    all_words = list(chain.from_iterable(map(words, texts)))
    return sum(word in known for word in all_words) / len(all_words) if all_words else float("nan")


def distinct(texts: Sequence[str], n: int) -> float:
    """Different word n-grams over all word n-grams of the texts (Li et al. 2016); NaN without any.

    >>> distinct(["a b a b"], 2)
    0.6666666666666666
    """
    grams: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        tokens = TOKEN.findall(text.lower())
        grams.update(zip(*(tokens[k:] for k in range(n)), strict=False))
    return len(grams) / grams.total() if grams else float("nan")


def self_bleu(texts: Sequence[str], count: int = BLEU_TEXTS) -> float:
    """The mean BLEU-4 (0 to 1) of each of the first `count` texts against the others (Zhu et al. 2018)."""
    some = [text for text in texts if text.strip()][:count]
    if len(some) < 2:
        return float("nan")
    bleu = sacrebleu.BLEU(effective_order=True)
    scores = [bleu.sentence_score(text, some[:k] + some[k + 1 :]).score for k, text in enumerate(some)]
    return float(np.mean(scores)) / 100


def entity_rates(texts: Sequence[str]) -> dict[str, float]:
    """How many hashtags, mentions and links a text has on average."""
    found = Counter(entity.kind for text in texts for entity in extract(text))
    return {f"{kind}s": found[kind] / max(len(texts), 1) for kind in ENTITIES}


def discriminator(samples: Sequence[str], real: Sequence[str], seed: int = 0) -> tuple[float, float]:
    """How well a classifier separates samples from real tweets: accuracy, and its standard error over folds.

    Character 1- to 4-grams (TF-IDF) and logistic regression, 5-fold cross-validation, as many of each
    kind; 0.5 is perfect for the samples. Lopez-Paz & Oquab 2017.
    """
    size = min(len(samples), len(real))
    texts = [*samples[:size], *real[:size]]
    labels = np.repeat([0, 1], size)
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 4), lowercase=False, sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, max_iter=1000),
    )
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    scores = cross_val_score(model, texts, labels, cv=folds, scoring="accuracy")
    return float(scores.mean()), float(scores.std(ddof=1) / np.sqrt(FOLDS))


def two_sample(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Kolmogorov and Smirnov's test: D, the greatest gap between the two cumulative shares, and its p-value.

    p is small when the distributions differ *or* the samples are many; D says by how much they differ.
    """
    result = ks_2samp(one, other)
    return float(result.statistic), float(result.pvalue)


def length_matched(one: Sequence[int], other: Sequence[int], seed: int = 0) -> tuple[Array, Array]:
    """Rows of two sets of texts, as many from each in every band of `BAND` characters, drawn at random.

    Long texts have long copies and many edits to the nearest tweet, whoever wrote them: so matched, a
    difference that remains is not one of length.

    Args:
        one, other: characters of each text.

    Returns:
        rows of `one` [n], rows of `other` [n]; bands that one of them lacks are left out.
    """
    rng = np.random.default_rng(seed)
    mine, theirs = (np.asarray(lengths, dtype=np.int64) // BAND for lengths in (one, other))
    nobody = np.zeros(0, dtype=np.int64)
    rows = [(nobody, nobody)]
    for band in np.intersect1d(mine, theirs):
        some, others = (rng.permutation(np.flatnonzero(each == band)) for each in (mine, theirs))
        size = min(len(some), len(others))
        rows.append((some[:size], others[:size]))
    first, second = zip(*rows, strict=True)
    return np.concatenate(first), np.concatenate(second)


def measure(texts: list[str], figures: pd.DataFrame, real: Real, against: list[str]) -> dict[str, float]:
    """All measures of some texts.

    Args:
        figures: their novelty.
        real: what they are compared with.
        against: real tweets that the n-gram model of `texts` is tried on.
    """
    lengths = [len(text) for text in texts]
    return {
        "count": len(texts),
        **{f"distinct_{n}": distinct(texts, n) for n in (1, 2, 3)},
        "self_bleu": self_bleu(texts),
        "length_mean": float(np.mean(lengths)),
        "length_std": float(np.std(lengths)),
        **entity_rates(texts),
        "in_vocabulary": in_vocabulary(texts, real.words),
        "ngram_bits": ngram.bits_per_char(real.model, texts),
        "reverse_bits": ngram.bits_per_char(ngram.train(texts), against),
        **{f"{name}_mean": float(figures[name].mean()) for name in NOVELTY},
    }


COMPARED = ("longest_copy", "nearest_distance", "nearest_share")
NOVELTY = ("longest_copy", "nearest_distance", "nearest_share", "new_5gram_share", "new_8gram_share")


def compared(texts: list[str], figures: pd.DataFrame, real: Real, seed: int) -> dict[str, float]:
    """How far a classifier can separate the texts from real tweets.

    Returns:
        discriminator and discriminator_error; for each of `COMPARED` its D and p (`two_sample`), once for all
        texts and once (`_matched_`) for the `matched` ones of each side that are equally long. All of the
        texts as they were written: reserved addresses are put in later.
    """
    accuracy, error = discriminator(texts, real.tweets, seed)
    mine, theirs = length_matched([*map(len, texts)], [*map(len, real.tweets)], seed)
    row = {"discriminator": accuracy, "discriminator_error": error, "matched": len(mine)}
    for name in COMPARED:
        samples, tweets = figures[name].to_numpy(), real.novelty[name].to_numpy()
        row[f"{name}_d"], row[f"{name}_p"] = two_sample(samples, tweets)
        if len(mine):
            matched = two_sample(samples[mine], tweets[theirs])
            row[f"{name}_matched_d"], row[f"{name}_matched_p"] = matched
    return row
