"""A small grammar engine: rules with alternatives, expanded at random, with agreement kept by the rules."""

import random
import re
from collections.abc import Mapping

from pipeline.corpus.demo.markup import MARKS, shorthand

_ALTERNATIVE = re.compile(r"\s+/\s+|\s*\n\s*")
_SYMBOL = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(rf"\b([Aa]) (?={MARKS}*[aeiou])", re.IGNORECASE)
_BEFORE_STOP = re.compile(r" +(?=[,.!?;:])")
_BLANKS = re.compile(r" {2,}")
VERB_FORMS = ("vp_base", "vp_3", "vp_past", "vp_done", "vp_ing")

Alternative = list[str]  # text, symbol, text, symbol, …, text


def verb_rules(rows: str) -> dict[str, str]:
    """Rules `vp_base`, `vp_3`, `vp_past`, `vp_done` and `vp_ing` from lines of five forms and a complement.

    >>> verb_rules("win wins won won winning the {cup}")["vp_3"]
    'wins the {cup}'
    """
    verbs = [line.strip().split(" ", len(VERB_FORMS)) for line in rows.strip().splitlines()]
    return {
        name: "\n".join(" ".join([verb[form], *verb[len(VERB_FORMS) :]]) for verb in verbs)
        for form, name in enumerate(VERB_FORMS)
    }


class Grammar:
    """Rules compiled once; `expand` draws a marked text from one of them.

    A rule maps a symbol to its alternatives, split by ` / ` or by lines; `-` is the empty one. `{symbol}` in an
    alternative is expanded in its turn; the other notation is that of `markup.shorthand`.
    """

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules: dict[str, list[Alternative]] = {
            symbol: [_compile(text) for text in _ALTERNATIVE.split(body.strip())]
            for symbol, body in rules.items()
        }

    def expand(self, symbol: str, rng: random.Random) -> str:
        """A marked text drawn from `symbol`, tidied: one blank between words, `a` before a vowel made `an`.

        Raises:
            KeyError: a rule names a symbol that has no rule.
        """
        text = _BLANKS.sub(" ", self._draw(symbol, rng)).strip()
        return _ARTICLE.sub(r"\1n ", _BEFORE_STOP.sub("", text))

    def _draw(self, symbol: str, rng: random.Random) -> str:
        choices = self._rules[symbol]
        parts = choices[int(rng.random() * len(choices))]
        if len(parts) == 1:
            return parts[0]
        return "".join(self._draw(part, rng) if i % 2 else part for i, part in enumerate(parts))


def _compile(text: str) -> Alternative:
    """An alternative as literal text and symbols by turns."""
    return _SYMBOL.split("" if text == "-" else shorthand(text))
