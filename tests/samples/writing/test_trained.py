"""The trained network as it is read: what was written comes back, what does not belong together does not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, sha256
from pipeline.network.weights import read_weights
from pipeline.samples.writing.trained import load
from pipeline.text.vocabulary import Vocabulary


def test_network_vocabulary_and_digest_belong_together(
    tmp_path: Path, write_workspace: Callable[..., Workspace]
) -> None:
    """Arrays and characters are those of the files; another vocabulary, or none, is refused."""
    workspace = write_workspace(tmp_path / "w")
    found = load(workspace)
    assert np.array_equal(found.weights.dense, read_weights(workspace.weights).dense)
    assert found.vocabulary == Vocabulary.load(workspace.vocabulary)
    assert found.sha256 == sha256(workspace.weights)
    Vocabulary(tuple("abc")).save(workspace.vocabulary)
    with pytest.raises(UserError, match="vocabulary"):
        load(workspace)
    workspace.weights.unlink()
    with pytest.raises(UserError):
        load(workspace)
