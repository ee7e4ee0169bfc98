"""Networks with fewer units: the same as the whole one with those units held at their means."""

import built
import numpy as np
import pytest

from pipeline.lab.networks.running import exact
from pipeline.lab.proofs import all as proofs
from pipeline.lab.proofs import certificate, verify
from pipeline.lab.proofs.boxes import Rounded
from pipeline.lab.proofs.thinning import Thinned, margin, thinner
from pipeline.lab.tasks import selective
from pipeline.lab.tasks.task import Strings
from pipeline.network.step import Stepper
from pipeline.network.trace import trace
from pipeline.network.weights import NetworkWeights

TASK = selective.TASK
IDS = {c: int(TASK.vocabulary.encode(c)[0]) for c in TASK.characters}
ITEMS = TASK.training[:20]
LEARNED = Strings.of(ITEMS, TASK.vocabulary)
WHERE = 3


@pytest.fixture(scope="module")
def network() -> NetworkWeights:
    """Unit 3 counts; the others do something of no use, which the output reads a little."""
    whole = built.noisy(built.counting("hard", skip="X", units=8, at=WHERE), size=0.4)
    whole.dense[...] += np.random.default_rng(1).normal(size=whole.dense.shape) * 0.3
    return whole


def test_margin_is_the_least_lead(network: NetworkWeights) -> None:
    """Beside the leads of every asked position, read string by string; the means beside the trace's."""
    leads, hidden = [], []
    for item in ITEMS:
        ids = TASK.vocabulary.encode(item.text)
        h = trace(network, [ids])[0]["h"][0]
        hidden.append(h)
        logits = h @ network.dense + network.dense_bias
        for t in range(len(item.prompt), len(item.text) + 1):
            right = ids[t] if t < len(ids) else 1
            leads.append(logits[t, right] - np.delete(logits[t], right).max())
    least, means = margin(network, LEARNED)
    assert least == pytest.approx(min(leads), abs=1e-4)
    assert means == pytest.approx(np.concatenate(hidden).mean(axis=0), abs=1e-5)


def test_a_unit_less_is_a_unit_held_at_its_mean(network: NetworkWeights) -> None:
    """The same logits, step by step, as the whole network with that hidden state held there."""
    thin, mean = Thinned.whole(network).without(5, 0.25), 0.25
    assert thin.units == (0, 1, 2, 3, 4, 6, 7)
    whole, part = Stepper.of(network), Stepper.of(thin.weights)
    one, other = whole.zero(1), part.zero(1)
    one[0]["h"][:, 5] = mean
    for character in [0, *TASK.vocabulary.encode("aXaaXXYbb")]:
        read = np.array([character])
        held = {(1, "h"): (np.array([0]), np.array([5]), np.array([mean]))}
        logits, one = whole.step(read, one, held)
        again, other = part.step(read, other)
        assert again == pytest.approx(logits, abs=1e-5)


def test_what_counts_stays(network: NetworkWeights) -> None:
    """Units go one by one, all strings stay right, and the last to be left is the counter."""
    found = thinner(network, LEARNED)
    assert [len(one.units) for one in found] == list(range(8, 8 - len(found), -1))
    assert all(WHERE in one.units for one in found)
    assert all(exact(one.weights, ITEMS, TASK.vocabulary).all() for one in found)
    assert len(found[-1].units) == 1


def test_a_network_that_is_proved_only_thinned() -> None:
    """Two units turn their signs at every step, always against each other, so that what they say to the
    counter's forget gate adds up to nothing. A box does not know that; without them the counter is proved.
    """
    network = built.counting("hard", skip="X", units=6, at=WHERE)
    layer = network.layers[0]
    for unit, start in ((0, 60.0), (1, -60.0)):
        layer.bias[[unit, 6 + unit, 18 + unit]] = 30, -30, 30  # i, f, o
        layer.kernel[0, 12 + unit] = start  # BOS
        layer.recurrent[unit, 12 + unit] = -30
        layer.recurrent[unit, 6 + WHERE] = -16
    assert exact(network, ITEMS, TASK.vocabulary).all()
    proof = certificate.proved("selective", network, IDS, LEARNED)
    assert proof is not None
    assert WHERE in proof.units
    assert len({0, 1} & {*proof.units}) == 1
    verify.check(certificate.contents("selective", IDS, proof))
    assert proofs.as_trained(TASK, network, proof) == 1


def test_rounded_and_back(network: NetworkWeights) -> None:
    """The rounded network as floats rounds to itself."""
    rounded = Rounded.of(network)
    again = Rounded.of(rounded.weights())
    for name in ("table", "recurrent", "dense", "dense_bias"):
        assert np.array_equal(getattr(rounded, name), getattr(again, name))
