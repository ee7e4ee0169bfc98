"""Whether certificates err as rarely as they say: coverage, power, and concepts that are not there.

    python benchmarks/analysis/evidence.py coverage power
    python benchmarks/analysis/evidence.py fakes data/demo

`coverage`: shares of 95 % intervals of AUROC that hold the truth, for few and many positive tweets. `power`:
how often a planted unit is found, by how well it computes the concept, beside a choice without correction.
`fakes`: how many made-up concepts of a workspace get each grade, beside the real ones. Each part replaces
its own results in `results/evidence.json`.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from fakes import all_fakes, thrown
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata, ttest_ind

from pipeline.core.parallel import mapped
from pipeline.core.preset import load_preset
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace, read_json, write_json
from pipeline.neurons.certify.bench import prepare
from pipeline.neurons.certify.certificate import certificates
from pipeline.neurons.certify.grades import ALPHA, GRADES
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material, material
from pipeline.neurons.scan.stage import full_scan
from pipeline.statistics.clustered import auroc_by_tweet
from pipeline.statistics.permute import (
    Partners,
    ShiftTable,
    SwapTable,
    p_value,
    shift_draws,
    swap_draws,
)
from pipeline.statistics.resample import auroc_interval, draws

RESULTS = Path(__file__).resolve().parents[1] / "results" / "evidence.json"
POSITIVE_TWEETS = (10, 30, 100, 300)
AREAS = (0.6, 0.8, 0.95, 0.99)
TRIES, BOOTSTRAPPED = 2_000, 400  # simulated corpora; fewer for the bootstrap, which is dear
LENGTH, OTHERS = 40, 400  # characters of a simulated tweet; tweets without a positive
EFFECT = 0.5  # of a tweet's characters' variance, how much they share
CHANCES = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)  # that a planted unit computes the concept in a span
UNITS = 200  # beside the planted one
POWER_TRIES, PERMUTATIONS = 200, 999


def simulated(positive: int, area: float, random: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Scores, labels and tweets; the AUROC of a labelled and another character of two tweets is `area`.

    Scores are normal, with a part that the labelled characters of a tweet share and one that its others
    share; how many are labelled differs from tweet to tweet.
    """
    tweets = positive + OTHERS
    tweet = np.repeat(np.arange(tweets), LENGTH)
    sizes = np.append(1 + random.geometric(0.15, positive), np.zeros(OTHERS, dtype=np.int64))
    labels = np.tile(np.arange(LENGTH), tweets) < np.minimum(sizes, LENGTH - 1)[tweet]
    shared = random.normal(size=(2, tweets)) * np.sqrt(EFFECT)
    own = random.normal(size=tweets * LENGTH) * np.sqrt(1 - EFFECT)
    scores = np.where(labels, shared[0][tweet] + np.sqrt(2) * ndtri(area), shared[1][tweet]) + own
    return scores, labels, tweet


def coverage() -> list[dict[str, Any]]:
    """The share of intervals that hold the truth, for each number of positive tweets and each AUROC."""

    def one(case: tuple[int, float]) -> dict[str, Any]:
        positive, area = case
        random = np.random.default_rng((positive, int(1000 * area)))
        hit = {"influence": 0, "bootstrap": 0}
        below = 0
        for number in range(TRIES):
            scores, labels, tweet = simulated(positive, area, random)
            low, high = auroc_by_tweet(scores, labels, tweet, positive + OTHERS).interval()
            hit["influence"] += low <= area <= high
            below += area > high
            if number < BOOTSTRAPPED:
                weights = draws(positive + OTHERS, 200, number)
                first, last = auroc_interval(scores, labels, tweet, weights)
                hit["bootstrap"] += first <= area <= last
        return {
            "positive_tweets": positive,
            "auroc": area,
            "covered": hit["influence"] / TRIES,
            "missed_below": below / TRIES,  # the whole interval lies below the truth
            "percentile_bootstrap_covered": hit["bootstrap"] / BOOTSTRAPPED,
        }

    return mapped(one, [(positive, area) for positive in POSITIVE_TWEETS for area in AREAS])


