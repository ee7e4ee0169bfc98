"""Sparse probes: how much a group of k addresses knows about a concept that one does not.

Addresses come ranked by their own |AUROC − ½| on train and valid (Gurnee et al. 2023, "Finding Neurons in a
Haystack", §3); the k best feed an L2 logistic regression trained on train tweets, its strength is chosen on
valid tweets, and its AUROC is that of test tweets; for names also that against capitalised words that are
none, in the same case pattern.

Beside that stand the same probes of a control task, whose labels carry no meaning (selectivity: Hewitt and
Liang 2019, §2), the code length of the labels (`probe_codes`), and the difference of the two class means over
all addresses: a direction that is not trained at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.core.parallel import mapped
from pipeline.core.settings import CertifySettings
from pipeline.network.activations import Concatenation, placed, positions, stacked
from pipeline.network.batch import PaddedTweets
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.columns import PROBES
from pipeline.neurons.certify.probe_codes import compression
from pipeline.neurons.certify.probe_sample import Sample, draw, labels
from pipeline.neurons.certify.probe_scores import NO_SCORE, Scored
from pipeline.neurons.certify.strata import MATCHED, case_strata, matched_strata
from pipeline.statistics.logistic import Components, fit, newton
from pipeline.statistics.measures import NOTHING, matched_auroc
from pipeline.statistics.resample import auroc, draws, interval
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray
Ranking = dict[str, tuple[int, Array]]  # concept → lag, flat addresses from the best

STRENGTHS = (1e-2, 1e-3, 1e-4)  # of the penalty on the mean log loss, from the strongest
VALID_SHARE = 0.25  # of `probe_tweets`: enough to choose among three strengths
PARTS = 2  # of the concepts, whose probes of all addresses are fitted together; it decides the last digits
AGAINST_CAPITALS = ("matched_auroc", "matched_low", "matched_high")
CONTROL = "control of "  # before the name of a concept: its control task
CODE = ("compression",)
MEANS = ("direction_auroc", "direction_low", "direction_high", "direction_control")
GAIN = ("direction_gain", "gain_low", "gain_high")
COLUMNS = tuple(PROBES.columns)
DIRECTION = -1  # as a probe's k: the difference of means


@dataclass(frozen=True)
class Probe:
    """One trained probe: its coefficients on raw activations (a constant does not change an AUROC)."""

    concept: str
    k: int  # 0: all addresses; DIRECTION: all, by the difference of means
    strength: float
    coefficients: Array  # float32 [addresses]


def table(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    spans: pd.DataFrame,
    ranking: Ranking,
    settings: CertifySettings,
) -> pd.DataFrame:
    """The probes of every concept, a row for each size; columns as in `COLUMNS`, k = 0 being all addresses.

    The difference of means stands in the row of all addresses; what it gains is over the best address.
    Control tasks and code lengths stand in the rows of the smallest and the largest group (`ends`).

    Args:
        tweets: the tweet table (its `split` says who trains, chooses and reports).
        spans: of the concepts (characters), and of their control tasks, which are called `CONTROL` + concept.
        ranking: what each concept's (and control's) probes read: the lag of its best address, and addresses
            best first. A concept whose control is missing has no selectivity.
    """
    if not ranking:
        return pd.DataFrame(columns=list(COLUMNS))
    parts = {name: _part(tweets, name, settings) for name in ("train", "valid", "test")}
    layouts = {name: Concatenation.of(part, vocabulary) for name, part in parts.items()}
    lags = {concept: lag for concept, (lag, _) in ranking.items()}

    def sampled(group: Ranking) -> Sample:
        marked, known = labels(layouts["train"], spans, {name: lags[name] for name in group})
        return draw(weights, layouts["train"], marked, known, settings.probe_characters, settings.seed)

    concepts = {name: best for name, best in ranking.items() if not name.startswith(CONTROL)}
    sample = sampled(concepts)
    probes = [*_sparse(sample, concepts, settings.probe_sizes), *_full(sample, list(concepts))]
    means = _directions(sample, list(concepts))
    controls = {name: best for name, best in ranking.items() if name.startswith(CONTROL)}
    if controls:  # probes of all addresses have none: they are the dearest
        other = sampled(controls)
        probes += _sparse(other, controls, ends(settings.probe_sizes))
        means += _directions(other, list(controls))
    kept = _choose(probes, _scores(weights, layouts["valid"], probes, lags), layouts["valid"], spans)
    codes = _codes(sample, concepts, [one for one in kept if one.k in ends(settings.probe_sizes)])
    kept += means
    scores = _scores(weights, layouts["test"], kept, lags)
    patterns = case_strata(parts["test"]["text"].tolist())
    frame = _report(kept, scores, layouts["test"], spans, patterns, settings)
    frame[CODE[0]] = [codes.get((row.concept, row.k), NOTHING) for row in frame.itertuples()]
    return frame


def ends(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The smallest and the largest size: controls and codes are dear, and these two say the most.

    >>> ends((1, 2, 4)), ends((1,))
    ((1, 4), (1,))
    """
    return tuple(sorted({min(sizes), max(sizes)}))


