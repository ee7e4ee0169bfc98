"""Proofs: boxes hold every step, hand-built networks are proved, wrong ones are not."""

import copy
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import built
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.lab.proofs import certificate, verify
from pipeline.lab.proofs.boxes import OPEN, STATE, WEIGHT, Box, Rounded, step
from pipeline.lab.proofs.invariant import closed, cycle
from pipeline.lab.tasks import counter, memoriser, selective
from pipeline.lab.tasks.task import Task
from pipeline.network.weights import NetworkWeights

BUILT = {
    "counter": (counter.TASK, built.counting("hard")),
    "selective": (selective.TASK, built.counting("hard", skip="X", units=20)),
    "memoriser": (memoriser.TASK, built.remembering("hard")),
}


def ids(task: Task) -> dict[str, int]:
    return {c: int(task.vocabulary.encode(c)[0]) for c in task.characters}


def made(name: str) -> dict[str, Any]:
    """The certificate of a hand-built network, as it stands in its file."""
    task, network = BUILT[name]
    proof = certificate.proved(name, network, ids(task))
    assert proof is not None
    return json.loads(json.dumps(certificate.contents(name, ids(task), proof)))


@pytest.fixture(scope="module")
def certificates() -> dict[str, dict[str, Any]]:
    return {name: made(name) for name in BUILT}


def row(proof: dict[str, Any], character: str) -> list[int]:
    """What a character adds to the pre-activations."""
    return list(proof["network"]["table"][proof["ids"][character]])


def random_network(seed: int, units: int = 4) -> NetworkWeights:
    """A network of no use with hard gates."""
    small = built.noisy(built.counting("hard", units=units, at=0), seed, 2.0)
    small.layers[0].kernel[...] /= 8  # gates between their ends
    small.layers[0].bias[...] /= 8
    return small


def exact_step(network: Rounded, c: list[Fraction], h: list[Fraction], character: int) -> tuple[Any, Any]:
    """One step of one state in exact fractions."""
    units, one = network.units, Fraction(1)
    z = [
        Fraction(int(network.table[character, k]), WEIGHT)
        + sum(Fraction(int(network.recurrent[u, k]), WEIGHT) * h[u] for u in range(units))
        for k in range(4 * units)
    ]
    sigma = [min(one, max(0 * one, (x + 3) / 6)) for x in z]
    cut = [min(one, max(-one, x)) for x in z]
    fresh = [sigma[units + u] * c[u] + sigma[u] * cut[2 * units + u] for u in range(units)]
    return fresh, [sigma[3 * units + u] * min(one, max(-one, fresh[u])) for u in range(units)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_a_step_of_a_box_holds_the_steps_of_its_states(seed: int, character: int, draw: int) -> None:
    """Against exact fractions: any state of a box lands in the box after it."""
    random = np.random.default_rng(draw)
    network = Rounded.of(random_network(seed))
    c, h = (
        np.sort(random.integers(-size * STATE, size * STATE, (2, network.units)), axis=0) for size in (3, 1)
    )
    box = Box(c, h, np.zeros(network.units, np.int64))
    after = step(network, box, character, 0, 0)
    assert after is not None
    inside = [
        [Fraction(int(random.integers(low, high + 1)), STATE) for low, high in part.T] for part in (c, h)
    ]
    for (low, high), values in zip((after.c, after.h), exact_step(network, *inside, character), strict=True):
        assert all(
            Fraction(int(a), STATE) <= v <= Fraction(int(b), STATE)
            for a, b, v in zip(low, high, values, strict=True)
        )


@pytest.mark.parametrize("name", BUILT)
def test_the_built_networks_are_proved(name: str, certificates: dict[str, dict[str, Any]]) -> None:
    """As they are, without sharpening; and the checker agrees."""
    assert certificates[name]["factor"] == 1
    verify.check(certificates[name])


def test_the_checker_runs_alone(tmp_path: Path, certificates: dict[str, dict[str, Any]]) -> None:
    """As a script, without this package: it says what holds, and fails where a proof does not."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(certificates["counter"]))
    wrong = copy.deepcopy(certificates["counter"])
    wrong["network"]["bias"][1] += 20 * WEIGHT  # EOS is always printed
    bad.write_text(json.dumps(wrong))
    ran = [
        subprocess.run(
            [sys.executable, "-I", verify.__file__, str(path)], capture_output=True, text=True, check=False
        )
        for path in (good, bad)
    ]
    assert (ran[0].returncode, ran[0].stdout) == (0, f"{good} holds\n")
    assert ran[1].returncode == 1
    assert "not proved" in ran[1].stderr


def test_the_checker_is_short_and_shares_nothing() -> None:
    """Under 100 lines, and it imports nothing of this project."""
    source = Path(verify.__file__).read_text()
    assert len(source.splitlines()) < 100
    assert "pipeline" not in source.split('"""', 2)[2]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("counter", lambda p: p["boxes"]["up"][1][0].__setitem__(0, 1)),  # h of unit 0 is 0, not from 1 on
        ("counter", lambda p: p["boxes"]["down"][0][1].__setitem__(3, -STATE)),  # the count is off by one
        ("counter", lambda p: p.update(settle=p["first"])),  # numbers are left out
        ("counter", lambda p: p["sign"].__setitem__(3, -1)),
        ("counter", lambda p: p["network"]["recurrent"][3].__setitem__(10 + 3, -60 * WEIGHT)),  # it forgets
        ("selective", lambda p: p["network"]["table"].__setitem__(p["ids"]["X"], row(p, "a"))),  # X counts
        ("memoriser", lambda p: p["boxes"].update({"A 0": p["boxes"]["B 0"]})),
        ("memoriser", lambda p: p["network"]["table"][p["ids"]["x"]].__setitem__(20 + 5, 0)),  # x forgets
    ],
)
def test_what_is_altered_is_refused(name: str, change: Any, certificates: dict[str, dict[str, Any]]) -> None:
    """Boxes, signs, ranges and weights: nothing may be another."""
    altered = copy.deepcopy(certificates[name])
    change(altered)
    with pytest.raises(SystemExit, match="not proved"):
        verify.check(altered)


