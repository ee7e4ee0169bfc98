"""Texts, and the table that most forms are made from."""

from collections.abc import Callable, Sequence

Texts = Sequence[str]
Writer = Callable[[Texts], bytes]
DATE = "2020-01-02 10:00:00"


def rows(texts: Texts) -> list[list[str]]:
    """A header and a row for each text, the text in the middle."""
    return [["id", "created_at", "text", "username"]] + [
        [str(100 + n), DATE, text, "baker"] for n, text in enumerate(texts)
    ]
