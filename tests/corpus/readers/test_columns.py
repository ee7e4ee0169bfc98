"""Names of columns: the same name in other dress, flattened and nested, and what MongoDB wraps."""

import pytest

from pipeline.corpus.readers.columns import field_paths, first


@pytest.mark.parametrize(
    ("record", "handle"),
    [
        ({"author": "The Baker", "author_username": "baker"}, "baker"),
        ({"user.name": "The Baker", "user.screen_name": "baker"}, "baker"),
        ({"author": {"userName": "baker", "name": "The Baker"}}, "baker"),
        ({"Display Name": "The Baker", "Screen Name": "baker"}, "baker"),
        ({"name": "The Baker"}, "The Baker"),
        ({"user_id": "9"}, None),
    ],
)
def test_the_handle_comes_before_the_display_name(record: dict[str, object], handle: str | None) -> None:
    """However the two are called."""
    assert first(record, field_paths(tuple(record), None, None, None, None).author) == handle


def test_extended_json() -> None:
    """MongoDB's export wraps numbers and dates, once or twice; an object that is none stays one."""
    record = {"a": {"$numberLong": "7"}, "b": {"$date": {"$numberLong": "8"}}, "c": {"$x": 1, "y": 2}}
    assert [first(record, ((key,),)) for key in record] == ["7", "8", None]