def planted(spans: int, chance: float, random: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Units' values on tweets of one span each: unit 0 is raised in a span with a chance; noise elsewhere."""
    tweets = 2 * spans
    tweet = np.repeat(np.arange(tweets), LENGTH)
    start = random.integers(0, LENGTH - 8, tweets)
    place = np.tile(np.arange(LENGTH), tweets)
    labels = (place >= start[tweet]) & (place < start[tweet] + 6)
    values = random.normal(size=(1 + UNITS, len(tweet))).astype(np.float32)
    values[0] += 3 * (labels & (random.random(tweets) < chance)[tweet])
    return values, labels, tweet


def detected(values: np.ndarray, labels: np.ndarray, tweet: np.ndarray, seed: int) -> tuple[bool, bool]:
    """Whether unit 0 is chosen on the first half and found on the second; whether any passes uncorrected."""
    half = len(tweet) // 2
    ranks = np.apply_along_axis(rankdata, 1, values[:, :half])
    unit = int(np.abs(ranks[:, labels[:half]].mean(axis=1) - (half + 1) / 2).argmax())
    lean = ranks[unit, labels[:half]].mean() - (half + 1) / 2
    sign = 1 if lean > 0 else -1
    test, truth, of = sign * values[unit, half:].astype(np.float64), labels[half:], tweet[half:] - tweet[half]
    p = held_out_p(rankdata(test), truth, of, seed)
    low, _ = auroc_by_tweet(test, truth, of, int(of.max()) + 1).interval()
    plain = ttest_ind(values[:, labels], values[:, ~labels], axis=1).pvalue
    others = unit != 0 and p <= ALPHA and low > 0.5
    return bool(unit == 0 and p <= ALPHA and low > 0.5), bool(others), bool((plain[1:] <= ALPHA).any())  # type: ignore[return-value]


def held_out_p(ranks: np.ndarray, labels: np.ndarray, tweet: np.ndarray, seed: int) -> float:
    """The larger p of both nulls."""
    tweets = int(tweet.max()) + 1
    starts = np.searchsorted(tweet, np.arange(tweets + 1))
    partners = Partners.of(np.diff(starts))
    shift = ShiftTable.of(ranks, labels, tweet)
    by_shift = [shift.totals(one) for one in shift_draws(tweets, PERMUTATIONS, seed)]
    swap = SwapTable.of(ranks, labels, starts, partners)
    sums = [swap.totals(one) for one in swap_draws(partners, PERMUTATIONS, seed)]

    def area(total: np.ndarray, count: np.ndarray) -> np.ndarray:
        return (total - count * (count + 1) / 2) / (count * (len(ranks) - count))

    own = float(area(np.array(shift.observed), np.array(labels.sum())))
    by_swap = np.concatenate([area(*one) for one in sums])
    return max(p_value(shift.observed, np.concatenate(by_shift)), p_value(own, by_swap))


def power() -> list[dict[str, Any]]:
    """Shares of tries in which the planted unit is found, a wrong one is, and one is without correction."""

    def one(case: tuple[int, float]) -> dict[str, Any]:
        spans, chance = case
        random = np.random.default_rng((spans, int(100 * chance)))
        found = [detected(*planted(spans, chance, random), seed) for seed in range(POWER_TRIES)]
        right, wrong, plain = np.mean(found, axis=0)
        return {
            "test_spans": spans,
            "computes": chance,
            "auroc": float(0.5 + chance * (ndtr(3 / np.sqrt(2)) - 0.5)),
            "found": float(right),
            "wrong_unit": float(wrong),
            "uncorrected_wrong_unit": float(plain),
        }

    return mapped(one, [(spans, chance) for spans in (10, 30, 100) for chance in CHANCES])


def graded(given: Material, spans: pd.DataFrame, preset: str) -> pd.DataFrame:
    """The best certificate of each span concept among these spans."""
    chosen = load_preset(preset)
    whole = Material(given.weights, given.vocabulary, given.tweets, spans, given.trained)
    settings = chosen.certify.model_copy(update={"per_concept": 1})
    bench = prepare(whole, full_scan(whole, chosen.scan, QuietScreen()), settings)
    table = certificates(bench, settings.permutations, settings.seed, concepts=range(bench.scan.span_count))
    kind = table["concept"].str.partition(": ")
    return table.assign(made=np.where(kind[2] == "", "real", kind[0]))


def fakes(folder: str) -> dict[str, Any]:
    """How many made-up concepts of a workspace get each grade, and how many of 200 tries at random places."""
    given = material(Workspace(Path(folder)))
    everything = pd.concat([given.spans, all_fakes(given.tweets, given.spans, 0)], ignore_index=True)
    table = graded(given, everything, "demo")
    kinds = [
        {"made": made, "concepts": len(part), **{grade: int(part[grade].sum()) for grade in GRADES}}
        | {f"fails {name}": int(part["unmet"].str.contains(name).sum()) for name in REASONS}
        for made, part in table.groupby("made")
    ]
    random = np.random.default_rng(1)
    tries = [
        thrown(given.tweets, part, random).assign(concept=f"{concept} {draw}")
        for concept, part in given.spans.groupby("concept")
        for draw in range(-(-200 // given.spans["concept"].nunique()))
    ]
    at_random = []
    for name, weights in (
        ("trained", given.weights),
        ("untrained", untrained(given.weights, given.trained, 99)),
    ):
        own = Material(weights, given.vocabulary, given.tweets, given.spans, given.trained)
        found = graded(own, pd.concat(tries[:200], ignore_index=True), "demo")
        alone = (found["p_value"] <= ALPHA) & (found["auroc_low"] > 0.5)
        beaten = (found["control_low"] > 0) & (found["untrained_low"] > 0)
        at_random.append(
            {
                "network": name,
                "tries": len(found),
                "beyond_chance_one_at_a_time": int((found["p_value"] <= ALPHA).sum()),
                "tells_one_at_a_time": int((alone & beaten).sum()),
                "tells": int(found["tells"].sum()),
            }
        )
    return {"workspace": Path(folder).name, "kinds": kinds, "at_random_places": at_random}


REASONS = ("chance", "control task", "untrained network", "position", "character")
PARTS: dict[str, Callable[..., Any]] = {"coverage": coverage, "power": power, "fakes": fakes}


def main(words: list[str]) -> None:
    kept = read_json(RESULTS) if RESULTS.exists() else {}
    while words:
        name, *words = words
        given = [words.pop(0)] if name == "fakes" else []
        kept[name] = PARTS[name](*given)
        rows = (
            kept[name]
            if isinstance(kept[name], list)
            else kept[name]["kinds"] + kept[name]["at_random_places"]
        )
        print(f"\n{name}\n" + "\n".join(str(row) for row in rows))
        write_json(RESULTS, kept)


if __name__ == "__main__":
    main(sys.argv[1:])
