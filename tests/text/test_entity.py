"""The time limit of patterns."""

from collections.abc import Callable

import pytest
import regex

from pipeline.core.errors import UserError
from pipeline.text import entity

RUNAWAY = regex.compile(r"(?:a|aa|\n)+$")
HOSTILE = "a" * 60 + "b"


def find_all(text: str) -> list[regex.Match[str]]:
    return list(entity.find(RUNAWAY, text))


def match_whole(text: str) -> regex.Match[str] | None:
    return entity.whole(RUNAWAY, text)


@pytest.mark.parametrize("search", [find_all, match_whole])
def test_a_runaway_pattern_is_one_line(
    search: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search past the limit is a UserError of one line, and a TimeoutError for who rejects the record."""
    monkeypatch.setattr(entity, "TIME_LIMIT", 0.02)
    with pytest.raises(entity.EntityTimeout, match="starts 'aaaa") as caught:
        search(HOSTILE)
    assert isinstance(caught.value, UserError)
    assert isinstance(caught.value, TimeoutError)
    assert "\n" not in str(caught.value)


def test_a_newline_in_the_text_stays_out_of_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is one line whatever the text holds."""
    monkeypatch.setattr(entity, "TIME_LIMIT", 0.02)
    with pytest.raises(entity.EntityTimeout) as caught:
        list(entity.find(RUNAWAY, "a\n" + HOSTILE))
    assert r"a\naa" in str(caught.value)
    assert "\n" not in str(caught.value).replace(r"\n", "")


def test_matches_come_from_left_to_right() -> None:
    """Within the limit `find` gives what the pattern's own finditer gives, and `of` the matched slice."""
    pattern = regex.compile(r"\d+")
    found = [entity.Entity.of("number", match) for match in entity.find(pattern, "a1b22")]
    assert found == [entity.Entity("number", 1, 2, "1"), entity.Entity("number", 3, 5, "22")]
