"""The page of simulations holds the numbers of its file, and nothing of parts that were not run."""

from pipeline.report.results.benchmarks.simulations import page

COVERAGE = {"positive_tweets": 30, "auroc": 0.8, "covered": 0.9701, "percentile_bootstrap_covered": 0.9175}
POWER = {"test_spans": 30, "computes": 0.2, "auroc": 0.5966, "found": 0.51, "wrong_unit": 0.005}
GRADES = {"tells": 19, "beats_rivals": 7, "beyond_spelling": 3}


def test_every_number_stands_in_its_table() -> None:
    """One row of each part."""
    kinds = [
        {"made": "real", "concepts": 23, **GRADES},
        {"made": "swapped", "concepts": 104, **dict.fromkeys(GRADES, 0)},
    ]
    tries = {"network": "untrained", "tries": 200, "beyond_chance_one_at_a_time": 9}
    tries |= {"tells_one_at_a_time": 1, "tells": 0}
    made = page(
        {
            "coverage": [COVERAGE],
            "power": [{**POWER, "uncorrected_wrong_unit": 1.0}],
            "fakes": {"workspace": "demo", "kinds": kinds, "at_random_places": [tries]},
        }
    )
    assert "| 30 | 0.80 | 0.970 | 0.917 |" in made
    assert "| 30 | 0.20 | 0.597 | 0.510 | 0.005 | 1.000 |" in made
    assert "| real | 23 | 19 | 7 | 3 |" in made
    assert "| labels of another tweet of like length | 104 | 0 | 0 | 0 |" in made
    assert "| untrained | 200 | 9 | 1 | 0 |" in made


def test_parts_that_were_not_run_are_left_out() -> None:
    """Only coverage."""
    made = page({"coverage": [COVERAGE]})
    assert "hold the truth" in made
    assert "made-up" not in made
