"""A damaged or foreign file of facts is one clear line."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.report.results.facts import Facts, load


@pytest.mark.parametrize("text", ["", "{", '{"provenance": {}}'])
def test_what_is_not_facts_says_what_to_run(tmp_path: Path, text: str) -> None:
    """The message names the file and the command that writes it again."""
    path = tmp_path / "mine.json"
    path.write_text(text)
    with pytest.raises(UserError, match=r"mine\.json does not hold results .*make results NAME=mine"):
        load(path)


def test_an_unknown_name_is_refused(tmp_path: Path, known: Facts) -> None:
    """A file with more than the page knows would be shown in part: it is not read."""
    path = tmp_path / "mine.json"
    path.write_text(known.model_dump_json().replace('"corpus"', '"more": 1, "corpus"', 1))
    with pytest.raises(UserError, match="more"):
        load(path)


def test_the_best_of_a_concept(known: Facts) -> None:
    """By name, or None."""
    assert known.best("hashtag") == known.certificates[0]
    assert known.best("nothing") is None
