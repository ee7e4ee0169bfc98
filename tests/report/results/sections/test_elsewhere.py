"""Results pages on other texts and other seeds say what the facts say."""

from pipeline.neurons.elsewhere.records import Abroad, Again, Network
from pipeline.report.results.facts import Facts, Seeds
from pipeline.report.results.headline import headline
from pipeline.report.results.pages import pages
from pipeline.report.results.sections.elsewhere import abroad

ABROAD = Abroad(
    **{
        **dict.fromkeys(Abroad.model_fields, 0.5),
        **{"concept": "proper_noun", "address": "L1.c.1", "labels": "people", "lag": 0, "sign": 1},
        **{"texts": 10, "positives": 1200, "characters": 9000, "auroc": 0.81, "auroc_low": 0.78},
        **{"auroc_high": 0.84, "home_auroc": 0.9, "difference": -0.09},
    }
)


def again(concept: str, tells: int, auroc: float) -> Again:
    """A concept over three networks, one pair of three with the same unit."""
    numbers = dict.fromkeys(Again.model_fields, 0.5)
    counts = {"networks": 3, "tells": tells, "beats_rivals": 0, "beyond_spelling": 0, "pairs": 3}
    counts |= {"matters": tells // 3, "tried": tells - 1}
    own = {"concept": concept, "addresses": "a b c", "same_unit": 1, "auroc_mean": auroc, "carried": 0.75}
    return Again(**{**numbers, **counts, **own})


def network(seed: int, tells: int) -> Network:
    """A network of 33 concepts."""
    given = {"name": f"x{seed}", "seed": float(seed), "weights": "0", "test": 1.7 + seed / 100, "valid": 1.7}
    matters = 4.0 if seed == 1 else None  # interventions ran in one network
    return Network(**given, concepts=33, tells=tells, beats_rivals=9, beyond_spelling=3, matters=matters)


def test_names_abroad_stand_on_the_page_and_in_the_headline(known: Facts) -> None:
    """Where labels by people were scored; without them neither says anything of abroad."""
    assert abroad([]) == []
    assert "abroad" not in "".join(headline(known))
    told = known.model_copy(update={"abroad": [ABROAD]})
    assert "At home and abroad" in pages(told)["detectors.md"]
    assert "0.810 [0.780, 0.840]" in pages(told)["detectors.md"]
    (line,) = [line for line in headline(told) if "**Names**" in line]
    assert "at home, 0.810 [0.780, 0.840] abroad (people)" in line


def test_seeds_have_a_page_of_means_and_spreads(known: Facts) -> None:
    """In how many networks each grade is reached, mean and deviation, and the same unit; worked by hand."""
    assert "seeds.md" not in pages(known)
    several = Seeds(
        networks=[network(0, 27), network(1, 28), network(2, 29)],
        concepts=[again("url", 3, 0.95), again("hashtag", 3, 0.9), again("slogan", 1, 0.7)],
    )
    made = pages(known.model_copy(update={"seeds": several}))
    page = made["seeds.md"]
    assert "\nseeds\n" in made["index.md"]
    assert (
        "| mean ± deviation | 1.710 ± 0.010 | 1.700 ± 0.000 | 28.0 ± 1.0 | 9.0 ± 0.0 | 3.0 ± 0.0 | 4.0 ± – |"
        in page
    )
    assert "- in 3 of 3 networks: 2 (URL, hashtag)" in page
    assert "- in 1 of 3 networks: 1 (slogan)" in page
    assert "the same unit in 3 of 9 pairs; a partner carries 75 % of the score" in page
    assert "| URL | 3 of 3 | 0 of 3 | 0 of 3 | 1 of 2 | 0.950 ± 0.500 |" in page
    assert "| slogan | 1 of 3 | 0 of 3 | 0 of 3 | not run | 0.700 ± 0.500 |" in page
    assert "| 9 | 3 | 4 |" in page
    assert "| 9 | 3 | not run |" in page
    assert "- in 1 of 2: 2 (URL, hashtag)\n- not run: 1 (slogan)" in page
