"""The case pattern of words: Capitalised, SHOUTED, or miXed."""

import re
from collections.abc import Sequence

import numpy as np

Array = np.ndarray

MATCHED = ("proper_noun", "capitalised_non_name")  # both are capitalised; only the first are names
TITLE, CAPITALS, MIXED = 0, 1, 2
_WORD = re.compile(r"[^\W\d_]+")


def case_pattern(word: str) -> int:
    """The pattern of a word with a capital; −1 for one without.

    >>> [case_pattern(w) for w in ("Ann", "NASA", "McKay", "I", "the")]
    [0, 1, 2, 0, -1]
    """
    if word.islower() or not any(c.isupper() for c in word):
        return -1
    if word[0].isupper() and not any(c.isupper() for c in word[1:]):
        return TITLE
    return CAPITALS if word.isupper() else MIXED


def case_strata(texts: Sequence[str]) -> Array:
    """The pattern of each character's word over texts laid end to end: int64 [characters]; −1 where none."""
    whole = "\n".join(texts)
    out = np.full(len(whole), -1, dtype=np.int64)
    for match in _WORD.finditer(whole):
        out[match.start() : match.end()] = case_pattern(match[0])
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    joints = np.cumsum(lengths + 1)[:-1] - 1
    return np.delete(out, joints)


def matched_strata(names: Array, others: Array, patterns: Array) -> Array:
    """The case pattern of names and of capitalised words that are not names; −1 for every other character.

    Args:
        names, others: bool [characters]; what is in both is a name.
        patterns: from `case_strata`.
    """
    return np.where(names | others, patterns, -1)
