"""The second computation of rivals has the first one's scores, and finds what was altered."""

import json
from typing import Any

import numpy as np
import pytest
from planted import CERTIFY

from pipeline.neurons.cards import recompute_chance
from pipeline.neurons.cards.card import Cards
from pipeline.neurons.cards.recompute_rivals import Explained, differences, grades
from pipeline.neurons.certify.bench import Bench, prepare
from pipeline.neurons.certify.compared import quality, scored
from pipeline.neurons.certify.rivals import best
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult
from pipeline.statistics.clustered import difference

SPLITS = ("train", "valid", "test")


@pytest.fixture(scope="module")
def both(planted_scan: tuple[Material, ScanResult]) -> tuple[Bench, Explained, list[np.ndarray]]:
    """The program's bench of the planted network, and what is computed from the texts alone."""
    given, scan = planted_scan
    parts = {name: given.tweets[given.tweets["split"] == name] for name in SPLITS}
    explained = Explained.of(
        {name: part["text"].tolist() for name, part in parts.items()}, given.vocabulary.characters
    )
    masks = []
    for part in parts.values():
        for name, text in zip(part["tweet_id"], part["text"], strict=True):
            mask = np.zeros(len(text), dtype=bool)
            for row in given.spans[given.spans["tweet_id"] == name].itertuples():
                mask[row.start : row.end] = True
            masks.append(mask)
    return prepare(given, scan, CERTIFY), explained, masks


@pytest.mark.parametrize("lag", [0, 1])
def test_scores_are_those_of_the_program(both: tuple[Bench, Explained, list[np.ndarray]], lag: int) -> None:
    """Contexts by exact pairs and by hashes, both chosen on valid, give each test character one score."""
    bench, explained, masks = both
    again = explained.rivals(masks, lag)
    parts = bench.train, bench.valid, bench.test
    for name, candidates in bench.rivals.candidates(parts, 0, lag):
        assert again[name] == pytest.approx(best(candidates, bench.valid.truth(0), quality)), name


def test_differences_are_those_of_influence(
    both: tuple[Bench, Explained, list[np.ndarray]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving each tweet out has nearly the lower end that derivatives have; altered numbers are found.
    With too few tweets lower ends are not compared."""
    bench, explained, masks = both
    detector = bench.choices[0].detectors[0]
    own = bench.values.score(detector.address, detector.lag, detector.sign, bench.test.layout)
    truth = bench.test.truth(0)
    here = masks[explained.laid.part["test"]]
    claim = {"concept": "hashtag", "kind": "span", "rank": 0, "lag": detector.lag}
    card: dict[str, Any] = {"claim": claim, "beside": {}, "contrast": None, "also": {"other": ""}}
    for name, rival in explained.rivals(masks, detector.lag).items():
        value, low, _ = difference(scored(own, truth, bench.test), scored(rival, truth, bench.test))
        found = recompute_chance.ahead(own, rival, here)
        assert found == pytest.approx((value, low), abs=0.1 * (value - low) + 1e-9)
        card["beside"][name] = {"score": quality(rival, truth), "ahead_low": low}
    told = (card, own, lambda concept, lag: explained.rivals(masks, lag), lambda concept: here, 1e-3)
    assert list(differences(*told)) == []
    card["beside"]["position"]["score"] += 0.01
    card["beside"]["ngram"]["ahead_low"] -= 0.3
    monkeypatch.setattr(recompute_chance, "ENOUGH", 1)
    assert [one[0] for one in differences(*told)] == ["beside.position.score", "beside.ngram.ahead_low"]
    monkeypatch.setattr(recompute_chance, "ENOUGH", len(here) + 1)
    assert [one[0] for one in differences(*told)] == ["beside.position.score"]


def test_grades_follow_from_the_numbers(made: Cards) -> None:
    """A card with every grade; each number that a grade needs takes it away, and those above it."""
    whole = json.loads(made.model_dump_json())["cards"][0]
    every = {"tells": True, "beats_rivals": True, "beyond_spelling": True}
    assert grades(whole) == every

    def without(part: str, name: str, value: float) -> dict[str, bool]:
        card = json.loads(json.dumps(whole))
        (card["beside"][part] if part in card["beside"] else card[part])[name] = value
        return grades(card)

    assert not any(without("chance", "p_holm", 0.06).values())
    assert not any(without("untrained", "ahead_low", -0.01).values())
    assert without("position", "ahead_low", -0.01) == {
        **every,
        "beats_rivals": False,
        "beyond_spelling": False,
    }
    assert without("measured", "average_precision", 0.1)["beats_rivals"] is False
    assert without("ngram", "ahead_low", 0.0) == {**every, "beyond_spelling": False}
