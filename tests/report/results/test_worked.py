"""The worked certificate says only what its numbers say."""

import pytest

from pipeline.report.results.facts import Facts
from pipeline.report.results.worked import reading, worked


@pytest.mark.parametrize(
    ("changed", "said", "unsaid"),
    [
        ({"low": 0.8, "control": 0.6}, "more than words", "does not beat the control"),
        ({"high": 0.6, "control": 0.7, "low": 0.5}, "does not beat the control", "more than words"),
        ({"low": 0.9, "ngram": 0.7}, "left the window", "does better than"),
        ({"high": 0.9, "low": 0.8, "ngram": 0.99}, "does better than", "left the window"),
        ({"low": 0.9, "matched_high": 0.8, "matched_low": 0.7}, "Part of its score is capitals", "no such"),
        ({"matched_high": 0.52, "matched_low": 0.48}, "Part of its score", "not a mere detector"),
        ({"low": 0.6, "untrained": None}, "", "Training made it"),
    ],
)
def test_a_sentence_stands_where_it_holds(
    known: Facts, changed: dict[str, float], said: str, unsaid: str
) -> None:
    """Each sentence by its condition, set by hand."""
    blank = dict.fromkeys(("control", "untrained", "ngram", "matched_low", "matched_high"))
    one = known.certificates[0].model_copy(update={**blank, "low": 0.85, "high": 0.95, **changed})
    text = " ".join(reading(one, None))
    assert said in text
    assert unsaid not in text


def test_the_example_is_the_first_certified_of_the_preferred(known: Facts) -> None:
    """Names first, since they have the most to doubt; all its numbers are on the page."""
    one = known.best("proper_noun")
    text = worked(known)
    assert f"`{one.address}`" in text
    assert f"{one.score:.3f}" in text
    assert f"{one.positives:,} characters" in text


def test_without_a_certified_neuron_there_is_no_example(known: Facts) -> None:
    """One sentence."""
    assert "No neuron of `small` is certified" in worked(known.model_copy(update={"certificates": []}))
