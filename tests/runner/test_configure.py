"""What a workspace is made with: remembered, overridden, taken back; a damaged memory is a line."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.files import Damaged
from pipeline.core.workspace import Workspace
from pipeline.runner.configure import Choice, choice_of, configure, restore


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace without anything, and a raw file beside it."""
    (tmp_path / "posts.csv").write_text("text\nhello\n")
    return Workspace(tmp_path / "mine")


def test_a_choice_is_remembered_and_the_next_one_lies_over_it(workspace: Workspace) -> None:
    """Raw file and settings stay, what is passing does not; a new preset drops settings given by hand."""
    corpus = str(workspace.folder.parent / "posts.csv")
    first = configure(workspace, Choice(corpus=corpus, overrides={"train": {"units": 8}}))
    assert (first.corpus.source, first.train.units) == (corpus, 8)
    again = configure(workspace, Choice(passing={"train": {"units": 9}}))
    assert (again.corpus.source, again.train.units) == (corpus, 9)
    assert configure(workspace, Choice()).train.units == 8
    before = choice_of(workspace)
    plain = configure(workspace, Choice(preset="smoke"))
    assert plain.train.units != 8
    assert choice_of(workspace)["overrides"] == {}
    restore(workspace, before)
    assert choice_of(workspace) == before
    restore(workspace, {})
    assert choice_of(workspace) == {}


def test_what_is_wrong_is_a_line_and_is_not_remembered(workspace: Workspace) -> None:
    """No raw file, one that is not there, a setting out of its range."""
    corpus = str(workspace.folder.parent / "posts.csv")
    for choice, words in (
        (Choice(), "no raw file is known for 'mine'"),
        (Choice(corpus="nowhere.csv"), "nowhere.csv"),
        (Choice(corpus=corpus, overrides={"train": {"units": 0}}), "units"),
    ):
        with pytest.raises(UserError, match=words):
            configure(workspace, choice)
        assert choice_of(workspace) == {}


def test_a_damaged_memory_says_what_to_give_again(workspace: Workspace) -> None:
    """Half a file, and one with a key that this program does not write."""
    workspace.folder.mkdir()
    for text in ('{"preset"', '{"preset": "demo", "corpus": "x", "overrides": {}, "more": 1}'):
        workspace.choice.write_text(text)
        with pytest.raises(Damaged, match="name the raw file and the preset again"):
            choice_of(workspace)
