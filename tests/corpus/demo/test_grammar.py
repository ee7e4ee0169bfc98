"""The grammar engine: weights, empties, articles, and rule files without holes or clashes."""

import random
import re
from collections import Counter

import pytest

from pipeline.corpus.demo import names
from pipeline.corpus.demo.grammar import COMMON_FILES, Grammar, read_rules, verb_rules
from pipeline.corpus.demo.topic import TOPICS


def test_a_finite_grammar_gives_its_language() -> None:
    """Three sentences are all that this grammar can say, tidied."""
    grammar = Grammar({"s": "a {thing} {when} , yes", "thing": "apple / loaf", "when": "- / today"})
    said = {grammar.expand("s", random.Random(seed)) for seed in range(60)}
    assert said == {"an apple, yes", "an apple today, yes", "a loaf, yes", "a loaf today, yes"}


def test_weights_count() -> None:
    """`9* x` is drawn nine times as often as `y` (within four standard deviations)."""
    grammar, rng = Grammar({"s": "9* x / y"}), random.Random(0)
    drawn = Counter(grammar.expand("s", rng) for _ in range(2000))
    assert abs(drawn["y"] - 200) < 4 * (2000 * 0.1 * 0.9) ** 0.5


def test_verb_rows_make_one_rule_a_form() -> None:
    """Five forms and a complement become five rules, in the order of the forms."""
    rules = verb_rules("win wins won won winning the {cup}\nlose loses lost lost losing")
    assert rules["vp_base"] == "win the {cup}\nlose"
    assert rules["vp_ing"] == "winning the {cup}\nlosing"


def test_an_unknown_symbol_is_an_error() -> None:
    """A rule that names a symbol without a rule fails loudly."""
    with pytest.raises(KeyError, match="nothing"):
        Grammar({"s": "{nothing}"}).expand("s", random.Random(0))


def test_rule_files_are_complete_and_do_not_clash() -> None:
    """Every symbol that a rule names has a rule, and no common file redefines another's."""
    files = [names.rules(random.Random(0), set()), *(read_rules(name) for name in COMMON_FILES)]
    common = {symbol: body for rules in files for symbol, body in rules.items()}
    assert len(common) == sum(len(rules) for rules in files)
    for topic in TOPICS:
        rules = {**common, **read_rules(topic.name)}
        assert set(re.findall(r"\{(\w+)\}", " ".join(rules.values()))) <= set(rules)
        assert not set(read_rules(topic.name)) & set(common)
