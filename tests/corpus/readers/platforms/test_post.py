"""A post before it is cleaned."""

from pipeline.corpus.readers.platforms.post import Dropped, Post, inside


def test_values_are_found_inside_objects_alone() -> None:
    """A path that ends early, leads through a list, or ends at null gives None; 0 and "" are values."""
    record = {"a": {"b": {"c": 0}}, "list": [1], "null": None, "text": ""}
    assert inside(record, "a", "b", "c") == 0
    assert inside(record, "text") == ""
    for keys in (("a", "x"), ("list", "0"), ("null", "x"), ("text", "x"), ("a", "b", "c", "d")):
        assert inside(record, *keys) is None
    assert inside("no object", "a") is None


def test_a_reason_is_a_text_and_posts_share_no_spans() -> None:
    """What is dropped is counted by its words; two posts have two lists."""
    assert Dropped("a boost") == "a boost"
    one, other = Post("x"), Post("y")
    one.spans.append(("url", 0, 1))
    assert other.spans == []
