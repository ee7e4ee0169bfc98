"""The probes of `probes.table` as they are trained: at every strength, and the difference of means."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.core.parallel import mapped
from pipeline.neurons.certify.probes.codes import compression
from pipeline.neurons.certify.probes.sample import Sample
from pipeline.statistics.logistic import Components, fit, newton

Array = np.ndarray
Ranking = dict[str, tuple[int, Array]]  # concept → lag, flat addresses from the best

STRENGTHS = (1e-2, 1e-3, 1e-4)  # of the penalty on the mean log loss, from the strongest
PARTS = 2  # of the concepts, whose probes of all addresses are fitted together; it decides the last digits
CONTROL = "control of "  # before the name of a concept: its control task
DIRECTION = -1  # as a probe's k: the difference of means


@dataclass(frozen=True)
class Probe:
    """One trained probe: its coefficients on raw activations (a constant does not change an AUROC)."""

    concept: str
    k: int  # 0: all addresses; DIRECTION: all, by the difference of means
    strength: float
    coefficients: Array  # float32 [addresses]


def sparse(sample: Sample, ranking: Ranking, sizes: tuple[int, ...]) -> list[Probe]:
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


def full(sample: Sample, concepts: list[str]) -> list[Probe]:
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


def directions(sample: Sample, concepts: list[str]) -> list[Probe]:
    """The difference of the class means of standardised addresses, for each concept."""
    signed = sample.shares * (2 * sample.targets - 1)  # each class counts ½ of the shares
    raw = 2 * (sample.features.T @ signed) / sample.std[:, None]
    return [
        Probe(concept, DIRECTION, float("nan"), raw[:, column]) for column, concept in enumerate(concepts)
    ]


def codes(sample: Sample, ranking: Ranking, kept: list[Probe]) -> dict[tuple[str, int], float]:
    """By how much the kept sparse probes compress the labels of each concept, by (concept, k)."""
    places = {concept: column for column, concept in enumerate(ranking)}
    asked = [probe for probe in kept if probe.k and probe.concept in places]

    def of(probe: Probe) -> float:
        best = ranking[probe.concept][1][: probe.k]
        return compression(*sample.of(places[probe.concept], best), probe.strength)

    found = mapped(of, asked)
    return {(probe.concept, probe.k): value for probe, value in zip(asked, found, strict=True)}
