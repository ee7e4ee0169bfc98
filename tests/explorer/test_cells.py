"""The page's network in Node.js against the one in Python, for every kind of cell and any depth."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from networks import KINDS, network_of

from pipeline.explorer.encode import pack
from pipeline.network.activations import activations
from pipeline.network.address import Address, size
from pipeline.network.bits import bits
from pipeline.text.vocabulary import BOS

PROGRAM = Path(__file__).parent / "page" / "network" / "run" / "signals.mjs"
IDS = np.array([3, 7, 5, 3, 11, 8, 8, 4, 9, 10] * 5)
SHAPES = [(cell, kind, 2) for cell, kind in KINDS] + [("lstm", "standard", 1), ("gru", "standard", 4)]


def page(*given: dict[str, Any]) -> list[dict[str, Any]]:
    """What the page's modules say."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js for the page's network")
    run = subprocess.run(
        [node, PROGRAM], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_signals_of_every_cell_equal_python() -> None:
    """All signals to 1e-5, bits to 1e-4, and each kind's own equations hold."""
    networks = [
        network_of(cell, kind, layers=layers, units=9, size=12, scale=0.4) for cell, kind, layers in SHAPES
    ]
    ids = [BOS, *IDS.tolist()]
    found = page(*({"packed": pack(one, "float32"), "ids": ids} for one in networks))
    for shape, network, theirs in zip(SHAPES, networks, found, strict=True):
        addresses = [Address.from_flat(k, network.shape) for k in range(size(network.shape))]
        signals = activations(network, [IDS], addresses)
        np.testing.assert_allclose(theirs["signals"], signals, atol=1e-5, rtol=1e-5, err_msg=str(shape))
        logits = np.reshape(theirs["logits"], (len(ids), -1)).astype(np.float64)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        mine = -logits[np.arange(len(IDS)), IDS] / np.log(2)
        np.testing.assert_allclose(mine, bits(network, [IDS], [{}])[0][:-1], atol=1e-4, err_msg=str(shape))
        assert theirs["residual"] < 1e-6, shape


def test_held_signals_of_every_cell_equal_python() -> None:
    """Each signal of a unit held at a value: the bits that follow are those of the stepper in Python."""
    given, expected = [], []
    for cell, kind, layers in SHAPES:
        network = network_of(cell, kind, layers=layers, units=9, size=12, scale=0.4)
        for signal in network.shape[0][0]:
            value = 0.75
            address = Address(1, signal, 4)
            clamps = [{"layer": 0, "signal": signal, "unit": 4, "value": value}]
            given.append({"packed": pack(network, "float32"), "ids": [BOS, *IDS.tolist()], "clamps": clamps})
            expected.append(bits(network, [IDS], [{address: value}])[0][:-1])
    for theirs, mine in zip(page(*given), expected, strict=True):
        logits = np.reshape(theirs["logits"], (len(IDS) + 1, -1)).astype(np.float64)
        logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
        np.testing.assert_allclose(-logits[np.arange(len(IDS)), IDS] / np.log(2), mine, atol=1e-4)
