"""Auxiliaries and auxiliary + be, against cases worked by hand and against the treebank."""

from pathlib import Path

import pytest

from pipeline.concepts.gold.tagger_score import score_auxiliaries
from pipeline.concepts.rules.auxiliary import auxiliary_spans


def parts(text: str, concept: str) -> list[str]:
    return [text[start:end] for name, start, end in auxiliary_spans(text) if name == concept]


@pytest.mark.parametrize(
    ("text", "whole", "auxiliary", "between", "be"),
    [
        ("It will be fun", "will be", "will", [], "be"),
        ("I've always been here", "'ve always been", "'ve", ["always"], "been"),
        ("I’ve always been here", "’ve always been", "’ve", ["always"], "been"),
        ("She has never been there", "has never been", "has", ["never"], "been"),
        ("It AIN'T GONNA BE easy", "AIN'T GONNA BE", "AIN'T", ["GONNA"], "BE"),
        ("We want to be free", "to be", "to", [], "be"),
        ("It is going to be late", "is going to be", "is", ["going to"], "be"),
        ("They would never have been told", "would never have been", "would", ["never have"], "been"),
        ("It could've been me", "could've been", "could", ["'ve"], "been"),
        ("He is not being fair", "is not being", "is", ["not"], "being"),
        ("You won’t be alone", "won’t be", "won’t", [], "be"),
        ("I have to be there", "to be", "to", [], "be"),
    ],
)
def test_aux_be_and_its_parts(text: str, whole: str, auxiliary: str, between: list[str], be: str) -> None:
    """The whole, its first auxiliary, what stands between, the be-form and its end, by hand."""
    assert parts(text, "aux_be") == [whole]
    assert parts(text, "aux_be_auxiliary") == [auxiliary]
    assert parts(text, "aux_be_between") == between
    assert parts(text, "aux_be_be") == [be]
    assert parts(text, "aux_be_last") == [be[-1]]


@pytest.mark.parametrize(
    "text", ["It is late", "let it be", "been there", "a human being", "I said be quick"]
)
def test_no_aux_be_without_an_auxiliary_that_governs_it(text: str) -> None:
    """A be-form alone, or after a word that is not an auxiliary, is not an aux_be."""
    assert parts(text, "aux_be") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't know", ["don't"]),
        ("We do it", []),
        ("Did you see it?", ["Did"]),
        ("I have a dog and have seen yours", ["have"]),
        ("the will of God", []),
        ("Ann's dog, it's late", ["'s"]),
        ("at 10 am I am up", ["am"]),
        ("there is hope", []),
        ("you cannot stop", ["cannot"]),
    ],
)
def test_auxiliary(text: str, expected: list[str]) -> None:
    """Modals, be, have and do count where they help a verb, by the conventions of Universal Dependencies."""
    assert parts(text, "auxiliary") == expected


def test_a_name_is_no_auxiliary() -> None:
    """Will the person is left out where names are given."""
    found = list(auxiliary_spans("I met Will today", [(6, 10)]))
    assert found == []


def test_f1_against_the_treebank(shared: Path) -> None:
    """On UD English-EWT dev the rules agree with AUX at F1 above .96."""
    score = score_auxiliaries(shared / "gold" / "ud_ewt_dev.conllu.gz")
    assert score.lost == 0
    assert score.f1 > 0.96
