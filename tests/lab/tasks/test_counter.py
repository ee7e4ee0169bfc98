"""The strings of the counter, against a regular expression that counts."""

import re

from pipeline.lab.tasks import counter


def test_as_many_bs_as_as() -> None:
    """aⁿXbⁿ for each number that is learned, once; the prompt ends with X."""
    for n, item in enumerate(counter.TASK.training, 1):
        assert re.fullmatch(rf"a{{{n}}}Xb{{{n}}}", item.text)
        assert item.prompt[-1] == "X"
    assert len(counter.TASK.training) == counter.LONGEST
    assert set(counter.TASK.characters) == {c for item in counter.TASK.training for c in item.text}
