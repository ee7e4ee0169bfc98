"""Probes as they are trained: only their addresses have coefficients, and the directions are by hand."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from pipeline.neurons.certify.probes.fits import DIRECTION, STRENGTHS, directions, sparse
from pipeline.neurons.certify.probes.sample import Sample


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Two concepts over three addresses; each class has half of the shares."""
    random = np.random.default_rng(0)
    features = random.normal(size=(400, 3)).astype(np.float32)
    targets = np.stack([features[:, 0] > 0.3, features[:, 1] + random.normal(size=400) > 0], axis=1)
    shares = np.where(targets, 0.5 / targets.sum(axis=0), 0.5 / (~targets).sum(axis=0))
    std = np.array([1.0, 2.0, 4.0], np.float32)
    return Sample(features, std, targets.astype(np.float32), shares.astype(np.float32))


def test_a_sparse_probe_reads_its_addresses_alone(sample: Sample) -> None:
    """Coefficients of scikit-learn at every strength, on raw values; the other addresses have none."""
    ranking = {"one": (0, np.array([0, 2, 1])), "two": (0, np.array([1, 0, 2]))}
    found = sparse(sample, ranking, (1, 2))
    assert [(one.concept, one.k) for one in found[:: len(STRENGTHS)]] == [
        ("one", 1),
        ("one", 2),
        ("two", 1),
        ("two", 2),
    ]
    for probe in found:
        column, best = list(ranking).index(probe.concept), ranking[probe.concept][1][: probe.k]
        peer = LogisticRegression(C=1 / probe.strength, tol=1e-9, max_iter=1000)
        peer.fit(sample.features[:, best], sample.targets[:, column], sample_weight=sample.shares[:, column])
        assert probe.coefficients[best] == pytest.approx(peer.coef_[0] / sample.std[best], rel=1e-2, abs=1e-3)
        assert not np.delete(probe.coefficients, best).any()


def test_a_direction_is_the_difference_of_means(sample: Sample) -> None:
    """Class means by NumPy, over the standard deviation."""
    for column, probe in enumerate(directions(sample, ["one", "two"])):
        inside = sample.targets[:, column] == 1
        gap = sample.features[inside].mean(axis=0) - sample.features[~inside].mean(axis=0)
        assert probe.k == DIRECTION
        assert probe.coefficients / probe.coefficients[column] == pytest.approx(
            gap / sample.std / (gap / sample.std)[column], abs=1e-4
        )
