"""Sparse probes: how much a group of k addresses knows about a concept that one does not.

Addresses come ranked by their own |AUROC − ½| on train and valid (Gurnee et al. 2023, "Finding Neurons in a
Haystack", §3); the k best feed an L2 logistic regression trained on train tweets, its strength is chosen on
valid tweets, and its AUROC is that of test tweets; for names also that against capitalised words that are
none, in the same case pattern.

Beside that stand the same probes of a control task, whose labels carry no meaning (selectivity: Hewitt and
Liang 2019, §2), the code length of the labels (`codes`), and the difference of the two class means over
all addresses: a direction that is not trained at all, with a certificate of its own (`directions`).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.core.parallel import mapped
from pipeline.core.settings import CertifySettings
from pipeline.network.activations import Concatenation, placed, positions, stacked
from pipeline.network.batch import PaddedTweets
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.certify.columns import PROBES
from pipeline.neurons.certify.probes.directions import CERTIFICATE, certificate
from pipeline.neurons.certify.probes.fits import (
    CONTROL,
    DIRECTION,
    Probe,
    Ranking,
    codes,
    directions,
    full,
    sparse,
)
from pipeline.neurons.certify.probes.sample import Sample, draw, labels
from pipeline.neurons.certify.probes.scores import NO_SCORE, Scored
from pipeline.neurons.certify.strata import MATCHED, case_strata, matched_strata
from pipeline.statistics.measures import NOTHING, matched_auroc
from pipeline.statistics.resample import auroc, draws, interval
from pipeline.text.vocabulary import Vocabulary

Array = np.ndarray

VALID_SHARE = 0.25  # of `probe_tweets`: enough to choose among three strengths
AGAINST_CAPITALS = ("matched_auroc", "matched_low", "matched_high")
CODE = ("compression",)
MEANS = (
    *("direction_auroc", "direction_low", "direction_high", "direction_control", "direction_control_low"),
)
GAIN = ("direction_gain", "gain_low", "gain_high")
COLUMNS = tuple(PROBES.columns)


def table(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    tweets: pd.DataFrame,
    spans: pd.DataFrame,
    ranking: Ranking,
    settings: CertifySettings,
    untrained: Sequence[NetworkWeights] = (),
) -> pd.DataFrame:
    """The probes of every concept, a row for each size; columns as in `COLUMNS`, k = 0 being all addresses.

    The difference of means stands in the row of all addresses; what it gains is over the best address.
    Control tasks and code lengths stand in the rows of the smallest and the largest group (`ends`).

    Args:
        tweets: the tweet table (its `split` says who trains, chooses and reports).
        spans: of the concepts (characters), and of their control tasks, which are called `CONTROL` + concept.
        ranking: what each concept's (and control's) probes read: the lag of its best address, and addresses
            best first. A concept whose control is missing has no selectivity.
        untrained: networks whose difference of means is what that of `weights` must exceed.
    """
    if not ranking:
        return pd.DataFrame(columns=list(COLUMNS))
    parts = {name: _part(tweets, name, settings) for name in ("train", "valid", "test")}
    layouts = {name: Concatenation.of(part, vocabulary) for name, part in parts.items()}
    lags = {concept: lag for concept, (lag, _) in ranking.items()}

    def sampled(group: Ranking, network: NetworkWeights = weights) -> Sample:
        marked, known = labels(layouts["train"], spans, {name: lags[name] for name in group})
        return draw(network, layouts["train"], marked, known, settings.probe_characters, settings.seed)

    def without_training(network: NetworkWeights) -> Array:
        found = directions(sampled(concepts, network), list(concepts))
        return _scores(network, layouts["test"], found, lags)

    concepts = {name: best for name, best in ranking.items() if not name.startswith(CONTROL)}
    sample = sampled(concepts)
    probes = [*sparse(sample, concepts, settings.probe_sizes), *full(sample, list(concepts))]
    means = directions(sample, list(concepts))
    controls = {name: best for name, best in ranking.items() if name.startswith(CONTROL)}
    if controls:  # probes of all addresses have none: they are the dearest
        other = sampled(controls)
        probes += sparse(other, controls, ends(settings.probe_sizes))
        means += directions(other, list(controls))
    kept = _choose(probes, _scores(weights, layouts["valid"], probes, lags), layouts["valid"], spans)
    lengths = codes(sample, concepts, [one for one in kept if one.k in ends(settings.probe_sizes)])
    kept += means
    scores = _scores(weights, layouts["test"], kept, lags)
    patterns = case_strata(parts["test"]["text"].tolist())
    frame = _report(kept, scores, layouts["test"], spans, patterns, settings)
    trained = scores[len(kept) - len(means) :][: len(concepts)]
    fresh = [without_training(network) for network in untrained]
    masks = [layouts["test"].mask(spans, concept) for concept in concepts]
    told = certificate(trained, fresh, masks, layouts["test"], settings)
    for name in CERTIFICATE:
        of = dict(zip(concepts, told[name], strict=True))
        frame[name] = [NOTHING if row.k else of[row.concept] for row in frame.itertuples()]
    frame[CODE[0]] = [lengths.get((row.concept, row.k), NOTHING) for row in frame.itertuples()]
    return frame


def ends(sizes: tuple[int, ...]) -> tuple[int, ...]:
    """The smallest and the largest size: controls and codes take long, and these two say the most.

    >>> ends((1, 2, 4)), ends((1,))
    ((1, 4), (1,))
    """
    return tuple(sorted({min(sizes), max(sizes)}))


def _part(tweets: pd.DataFrame, split: str, settings: CertifySettings) -> pd.DataFrame:
    """Up to `probe_tweets` tweets of a split, drawn without looking at them (fewer of valid)."""
    part = tweets[tweets["split"] == split]
    most = int(settings.probe_tweets * (VALID_SHARE if split == "valid" else 1))
    return part if len(part) <= most else part.sample(most, random_state=settings.seed)


def _scores(
    weights: NetworkWeights, layout: Concatenation, probes: list[Probe], lags: dict[str, int]
) -> Array:
    """Each probe's score of each character, at its concept's lag: float32 [probes, characters]."""
    matrix = np.stack([probe.coefficients for probe in probes], axis=1)
    scores = np.empty((len(probes), positions(layout.ids)[-1]), dtype=np.float32)

    def one(work: tuple[PaddedTweets, Array]) -> None:
        batch, places = work
        for part, values in stacked(weights, batch):
            scores[:, places[part]] = (values @ matrix).T

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
                *(NOTHING,) * len(CERTIFICATE),
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
    return found.auroc, *interval(found.drawn), control.auroc, found.above(control)[1], *gain