def _part(tweets: pd.DataFrame, split: str, settings: CertifySettings) -> pd.DataFrame:
    """Up to `probe_tweets` tweets of a split, drawn without looking at them (fewer of valid)."""
    part = tweets[tweets["split"] == split]
    most = int(settings.probe_tweets * (VALID_SHARE if split == "valid" else 1))
    return part if len(part) <= most else part.sample(most, random_state=settings.seed)


def _sparse(sample: Sample, ranking: Ranking, sizes: tuple[int, ...]) -> list[Probe]:
    """Probes of the best k addresses of each concept, at every strength."""

    def of(item: tuple[int, str]) -> list[Probe]:
        column, concept = item
        return [
            Probe(concept, k, strength, found)
            for k in sizes
            for strength, found in _strengths(sample, column, ranking[concept][1][:k])
        ]

    return [probe for found in mapped(of, enumerate(ranking)) for probe in found]


def _strengths(sample: Sample, column: int, best: Array) -> Iterator[tuple[float, Array]]:
    """Each strength with the coefficients of a probe that reads some addresses."""
    features, target, share = sample.of(column, best)
    weights = None
    for strength in STRENGTHS:
        weights = newton(features, target, share, strength, weights)
        coefficients = np.zeros_like(sample.std)
        coefficients[best] = weights[:-1] / sample.std[best]
        yield strength, coefficients


def _full(sample: Sample, concepts: list[str]) -> list[Probe]:
    """Probes of all addresses at every strength, some concepts together."""
    components = Components.of(sample.features)

    def of(columns: Array) -> list[Probe]:
        found = fit(components, sample.targets[:, columns], sample.shares[:, columns], STRENGTHS)
        return [
            Probe(concepts[column], 0, strength, weights[:-1, place] / sample.std)
            for strength, weights in zip(STRENGTHS, found, strict=True)
            for place, column in enumerate(columns)
        ]

    parts = np.array_split(np.arange(len(concepts)), min(PARTS, len(concepts)))
    return [probe for found in mapped(of, parts) for probe in found]


def _directions(sample: Sample, concepts: list[str]) -> list[Probe]:
    """The difference of the class means of standardised addresses, for each concept."""
    signed = sample.shares * (2 * sample.targets - 1)  # each class counts ½ of the shares
    raw = 2 * (sample.features.T @ signed) / sample.std[:, None]
    return [
        Probe(concept, DIRECTION, float("nan"), raw[:, column]) for column, concept in enumerate(concepts)
    ]


def _codes(sample: Sample, ranking: Ranking, kept: list[Probe]) -> dict[tuple[str, int], float]:
    """By how much the kept sparse probes compress the labels of each concept, by (concept, k)."""
    places = {concept: column for column, concept in enumerate(ranking)}
    asked = [probe for probe in kept if probe.k and probe.concept in places]

    def of(probe: Probe) -> float:
        best = ranking[probe.concept][1][: probe.k]
        return compression(*sample.of(places[probe.concept], best), probe.strength)

    found = mapped(of, asked)
    return {(probe.concept, probe.k): value for probe, value in zip(asked, found, strict=True)}


