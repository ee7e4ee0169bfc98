"""Strings coloured by the unit that was found."""

import re
from html import unescape

import built

from pipeline.lab.pictures import WORDS, draw, pictures
from pipeline.lab.tasks import counter


def typed(html: str) -> str:
    """The text of a line without its marks."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_a_string_stands_over_all_six_signals() -> None:
    """One line a signal, each with the whole string; the count colours the cell, the empty string nothing."""
    picture = draw(built.counting(at=3), counter.string(4), 3, counter.TASK.vocabulary)
    assert (picture.text, picture.address) == ("aaaaXbbbb", "L1.c.3")
    assert [words for words, _, _ in picture.lines] == list(WORDS.values())
    assert all(typed(str(text)) == "aaaaXbbbb" for _, text, _ in picture.lines)
    cell, forget = str(picture.lines[0][1]), str(picture.lines[3][1])
    assert len(set(re.findall(r'class="([^"]+)"', cell))) > len(set(re.findall(r'class="([^"]+)"', forget)))


def test_the_page_shows_the_units_that_were_found() -> None:
    """The counting unit over two strings, the remembering one over both letters, a register of a copier."""
    found = pictures("counter", {"noisy": [built.noisy(built.counting(at=3), size=0.2)]})
    assert [one.address for one in found] == ["L1.c.3", "L1.c.3"]
    found = pictures("memoriser", {"noisy": [built.noisy(built.remembering(at=5), size=0.2)]})
    assert [one.text[0] for one in found] == ["A", "B"]
    found = pictures("copying", {"quiet": [built.copier()]})
    assert [(one.text, one.address) for one in found] == [("cabXcab", "L1.c.10"), ("abcXabc", "L1.c.10")]
