"""A small workspace with every artefact that the explorer shows, and a real Chromium to show it in."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.workspace import Workspace


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def synthetic() -> Any:
    """The module that makes workspaces by hand (tests are not a package, so it is loaded by its path)."""
    return _module(Path(__file__).parent / "synthetic.py")


@pytest.fixture(scope="session")
def built() -> Any:
    """The module of lab networks that are built by hand."""
    return _module(Path(__file__).parents[1] / "lab" / "built.py")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, synthetic: Any) -> Any:
    """The workspace `demo`, all artefacts made by hand or at random."""
    return synthetic.workspace(tmp_path_factory.mktemp("explorer") / "demo")


@pytest.fixture(scope="session")
def explorer(made: Any) -> Path:
    """The explorer of that workspace."""
    from pipeline.core.screen import QuietScreen
    from pipeline.core.settings import ExploreSettings
    from pipeline.explorer import stage
    from pipeline.tracking.tracker import NullTracker

    stage.run(ExploreSettings(tweets=40), made, NullTracker(), QuietScreen())
    return made.explorer


class Visit:
    """A page of the explorer, with whatever it asked of the network and whatever went wrong in it."""

    def __init__(self, context: Any, file: Path) -> None:
        self.file = file
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page = context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._console)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def open(self, fragment: str = "") -> Any:
        """Open the file afresh at a fragment and wait until a view stands."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.file.as_uri()}{fragment}")
        self.page.wait_for_selector("main h1")
        return self.page


@pytest.fixture
def visit(chromium: Any, explorer: Path) -> Iterator[Visit]:
    """A fresh visitor; the test fails if the page asked for anything or reported an error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    visitor = Visit(context, explorer)
    yield visitor
    context.close()
    assert visitor.errors == []
    outside = [url for url in visitor.requests if not url.startswith(("file:", "data:", "about:", "blob:"))]
    assert outside == []


@pytest.fixture
def bare(made: Workspace, tmp_path: Path) -> Workspace:
    """The network, the vocabulary and the tweets, without any evidence."""
    found = Workspace(tmp_path / "bare")
    for name in ("tweets", "vocabulary", "model", "weights"):
        path: Path = getattr(found, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(getattr(made, name).read_bytes())
    return found