def test_a_network_that_is_wrong_is_not_proved() -> None:
    """One whose counter leaks is right for small numbers only, and no proof is found."""
    leaking = built.counting("hard")
    leaking.layers[0].bias[10 + 3] = 2.9  # a forget gate just below its end
    for factor in certificate.FACTORS:
        assert (
            factor * 2.9 > 3 or certificate.prove("counter", Rounded.of(leaking), ids(counter.TASK)) is None
        )


def test_shuffled_networks_are_not_proved() -> None:
    """In ten networks with the numbers of one that counts, in other places."""
    whole = built.noisy(built.counting("hard"))
    found = [
        certificate.proved("counter", built.shuffled(whole, seed), ids(counter.TASK)) for seed in range(10)
    ]
    assert found == [None] * 10


def test_other_networks_are_refused() -> None:
    """Soft gates have no ends; one line says what is needed."""
    with pytest.raises(UserError, match="activations = hard"):
        Rounded.of(built.counting())


def test_a_closed_box_is_closed() -> None:
    """It holds its start, and a further step does not leave it; what grows without end has an open bound."""
    network = Rounded.of(built.counting("hard"))
    a = ids(counter.TASK)["a"]
    start = Box.zero(network.units)
    box = closed(network, start, [(a, 0)], 0)
    assert box is not None
    after = step(network, box, a, 0, 0)
    assert after is not None
    assert start.within(box)
    assert after.within(box)
    assert box.c[1, 3] == OPEN


def test_a_cycle_is_found() -> None:
    """A unit that turns its own sign at every x comes back after two."""
    network = built.remembering("hard")
    network.layers[0].bias[0 + 9], network.layers[0].bias[20 + 9], network.layers[0].bias[60 + 9] = (
        30,
        -30,
        30,
    )
    network.layers[0].recurrent[9, 40 + 9] = -30
    rounded = Rounded.of(network)
    x = ids(memoriser.TASK)["x"]
    zero = Box.zero(rounded.units)
    start = Box(zero.c.copy(), zero.h.copy(), zero.sign)
    start.c[:, 9] = start.h[:, 9] = STATE
    one, two = cycle(rounded, start, x, 1), cycle(rounded, start, x, 2)
    assert one is not None
    assert two is not None
    assert one[0].h[:, 9].tolist() == [-STATE, STATE]
    assert [box.h[:, 9].tolist() for box in two] == [[STATE, STATE], [-STATE, -STATE]]
