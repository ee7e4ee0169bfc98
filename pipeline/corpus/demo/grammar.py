"""A small grammar engine: rules with alternatives, expanded at random, with agreement kept by the rules.

The rules stand in plain files, `rules/*.txt`: `symbol = one / another`, or the symbol and its
alternatives on indented lines. `-` is the empty alternative; `3* text` is as likely as three; `{symbol}` is
expanded in its turn; `[Name]`, `^is` and `<has|never|been>` are the shorthand of `markup`. Every form of
*be*, every modal, and *have* and *do* where they are auxiliaries are marked there; the same words as nouns
and main verbs (a will, a can, *have a cake*) are not.
"""

import random
import re
from collections.abc import Mapping
from importlib import resources

from pipeline.corpus.demo.markup import MARKS, shorthand

COMMON_FILES = ("names", "people", "times", "be", "sentences", "speech")
VERB_FORMS = ("vp_base", "vp_3", "vp_past", "vp_done", "vp_ing")

_RULE = re.compile(r"^(\w+) =", re.MULTILINE)
_ALTERNATIVE = re.compile(r"\s+/\s+|\s*\n\s*")
_WEIGHT = re.compile(r"(\d+)\* ")
_SYMBOL = re.compile(r"\{(\w+)\}")
_ARTICLE = re.compile(rf"\b([Aa]) (?={MARKS}*[aeiou])", re.IGNORECASE)
_BEFORE_STOP = re.compile(r" +(?=[,.!?;:)❞❜])")
_BLANKS = re.compile(r" {2,}")


def read_rules(name: str) -> dict[str, str]:
    """The rules of `rules/<name>.txt`; a rule `verbs` becomes one rule for each verb form."""
    text = resources.files("pipeline.corpus.demo").joinpath("rules", f"{name}.txt").read_text("utf-8")
    _, *pieces = _RULE.split(text)
    rules = dict(zip(pieces[::2], pieces[1::2], strict=True))
    return {**rules, **verb_rules(rules.pop("verbs"))} if "verbs" in rules else rules


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
    """Rules compiled once; `expand` draws a marked text from one of them."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """Args: rules: symbol → its alternatives, in the notation of the rule files."""
        self._rules = {symbol: _compile(body) for symbol, body in rules.items()}

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


def _compile(body: str) -> list[list[str]]:
    """The alternatives of a rule, each as literal text and symbols by turns."""
    compiled: list[list[str]] = []
    for text in _ALTERNATIVE.split(body.strip()):
        weight = _WEIGHT.match(text)
        bare = text[weight.end() :] if weight else text
        parts = _SYMBOL.split("" if bare == "-" else shorthand(bare))
        compiled += [parts] * (int(weight[1]) if weight else 1)
    return compiled
