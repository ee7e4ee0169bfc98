"""A small automaton that keeps hashtags, mentions and links whole while they are written.

After `#` comes at least one letter, digit or underscore; after `@` 1 to 15 of `A-Za-z0-9_`; after `http:`
or `https:` come `//t.co/` and exactly ten letters or digits. Nothing of this is begun that cannot be
completed before the maximum length. Elsewhere the network writes what it likes.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.text.vocabulary import EOS, SPECIALS, Vocabulary

Array = np.ndarray

START, WORD = 0, 1
SCHEME = "https"
HOST = "//t.co/"
CODE_LENGTH, NAME_LENGTH = 10, 15
NEVER = 10**6


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@dataclass(frozen=True)
class Automaton:
    """Tables over states and character ids.

    Attributes:
        following: int [states, vocabulary], the state after a character (total: also after a forbidden one).
        need: int [states, vocabulary], how many characters must come after this one before the tweet may
            end; `NEVER` where the character is forbidden. The column of EOS says where a tweet may end.
    """

    following: Array
    need: Array

    def permitted(self, state: Array, room: Array) -> Array:
        """bool [lanes, vocabulary]: what may follow when `room` [lanes] characters are left."""
        may = self.need[state] < room[:, None]
        may[:, EOS] = self.need[state, EOS] == 0
        return may


def automaton(vocabulary: Vocabulary) -> Automaton:
    """The tables for one vocabulary; a link or name that it cannot spell is never begun."""
    names = _names()
    number = {name: k for k, name in enumerate(names)}
    shape = (len(names), vocabulary.size)
    following, allowed = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
    for state, name in enumerate(names):
        for id_, character in enumerate(vocabulary.characters, len(SPECIALS)):
            after = _after(name, character)
            allowed[state, id_] = after is not None
            following[state, id_] = number[after or _free(character)]
    return _pruned(following, allowed, np.array([_may_end(name) for name in names]))


def _names() -> list[str]:
    """All states. `s1`…`s5`: so much of `https` is read; `l0`…`l6`: so much of `//t.co/`."""
    scheme = [f"s{k}" for k in range(1, len(SCHEME) + 1)]
    host = [f"l{k}" for k in range(len(HOST))]
    code = [f"u{k}" for k in range(CODE_LENGTH + 1)]
    name = [f"m{k}" for k in range(NAME_LENGTH + 1)]
    return ["start", "word", "hash", *scheme, *host, *code, *name]


def _free(character: str) -> str:
    """The state after a character that continues nothing."""
    if character == "h":
        return "s1"
    return "word" if _is_word(character) else "start"


def _begin(before_word: bool, character: str) -> str:
    """The state after a character in running text."""
    if not before_word and character in "#@":
        return "hash" if character == "#" else "m0"
    return _free(character)


def _after(state: str, character: str) -> str | None:
    """The state after `character`, None where it is forbidden."""
    kind, number = state[0], int(state[1:]) if state[1:].isdigit() else 0
    if state == "hash":
        return _free(character) if _is_word(character) else None
    if kind == "s" and number:
        if number >= 4 and character == ":":
            return "l0"
        wanted = SCHEME[number] if number < len(SCHEME) else ""
        return f"s{number + 1}" if character == wanted else _begin(True, character)
    if kind == "l":
        follow = f"l{number + 1}" if number + 1 < len(HOST) else "u0"
        return follow if character == HOST[number] else None
    if kind == "u" and number < CODE_LENGTH:
        return f"u{number + 1}" if character.isascii() and character.isalnum() else None
    if kind == "u":
        return None if _is_word(character) else _begin(False, character)
    if kind == "m":
        return _after_mention(number, character)
    return _begin(state == "word", character)


def _after_mention(number: int, character: str) -> str | None:
    """Inside a handle of `number` characters so far."""
    if _is_ascii_word(character):
        return f"m{number + 1}" if number < NAME_LENGTH else None
    if number == 0 or _is_word(character):
        return None
    return _begin(True, character)


def _may_end(state: str) -> bool:
    return not (
        state in ("hash", "m0") or state[0] == "l" or (state[0] == "u" and state != f"u{CODE_LENGTH}")
    )


def _pruned(following: Array, allowed: Array, ends: Array) -> Automaton:
    """Drop ways that cannot be completed, and count what the others still need."""
    need = np.where(ends, 0, NEVER)
    for _ in range(len(ends)):
        best = np.where(allowed, need[following], NEVER).min(axis=1) + 1
        need = np.where(ends, 0, np.minimum(best, NEVER))
    after = np.where(allowed, need[following], NEVER)
    after[:, EOS] = np.where(ends, 0, NEVER)
    return Automaton(following, after)
