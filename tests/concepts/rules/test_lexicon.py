"""Word lists of installed packages."""

import pytest

from pipeline.concepts.rules import lexicon
from pipeline.core.errors import UserError


def test_lists_hold_what_they_say() -> None:
    """Known words are in the lists that should hold them, and not in the others."""
    assert lexicon.tags("will") == {"MD"}
    assert lexicon.is_common("dog")
    assert not lexicon.is_common("obama")
    assert lexicon.is_closed("the")
    assert not lexicon.is_closed("dog")
    assert {"london", "york", "france"} <= lexicon.place_words()
    assert {"mary", "james"} <= lexicon.first_names()
    assert "smith" in lexicon.surnames()
    assert {"new york", "abraham lincoln"} <= lexicon.phrases()
    assert lexicon.is_finite("was")


def test_a_missing_package_is_one_line() -> None:
    """A package that is not installed is named."""
    with pytest.raises(UserError, match="no_such_package"):
        list(lexicon._lines("no_such_package", "x"))
