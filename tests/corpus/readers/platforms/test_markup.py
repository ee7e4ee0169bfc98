"""Posts in HTML as text: by hand, and for any text that is escaped into paragraphs."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.readers.platforms.markup import to_text


@pytest.mark.parametrize(
    ("html", "text", "marked"),
    [
        ("no markup", "no markup", []),
        ("<p>one</p><p>two<br/>three</p>", "one\n\ntwo\nthree", []),
        ("<p>&lt;b&gt; &amp; more</p>", "<b> & more", []),
        ("<script>alert(1)</script><p>x</p><style>p{}</style><!-- y -->", "x", []),
        ('<p>see <a href="https://x.y/z">x.y/z</a></p>', "see x.y/z", [("url", "x.y/z")]),
        ('<p><a class="u-url mention">@<span>ann</span></a> hi</p>', "@ann hi", [("mention", "@ann")]),
        ('<p><a rel="tag">#<b>one</b></a></p>', "#one", [("hashtag", "#one")]),
        ('<p>an <img alt=":cat:" src="x"> here</p>', "an :cat: here", []),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo", []),
        ('<p class="quote-inline">RE: https://x</p><p>mine</p>', "mine", []),
    ],
)
def test_by_hand(html: str, text: str, marked: list[tuple[str, str]]) -> None:
    """Blocks, breaks, links by their class, what is not typed, what is quoted."""
    found, spans = to_text(html)
    assert found == text
    assert [(concept, found[start:end]) for concept, start, end in spans] == marked


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1), min_size=1))
def test_escaped_paragraphs_come_back(paragraphs: list[str]) -> None:
    """Whatever their letters are."""
    html = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    assert to_text(html)[0] == "\n\n".join(paragraphs)


def test_deep_nesting_needs_no_recursion() -> None:
    """Ten thousand elements inside each other."""
    assert to_text("<b>" * 10_000 + "x" + "</b>" * 10_000)[0] == "x"
