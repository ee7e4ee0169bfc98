"""Text as networks read it here: rows to learn from, drawn at random, and rows to judge on, with labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Int

from pipeline.text.vocabulary import BOS, EOS, Vocabulary

Array = np.ndarray


@dataclass(frozen=True)
class Stream:
    """Text end to end, of which a row may begin at some places.

    Attributes:
        read, next: what is read and what comes next.
        starts: where a tweet or a line begins.
    """

    read: Int[Array, " length"]
    next: Int[Array, " length"]
    starts: Int[Array, " starts"]

    @classmethod
    def of_tweets(cls, texts: Sequence[str], vocabulary: Vocabulary) -> "Stream":
        """Each tweet after BOS; its EOS is expected and not read."""
        ids = [vocabulary.encode(text) for text in texts]
        read = [part for one in ids for part in ([BOS], one)]
        expected = [part for one in ids for part in (one, [EOS])]
        ends = np.cumsum([1 + len(one) for one in ids])
        return cls(_joined(read), _joined(expected), np.append(0, ends[:-1]))

    @classmethod
    def of_lines(cls, text: str, vocabulary: Vocabulary) -> "Stream":
        """One text; a row begins at a line, from the zero state, as if BOS stood before it."""
        ids = vocabulary.encode(text)
        breaks = np.flatnonzero(np.array(list(text[:-1])) == "\n") + 1
        return cls(np.append(BOS, ids[:-1]), ids, np.append(0, breaks))

    def drawn(self, random: np.random.Generator, shape: tuple[int, ...], width: int) -> tuple[Array, Array]:
        """Rows of `width` characters from random starts: what is read, what comes next [*shape, width]."""
        fitting = self.starts[self.starts + width <= len(self.read)]
        places = random.choice(fitting, shape)[..., None] + np.arange(width)
        read = self.read[places]
        read[..., 0] = BOS
        return read, self.next[places]


def _joined(parts: Sequence[Array | list[int]]) -> Int[Array, " length"]:
    return np.concatenate([np.asarray(part, np.int32) for part in parts])


@dataclass(frozen=True)
class Judged:
    """Rows that networks are judged on, each from the zero state, padded with BOS.

    Attributes:
        read, next: as in `Stream`.
        real: where something is expected.
        labels: name → of each character that is read; nothing of BOS.
    """

    read: Int[Array, "rows T"]
    next: Int[Array, "rows T"]
    real: Bool[Array, "rows T"]
    labels: Mapping[str, Array]

    @classmethod
    def of(
        cls, ids: Sequence[Array], after: Sequence[int], labels: Sequence[Mapping[str, Array]]
    ) -> "Judged":
        """Rows of texts.

        Args:
            ids: the characters of each row.
            after: what comes after each.
            labels: of the characters of each row, the same names in all.
        """
        width = 1 + max(map(len, ids))
        read, expected = (np.full((len(ids), width), BOS, np.int32) for _ in range(2))
        laid = {name: np.zeros(read.shape, values.dtype) for name, values in labels[0].items()}
        for row, (one, last) in enumerate(zip(ids, after, strict=True)):
            read[row, 1 : 1 + len(one)] = expected[row, : len(one)] = one
            expected[row, len(one)] = last
            for name, values in labels[row].items():
                laid[name][row, 1 : 1 + len(one)] = values
        lengths = np.array([len(one) for one in ids])[:, None]
        return cls(read, expected, np.arange(width) <= lengths, laid)

    @property
    def characters(self) -> Bool[Array, "rows T"]:
        """Where a character is read: all that is real but BOS."""
        after_bos: Array = self.real & (np.arange(self.read.shape[1]) > 0)
        return after_bos
