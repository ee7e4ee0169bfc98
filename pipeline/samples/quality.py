"""How good samples are, measured; each figure beside the same figure for real tweets.

No figure stands alone: a low temperature wins where variety does not count, a high one where only variety
does. The discriminator joins them: it reads real tweets and samples and must tell which is which, so 0.5
is perfect, and the best temperature is the one at which it does worst.
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

from pipeline.corpus.entities import extract
from pipeline.samples import ngram
from pipeline.samples.ngram import NgramModel
from pipeline.samples.novelty import NoveltyIndex

Array = np.ndarray
WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}]+)*")
TOKEN = regex.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
ENTITIES = ("hashtag", "mention", "url")
BLEU_TEXTS = 50  # self-BLEU grows with the number of texts, so it is always that of so many
FOLDS = 5


@dataclass(frozen=True)
class Real:
    """What samples are compared with.

    Attributes:
        tweets: real ones that the network has not seen (test).
        others: as many more (valid): what `tweets` are themselves compared with.
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
    """How well a classifier tells samples from real tweets: accuracy, and its standard error over folds.

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


def same_distribution(one: Sequence[float], other: Sequence[float]) -> float:
    """The p-value of the two-sample Kolmogorov-Smirnov test: small when the distributions differ."""
    return float(ks_2samp(one, other).pvalue)


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


NOVELTY = ("longest_copy", "nearest_distance", "nearest_share", "new_5gram_share", "new_8gram_share")


def compared(texts: list[str], figures: pd.DataFrame, real: Real, seed: int) -> dict[str, float]:
    """How far the texts can be told from real tweets."""
    accuracy, error = discriminator(texts, real.tweets, seed)
    return {
        "discriminator": accuracy,
        "discriminator_error": error,
        "longest_copy_p": same_distribution(figures["longest_copy"], real.novelty["longest_copy"]),
        "nearest_distance_p": same_distribution(
            figures["nearest_distance"], real.novelty["nearest_distance"]
        ),
        "nearest_share_p": same_distribution(figures["nearest_share"], real.novelty["nearest_share"]),
    }
