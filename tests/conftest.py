"""What all tests share: the place of the real corpora, and a quiet TensorFlow."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real corpora, gold labels and conformance suites beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the material of {SHARED.name}/ beside the checkout (real corpora, gold labels)")
    return SHARED
