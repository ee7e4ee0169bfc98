"""The strings of the selective counter: b's are as many as a's, and what is judged was not learned."""

import re
from collections import Counter

from pipeline.lab.tasks import selective


def test_only_as_are_counted() -> None:
    """At most two X's after an a, then Y, then the b's; each string is learned once."""
    texts = [item.text for item in selective.TASK.training]
    assert all(re.fullmatch(r"(aX{0,2})+Yb+", text) for text in texts)
    assert all(text.count("a") == text.count("b") for text in texts)
    assert len(set(texts)) == len(texts)
    assert {text.count("a") for text in texts} == set(range(1, selective.LONGEST + 1))


def test_what_is_judged_is_new() -> None:
    """Ten of every number up to twice what was learned; of three a's there are few others."""
    items = selective.held_out()
    assert not {item.text for item in items} & {item.text for item in selective.TASK.training}
    found = Counter(len(item.answer) for item in items)
    assert 0 < found.pop(3) <= 10
    assert found == dict.fromkeys(range(4, selective.BEYOND + 1), 10)


def test_plain_strings_by_hand() -> None:
    """An X after every second a."""
    assert [selective.plain(n).text for n in (1, 2, 3)] == ["aYb", "aaXYbb", "aaXaYbbb"]
