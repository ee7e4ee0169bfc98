"""Control tasks: labels that carry no meaning, searched in the very same way.

Each word type gets one random label (Hewitt and Liang 2019, section 2), on a piece of the word: a neuron that
does as well on these shows what a search over thousands of addresses finds by memorising words.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.core.settings import TrainSettings
from pipeline.network.initial import initial_bias
from pipeline.network.weights import LayerWeights, NetworkWeights
from pipeline.neurons.labels import SpanArrays, ranges

Array = np.ndarray

DRAWS = 5  # control tasks of each concept: what one alone reaches is a matter of luck
FRESH = 3  # untrained networks

_WORD = re.compile(r"\S+")


def words(texts: Sequence[str]) -> tuple[SpanArrays, Array]:
    """All words (runs without blanks) of numbered tweets, and the number of each word's type, case folded.

    >>> (tweet, start, end), kinds = words(["No no", "yes"])
    >>> start.tolist(), end.tolist(), kinds.tolist()
    ([0, 3, 0], [2, 5, 3], [0, 0, 1])
    """
    kinds: dict[str, int] = {}
    rows = [
        (tweet, match.start(), match.end(), kinds.setdefault(match[0].casefold(), len(kinds)))
        for tweet, text in enumerate(texts)
        for match in _WORD.finditer(text)
    ]
    tweet, start, end, kind = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return (tweet, start, end), kind


def control_spans(
    found: SpanArrays, kinds: Array, lengths: Array, share: float, seed: Sequence[int]
) -> SpanArrays:
    """A piece of each word whose type was drawn: the same piece of every word of the type.

    A piece is as long as one of the concept's spans (the whole word at most), so that a concept of single
    characters has controls of single characters. Types are drawn so that about `share` of all characters
    are labelled.

    Args:
        found, kinds: words of all tweets and their types.
        lengths: int [spans], of the concept's spans; without any nothing is drawn.
        share: of the characters that the concept labels.
        seed: of what is drawn.
    """
    tweet, start, end = found
    random, size = np.random.default_rng(seed), end - start
    if not len(lengths) or not len(kinds):
        return tweet[:0], start[:0], end[:0]
    types = int(kinds.max()) + 1
    drawn, wanted, place = random.random(types), random.choice(lengths, types), random.random(types)
    piece = np.minimum(wanted[kinds], size)
    # Words and the blanks between them are about all the characters there are.
    chosen = (drawn < share * (size + 1).sum() / piece.sum())[kinds]
    first = start + (place[kinds] * (size - piece + 1)).astype(np.int64)
    return tweet[chosen], first[chosen], (first + piece)[chosen]


def control_values(found: SpanArrays, kinds: Array, place: Array, size: int, seed: Sequence[int]) -> Array:
    """One random number a word type, at each character of some tweets laid end to end; NaN at blanks.

    Args:
        found, kinds: words of all tweets and their types.
        place: int [tweets], where the characters of each tweet begin; −1 for tweets left out.
        size: of what is laid end to end.
        seed: of the numbers.

    Returns:
        float32 [size].
    """
    types = int(kinds.max(initial=-1)) + 1
    drawn = np.random.default_rng(seed).random(types)[kinds]
    tweet, start, end = found
    here = place[tweet] >= 0
    length = (end - start)[here]
    values = np.full(size, np.nan, dtype=np.float32)
    values[ranges((place[tweet] + start)[here], length)] = np.repeat(drawn[here], length)
    return values


def untrained(like: NetworkWeights, settings: TrainSettings, seed: int, number: int = 0) -> NetworkWeights:
    """A network of the same shape as training starts from: nothing learnt, but the same initial weights.

    Normal embeddings, Glorot-uniform kernels, orthogonal recurrent kernels, and the biases of `settings`.
    `number` counts several of one seed.
    """
    random = np.random.default_rng((seed, number))

    def glorot(shape: tuple[int, ...]) -> Array:
        limit = np.sqrt(6 / sum(shape))
        return random.uniform(-limit, limit, shape).astype(np.float32)

    def layer(shape: LayerWeights) -> LayerWeights:
        tall = random.normal(size=shape.recurrent.T.shape)
        orthogonal, triangle = np.linalg.qr(tall)
        recurrent = (orthogonal * np.sign(np.diag(triangle))).T.astype(np.float32)
        bias = initial_bias(settings.model_copy(update={"units": shape.units, "cell": shape.cell}), random)
        peephole = None if shape.peephole is None else np.zeros_like(shape.peephole)
        return replace(
            shape,
            kernel=glorot(shape.kernel.shape),
            recurrent=np.ascontiguousarray(recurrent),
            bias=bias,
            peephole=peephole,
        )

    embedding = random.normal(size=like.embedding.shape).astype(np.float32)
    layers = tuple(layer(one) for one in like.layers)
    return NetworkWeights(embedding, layers, glorot(like.dense.shape), np.zeros_like(like.dense_bias))
