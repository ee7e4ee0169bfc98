"""The catalogue: what stands in brackets in each example is what the rule labels."""

import re

import pandas as pd
import pytest

from pipeline.concepts.catalogue import CONCEPTS, GRADED
from pipeline.concepts.label import label
from pipeline.core.settings import ConceptSettings

LOWER = ["so many", "yesterday ann left", "good to see", "wow", "this is great", "make it", "left again"]


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its brackets, and what they enclosed.

    >>> marked("a [b] c")
    ('a b c', [(2, 3)])
    """
    text, spans = "", []
    for part in re.split(r"(\[[^\[\]]+\])", example):
        if part.startswith("["):
            spans.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    return text, spans


@pytest.mark.parametrize("name", [name for name in CONCEPTS if name != "slogan"])
def test_the_example_is_what_the_rule_labels(name: str) -> None:
    """All of it and nothing else; some tweets beside it show which words are met in lower case."""
    text, expected = marked(CONCEPTS[name].example)
    texts = [text, *(line for line in LOWER for _ in range(3))]
    tweets = pd.DataFrame({"tweet_id": [str(n) for n in range(len(texts))], "text": texts})
    spans = label(tweets, ConceptSettings()).spans
    found = spans[(spans["tweet_id"] == "0") & (spans["concept"] == name)]
    assert list(zip(found["start"], found["end"], strict=True)) == expected


def test_a_slogan_is_what_a_corpus_repeats() -> None:
    """Both forms of the example are found where they are frequent, and not where they stand once."""
    text, expected = marked(CONCEPTS["slogan"].example)
    for times, wanted in ((40, expected), (1, [])):
        texts = [text] * times + ["an ordinary day"] * 40
        tweets = pd.DataFrame({"tweet_id": [str(n) for n in range(len(texts))], "text": texts})
        spans = label(tweets, ConceptSettings()).spans
        found = spans[(spans["tweet_id"] == "0") & (spans["concept"] == "slogan")]
        assert list(zip(found["start"], found["end"], strict=True)) == wanted


def test_names_are_keys_and_graded_ones_are_apart() -> None:
    """No name stands twice, and each sentence ends as one."""
    assert not CONCEPTS.keys() & GRADED.keys()
    for name, one in {**CONCEPTS, **GRADED}.items():
        assert one.name == name
        assert one.sentence.endswith(".")
