"""The small network that writes, and a workspace in which every stage has run once."""

from pathlib import Path

import hostile
import pytest
from filelock import FileLock
from writers import make_network, network, tweets, vocabulary, write_workspace  # noqa: F401

from pipeline.commands import app

TINY = Path(__file__).with_name("tiny.toml")


@pytest.fixture(scope="session")
def tiny_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workspace `tiny`, hostile posts in it, made once for all processes; to be copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    home, whole = shared / "tiny home", shared / "tiny home" / "whole"
    with FileLock(shared / "tiny.lock"):
        if whole.exists():
            return home
        home.mkdir(exist_ok=True)
        hostile.write(home / "raw.json", 200, 3)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(home)
            app.main(
                ["run", *("--name", "tiny", "--corpus", "raw.json", "--preset", str(TINY), "--no-track")]
            )
        whole.touch()
    return home
