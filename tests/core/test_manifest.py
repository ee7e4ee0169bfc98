"""Manifests: checked against their own digest, and equal except for what a run cost."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.core import manifest
from pipeline.core.files import Damaged

SAID: dict[str, Any] = {
    "stage": "scan",
    "position": 4,
    "fingerprint": {"revision": 2},
    "outputs": {"a": "00"},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A manifest of the stage scan."""
    found = tmp_path / "scan.json"
    manifest.write(found, SAID)
    return found


def altered(path: Path, **changes: Any) -> Path:
    """The same file with other values, its digest left as it was."""
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
    return path


def test_its_digest_is_that_of_all_the_rest(path: Path) -> None:
    """SHA-256 of the JSON with sorted keys, by hand."""
    expected = hashlib.sha256(json.dumps(SAID, sort_keys=True).encode()).hexdigest()
    assert manifest.read(path)["sha256"] == expected
    assert manifest.read(path)["fingerprint"] == {"revision": 2}
    assert manifest.position(path) == 4


@pytest.mark.parametrize(
    "change", [{"outputs": {"a": "01"}}, {"stage": "train"}, {"more": 1}, {"position": "x"}]
)
def test_what_was_altered_is_damaged_and_says_how_to_make_it_anew(path: Path, change: dict[str, Any]) -> None:
    """Another digest, another stage, an unknown key, another type: a line with the command."""
    with pytest.raises(Damaged, match=r"is damaged .*`tweetscope scan` writes it again"):
        manifest.read(altered(path, **change))
    assert manifest.position(path) == -1


def test_what_a_run_cost_is_no_part_of_what_it_did(path: Path, tmp_path: Path) -> None:
    """Two runs that differ in time have the same digest; another count is another."""
    other = tmp_path / "other" / "scan.json"
    manifest.write(other, {**SAID, "profile": {"seconds": 9.5}})
    assert manifest.digest(other) == manifest.digest(path)
    manifest.write(other, {**SAID, "counts": {"tweets": 1}})
    assert manifest.digest(other) != manifest.digest(path)
