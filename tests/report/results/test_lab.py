"""The page of the lab says what its facts say."""

from typing import Any

import pytest

from pipeline.report.results.lab import page

FINDING = {
    **{"task": "counter", "claim": "It counts <b>.", "test": "all n ≤ 10", "networks": "noisy"},
    **{"passed": 9, "of": 10, "median": 52.5, "least": 30.0, "most": 300.0, "verdict": "holds", "note": ""},
}
OTHER = {
    **FINDING,
    **{"task": "copying", "claim": "One cell.", "median": None, "verdict": "does not hold", "note": "why"},
}
PROOF = {
    **{"task": "counter", "proved": True, "factor": 1.0, "parameters": 746, "units": 10, "kept": 10},
    **{"as_trained": 1.0, "first_wrong": None},
}
VARIANT = {
    **{"task": "counter", "variant": "RNN", "units": 20, "parameters": 666, "rate": 0.05, "of": 10},
    **{"goals": [10, 18, 50], "reached": [3, 1, 0], "median": 8.0, "least": 2, "most": 19},
}
UNIT = {
    **{"label": "level", "unit": "L1.c.5", "held_out": 0.512, "lift": 4.26, "aim": 0.9, "reached": False},
}
SCORE = {
    **{"text": "written", "lines": 42.5, "tokenized": 0.9, "indented": 0.8, "closed": None, "defined": 0.4},
    "mean": 0.7,
}
LITERATURE = {
    **{"source": "Weiss 2018", "sentence": "It counts.", "task": "counter", "first": "LSTM"},
    **{"second": "GRU", "p": 0.0012, "expected": "better", "verdict": "agrees"},
}
PUBLISHED = {
    **{"network": "Counter", "whose": "article", "violated": 0.74, "c_with_count": 0.98},
    **{"h_with_count": None},
}
CELLS = {"jax": "0.9", "equinox": "0.13", "steps": 60, "difference": {"lstm": 3e-07, "gru": 5.2e-07}}


@pytest.fixture
def facts() -> dict[str, Any]:
    """Two statements, three networks of which two are proved, one cell, one published network."""
    return {
        "findings": [FINDING, OTHER],
        "proofs": [
            PROOF,
            {**PROOF, "factor": 1.75, "kept": 7, "parameters": 500, "as_trained": 0.98},
            {**PROOF, "proved": False, "factor": None, "parameters": 9999, "first_wrong": 31.0},
        ],
        "variants": [VARIANT],
        "code": {
            **{"layers": 3, "units": 256, "seconds": 420.0, "epochs": 0.4321, "test_bits_per_char": 2.5},
            **{"found": [UNIT], "scores": [SCORE]},
        },
        "literature": [LITERATURE],
        "published": [PUBLISHED],
    }


def test_everything_stands_there(facts: dict[str, Any]) -> None:
    """The headline counts proved networks alone; texts are escaped; what was not measured is a dash."""
    text = page(facts, CELLS)
    assert "2 of 3 networks" in text
    assert "The largest has 746 parameters" in text
    assert "| Counter | 2 of 3 | 1 to 1.75 | 7 to 10 of 10 | 500 to 746 | 0.98 to 1 | 1: 31 |" in text
    assert r"**It counts \<b\>.** all n ≤ 10 (noisy). | 9 of 10 | 52.50 (30.00 to 300.00) | holds |" in text
    assert "*why.*" in text
    assert "| – (30.00 to 300.00) | does not hold |" in text
    assert "| RNN | 20 | 666 | 0.05 | 3 of 10 | 1 of 10 | 0 of 10 | 8 (2 to 19) |" in text
    assert "| Weiss 2018: It counts. (Tested: LSTM better than GRU.) | Counter | 0.001 | agrees |" in text
    assert "learned for 420 seconds of wall time, 0.43 times over" in text
    assert "| indentation level | `L1.c.5` | 0.51 | 4.3 | 0.90 | no |" in text
    assert "| written | 42 | 0.90 | 0.80 | – | 0.40 | 0.70 |" in text
    assert "| Counter | article | 74% | 0.98 | – |" in text
    assert "over 60 steps no state differs by more than 5.2e-07 (gru)" in text


def test_without_published_networks(facts: dict[str, Any]) -> None:
    """Their files may not be beside the checkout: then nothing is said of them."""
    assert "of the article" not in page({**facts, "published": []}, CELLS)


def test_cells_on_text_have_a_column_for_each_measure(facts: dict[str, Any]) -> None:
    """With how they learned; with several networks the range stands beside the median."""
    row = {"text": "tweets", "variant": "GRU", "units": 80, "parameters": 60100, "rate": 0.02, "minutes": 0.5}
    row |= {"steps": 4000, "of": 1}
    rows = [
        {**row, "measure": "bits", "median": 2.514, "values": [2.514]},
        {**row, "measure": "concepts", "median": 9.0, "values": [9.0]},
        {**row, "variant": "RNN", "measure": "bits", "median": 3.0, "values": [3.0]},
        {**row, "variant": "RNN", "measure": "concepts", "median": 4.0, "values": [4.0]},
    ]
    text = page({**facts, "texts": rows}, CELLS)
    assert "| cell | units | parameters | rate | steps | bits | concepts |" in text
    assert "| GRU | 80 | 60,100 | 0.02 | 4,000 | 2.51 | 9 |" in text
    assert "| RNN | 80 | 60,100 | 0.02 | 4,000 | 3.00 | 4 |" in text
    assert "One network of each cell, 0.5 minutes of one core each" in text
    three = [{**one, "of": 3, "values": [one["median"], 2.0, 9.5]} for one in rows]
    assert "2.51 (2.00 to 9.50)" in page({**facts, "texts": three}, CELLS)
    assert "Tweets of the built-in corpus" not in page(facts, CELLS)


def test_without_a_code_network_there_is_no_section(facts: dict[str, Any]) -> None:
    """It is trained by a command of its own."""
    assert "## Code" in page(facts, CELLS)
    assert "## Code" not in page({**facts, "code": None}, CELLS)
