"""What one fictitious author writes about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A topic's words and sentences, in the notation of `grammar.Grammar`.

    Attributes:
        author: the account's name.
        rules: `role`, `roles`, `thing`, `things`, `adj`, `own` and whatever else its sentences use.
        verbs: lines of five verb forms (base, third person, past, participle, -ing) and a complement.
        tags: words that its hashtags are made of.
        slogans: its slogans; those with `#` are hashtags, the others are written in capitals.
        emoji: emoji that fit.
    """

    author: str
    rules: dict[str, str]
    verbs: str
    tags: tuple[str, ...]
    slogans: tuple[str, ...]
    emoji: tuple[str, ...]
