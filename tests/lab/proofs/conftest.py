"""The certificates of the networks that are built by hand."""

import json
from typing import Any

import built
import pytest

from pipeline.lab.proofs import certificate


def made(name: str) -> dict[str, Any]:
    """The certificate of such a network, as it stands in its file."""
    task, network = built.PROVED[name]
    proof = certificate.proved(name, network, built.ids(task), built.learned(task))
    assert proof is not None
    return json.loads(json.dumps(certificate.contents(name, built.ids(task), proof)))


@pytest.fixture(scope="session")
def certificates() -> dict[str, dict[str, Any]]:
    """Task → certificate."""
    return {name: made(name) for name in built.PROVED}
