"""The README's results: few, certified, with intervals, and only between their marks."""

import re

from pipeline.report.results.facts import Facts
from pipeline.report.results.headline import END, SHOWN, START, block, headline, replaced


def test_few_lines_each_with_an_interval(known: Facts) -> None:
    """At most six, every one with a bracketed interval, except for the counts of grades."""
    lines = headline(known)
    assert 0 < len(lines) <= SHOWN
    told = sum(one.tells for one in known.certificates)
    assert f"**{told} of {len(known.certificates)} concepts**" in lines[1]
    others = [lines[0], *lines[2:]]
    assert all(re.search(r"\[−?\d\.\d+, −?\d\.\d+\]", line) for line in others)


def test_what_is_not_certified_is_not_claimed(known: Facts) -> None:
    """Without certificates only bits and the ablation are left."""
    doubtful = [one.model_copy(update={"certified": False}) for one in known.certificates]
    lines = headline(known.model_copy(update={"certificates": doubtful}))
    assert not any("AUROC" in line for line in lines)


def test_the_largest_effect_is_shown(known: Facts) -> None:
    """Of the ablations inside, that with the greatest value, by a plain search."""
    inside = [one for one in known.effects if (one.kind, one.where) == ("ablate_c", "inside")]
    most = max(inside, key=lambda one: one.value)
    assert any(line.startswith(f"- **Without `{most.address}`**") for line in headline(known))


def test_only_the_block_changes(known: Facts) -> None:
    """What stands before and after the marks is kept; a text without marks stays as it is."""
    text = f"before\n{START}\nold\n{END}\nafter\n"
    made = replaced(text, block(known))
    assert made.startswith("before\n")
    assert made.endswith("after\n")
    assert "old" not in made
    assert replaced(made, block(known)) == made
    assert replaced("no marks", block(known)) == "no marks"