def _scores(
    weights: NetworkWeights, layout: Concatenation, probes: list[Probe], lags: dict[str, int]
) -> Array:
    """Each probe's score of each character, at its concept's lag: float32 [probes, characters]."""
    matrix = np.stack([probe.coefficients for probe in probes], axis=1)
    scores = np.empty((len(probes), positions(layout.ids)[-1]), dtype=np.float32)

    def one(work: tuple[PaddedTweets, Array]) -> None:
        batch, places = work
        scores[:, places] = (stacked(weights, batch) @ matrix).T

    mapped(one, placed(layout.ids))
    reads = {lag: layout.read(lag) for lag in set(lags.values())}
    return np.stack([row[reads[lags[probe.concept]]] for row, probe in zip(scores, probes, strict=True)])


def _choose(probes: list[Probe], scores: Array, layout: Concatenation, spans: pd.DataFrame) -> list[Probe]:
    """For each concept and size the probe that is best on valid (the first, where nobody can say)."""
    masks = {probe.concept: layout.mask(spans, probe.concept) for probe in probes}
    best: dict[tuple[str, int], tuple[float, Probe]] = {}
    for probe, row in zip(probes, scores, strict=True):
        found = auroc(row, masks[probe.concept])
        key = probe.concept, probe.k
        if key not in best or found > best[key][0]:
            best[key] = found, probe
    return [probe for _, probe in best.values()]


def _report(
    probes: list[Probe],
    scores: Array,
    layout: Concatenation,
    spans: pd.DataFrame,
    patterns: Array,
    settings: CertifySettings,
) -> pd.DataFrame:
    """The AUROC of each probe with its interval, on the tweets of a layout."""
    names, others = (layout.mask(spans, concept) for concept in MATCHED)
    strata = matched_strata(names, others, patterns)
    resamples = draws(len(layout.ids), settings.bootstrap, settings.seed)
    masks = {probe.concept: layout.mask(spans, probe.concept) for probe in probes}

    def score(item: tuple[Probe, Array]) -> Scored:
        return Scored.of(item[1], masks[item[0].concept], layout.tweet, resamples)

    asked = [(probe.concept, probe.k) for probe in probes]
    told = dict(zip(asked, mapped(score, zip(probes, scores, strict=True)), strict=True))
    rows = []
    for probe, row in zip(probes, scores, strict=True):
        if probe.k == DIRECTION or probe.concept.startswith(CONTROL):
            continue
        mine = told[probe.concept, probe.k]
        control = told.get((CONTROL + probe.concept, probe.k), NO_SCORE)
        matched = (NOTHING,) * 3
        if probe.concept == MATCHED[0]:
            matched = matched_auroc(row, names, strata, layout.tweet, resamples)
        rows.append(
            (
                *(probe.concept, probe.k, mine.auroc, *interval(mine.drawn), probe.strength, *matched),
                *(control.auroc, *mine.above(control), NOTHING),
                *_direction(probe, told),
            )
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    # All addresses come last; concepts keep the order of the ranking.
    order = frame["k"].replace(0, np.iinfo(np.int64).max)
    place = frame["concept"].map({concept: n for n, concept in enumerate(dict.fromkeys(frame["concept"]))})
    return frame.iloc[np.lexsort((order, place))].reset_index(drop=True)


def _direction(probe: Probe, told: dict[tuple[str, int], Scored]) -> tuple[float, ...]:
    """The columns `MEANS` and `GAIN`, which only the row of all addresses has."""
    found = told.get((probe.concept, DIRECTION), NO_SCORE)
    if probe.k or found is NO_SCORE:
        return (NOTHING,) * len(MEANS + GAIN)
    control = told.get((CONTROL + probe.concept, DIRECTION), NO_SCORE)
    gain = found.above(told.get((probe.concept, 1), NO_SCORE))
    return found.auroc, *interval(found.drawn), control.auroc, *gain
