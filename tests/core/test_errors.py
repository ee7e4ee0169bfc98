"""The one exception that is a message: a person sees its line, and nothing else catches it by accident."""

import pytest

from pipeline.core.errors import UserError


def test_it_is_its_message() -> None:
    """What the command line prints is what was said."""
    assert str(UserError("x.csv is not a file: give another")) == "x.csv is not a file: give another"


@pytest.mark.parametrize("common", [ValueError, OSError, KeyError, RuntimeError])
def test_a_handler_for_faults_does_not_swallow_it(common: type[Exception]) -> None:
    """Code that expects a library's error must let the message to the user pass."""
    assert not issubclass(UserError, common)
    assert not issubclass(common, UserError)
