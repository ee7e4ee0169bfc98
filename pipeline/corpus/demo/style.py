"""How a sentence is typed: sentence case, shouting, headlines, one word in capitals, and the kind of quotes.

All functions take and return marked text (see `markup`). Names keep their capitals; mentions, hashtags and
URLs are never touched.
"""

import random
import re
from collections.abc import Callable

from pipeline.corpus.demo.markup import MARKS, mark, marks


def _span_pattern(tag: str) -> str:
    opening, closing = marks(tag)
    return f"{opening}[^{closing}]*{closing}"


_ENTITY = "|".join(_span_pattern(tag) for tag in ("mention", "hashtag", "url", "retweet_header"))
_NAME = _span_pattern("proper_noun")
_ORDINAL = r"\d+(?:st|nd|rd|th)\b"
_TYPED = re.compile(f"({_ENTITY}|{_ORDINAL})")
_PLAIN = re.compile(f"({_ENTITY}|{_NAME})")
_WORD_START = re.compile(r"(?<![\w'’])[a-z]")
_WORD = re.compile(rf"(?<![\w'’\-]{MARKS})(?<![\w'’\-])[a-z]{{4,}}(?![\w'’\-]|{MARKS}['’])")
_UNMARKED_WORD = re.compile(rf"(?<![\w'’\-❝]|{MARKS})[a-z]{{4,}}(?![\w'’\-]|{MARKS})")
_SENTENCE_START = re.compile(rf"((?:^|(?<!\.)[.!?] |\n)(?:{MARKS}|[❝❛(])*)([a-z])")
_REMARK_START = re.compile(rf"(❝{MARKS}*)([a-z])")
_QUOTE = re.compile("❝([^❝❞]*)❞")
_INNER = re.compile("❛([^❛❜]*)❜")
_AMBIGUOUS = re.compile(
    r"s['’](?!\w)|(?<!\w)['’]\w"
)  # an apostrophe at a word's edge looks like a single quote

STRAIGHT, CURLY, SINGLE, SINGLE_CURLY = ('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’")


def _outside(pattern: re.Pattern[str], change: Callable[[str], str], text: str) -> str:
    """`change` applied to the stretches of `text` that `pattern` does not match."""
    return "".join(part if i % 2 else change(part) for i, part in enumerate(pattern.split(text)))


def _upper_second(match: re.Match[str]) -> str:
    return match[1] + match[2].upper()


def sentence_case(text: str) -> str:
    """The first letter of each sentence made a capital."""
    return _SENTENCE_START.sub(_upper_second, text)


def quotes_case(text: str) -> str:
    """The first letter of each quotation made a capital."""
    return _REMARK_START.sub(_upper_second, text)


def shout(text: str) -> str:
    """Everything in capitals but entities and the letters of `3rd`."""
    return _outside(_TYPED, str.upper, text)


def headline(text: str) -> str:
    """Each Word Begun With a Capital."""
    return _outside(_PLAIN, lambda part: _WORD_START.sub(lambda m: m[0].upper(), part), text)


def _replace_word(text: str, rng: random.Random, word: re.Pattern[str], change: Callable[[str], str]) -> str:
    """One word outside names and entities, drawn at random, changed; the text itself when it has none."""
    taken = [(m.start(), m.end()) for m in _PLAIN.finditer(text)]
    words = [m for m in word.finditer(text) if not any(s < m.end() and m.start() < e for s, e in taken)]
    if not words:
        return text
    drawn = rng.choice(words)
    return text[: drawn.start()] + change(drawn[0]) + text[drawn.end() :]


def emphasise(text: str, rng: random.Random) -> str:
    """One word in CAPITALS."""
    return _replace_word(text, rng, _WORD, str.upper)


def tag_a_word(text: str, rng: random.Random) -> str:
    """One word made a hashtag where it stands."""
    return _replace_word(text, rng, _UNMARKED_WORD, lambda word: mark("hashtag", f"#{word}"))


def curl(text: str) -> str:
    """Apostrophes as a phone types them."""
    return text.replace("'", "’")


def _styles(text: str, rng: random.Random) -> tuple[tuple[str, str], tuple[str, str]]:
    """The characters of the outer and of the inner quotes, such that no apostrophe can be taken for one."""
    curly = rng.random() < 0.35
    if _AMBIGUOUS.search(text):
        return (CURLY, STRAIGHT) if curly or "❛" in text else (STRAIGHT, STRAIGHT)
    if "❛" not in text and rng.random() < 0.06:
        return (SINGLE_CURLY, CURLY) if curly else (SINGLE, STRAIGHT)
    return (CURLY, rng.choice((SINGLE_CURLY, STRAIGHT))) if curly else (STRAIGHT, SINGLE)


def quote(text: str, rng: random.Random, tag: str = "quoted_speech") -> str:
    """Put quote characters for ❝ ❞ and, nested, ❛ ❜, with spans for both and for what they enclose."""
    if "❝" not in text:
        return text
    outer, inner = _styles(text, rng)
    nested = _INNER.sub(lambda m: wrap(m[1], inner, tag), text)
    return _QUOTE.sub(lambda m: wrap(m[1], outer, tag), nested)


def wrap(inside: str, characters: tuple[str, str], tag: str) -> str:
    """`inside` between two quote characters, all three with their spans."""
    return mark("quote_open", characters[0]) + mark(tag, inside) + mark("quote_close", characters[1])
