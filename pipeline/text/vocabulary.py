"""The vocabulary: which characters the network knows, and the numbers they go by."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import Damaged, read_json, reading, write_json

BOS, EOS, UNK = 0, 1, 2
SPECIALS = ("BOS", "EOS", "UNK")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Vocabulary:
    """Characters in order of frequency; their ids start after BOS, EOS and UNK.

    >>> v = Vocabulary(("a", "b"))
    >>> v.encode("abz").tolist()
    [3, 4, 2]
    >>> v.decode([3, 4])
    'ab'
    """

    characters: tuple[str, ...]
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = {character: n for n, character in enumerate(self.characters, len(SPECIALS))}
        if len(ids) != len(self.characters) or any(len(c) != 1 for c in ids):
            raise UserError("a vocabulary holds single characters, each once")
        object.__setattr__(self, "_ids", ids)

    @property
    def size(self) -> int:
        """The number of ids: the characters, BOS, EOS and UNK."""
        return len(SPECIALS) + len(self.characters)

    @property
    def sha256(self) -> str:
        """A digest of the characters in order: two vocabularies are the same when it is."""
        return hashlib.sha256(json.dumps(self.characters).encode()).hexdigest()

    def encode(self, text: str) -> np.ndarray:
        """Ids of the characters of `text`, int32 [len(text)], without BOS and EOS."""
        get = self._ids.get
        return np.fromiter((get(c, UNK) for c in text), dtype=np.int32, count=len(text))

    def decode(self, ids: Iterable[int]) -> str:
        """The text of `ids`; BOS and EOS vanish, UNK becomes U+FFFD."""
        first = len(SPECIALS)
        return "".join(
            self.characters[i - first] if i >= first else REPLACEMENT for i in ids if i not in (BOS, EOS)
        )

    def save(self, path: Path) -> None:
        write_json(path, {"specials": SPECIALS, "characters": self.characters, "sha256": self.sha256})

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Read and check a vocabulary.

        Raises:
            UserError: the file is damaged or not a vocabulary.
        """
        value = read_json(path)
        with reading(path, "a vocabulary"):
            vocabulary = cls(tuple(value["characters"]))
            intact = value["sha256"] == vocabulary.sha256
        if not intact:
            raise Damaged(f"{path} does not match its own digest: run the corpus stage again")
        return vocabulary


def build(texts: Iterable[str], min_count: int) -> tuple[Vocabulary, Counter[str]]:
    """The vocabulary of characters seen at least `min_count` times, most frequent first, and all counts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(text)
    kept = sorted((c for c, n in counts.items() if n >= min_count), key=lambda c: (-counts[c], c))
    return Vocabulary(tuple(kept)), counts


def unknown_share(vocabulary: Vocabulary, counts: Counter[str]) -> float:
    """The share of character occurrences that the vocabulary does not hold (0 to 1)."""
    total = sum(counts.values())
    known: Sequence[str] = vocabulary.characters
    return 1 - sum(counts[c] for c in known) / total if total else 0.0
