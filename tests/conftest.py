"""What all tests share: the place of the real corpora, and a quiet TensorFlow."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgresql
import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")

CHROMIUM = next((p for p in map(Path, ("/usr/bin/chromium", "/usr/bin/google-chrome")) if p.exists()), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def search_path() -> list[str]:
    """Where modules are looked for, before any test has loaded a model that brings its own few."""
    return sys.path[:]


@pytest.fixture(autouse=True)
def own_modules(search_path: list[str]) -> Iterator[None]:
    """Each test, and the processes that it starts, have all modules of the program."""
    sys.path[:] = search_path
    yield
    sys.path[:] = search_path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real corpora, gold labels and conformance suites beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the material of {SHARED.name}/ beside the checkout (real corpora, gold labels)")
    return SHARED


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running Chromium, driven by Playwright; closed with the module, for it brings an event loop."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium at /usr/bin/chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def gallery_files(shared: Path) -> list[Path]:
    """The four networks of the 2017 explorer."""
    files = sorted((shared / "conformance" / "lstm-explorer").glob("*.json"))
    assert [json.loads(file.read_text())["name"] for file in files]
    return files


@pytest.fixture(scope="session")
def postgres() -> Iterator[int]:
    """The port of a real PostgreSQL, whose databases are made by `postgresql.create`."""
    pytest.importorskip("psycopg")
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.running() as port:
        yield port
