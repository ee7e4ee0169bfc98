"""Cut tweets: what is left of each span, by hand and by invariant."""

import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.demo.cut import cut, maybe_cut, places
from pipeline.corpus.demo.markup import Span, mark, render, shorthand

LINK = mark("url", "https://t.co/AbCdEf1234")


def test_aux_be_goes_unless_whole() -> None:
    """Cut between "never" and "been", the family goes, the auxiliary stays."""
    text, spans = render(shorthand("she <has|never|been> late"))
    shorter, kept = cut(text, spans, len("she has never"), "…")
    assert shorter == "she has never…"
    assert kept == [Span("auxiliary", 4, 7)]


def test_an_open_quotation_runs_to_the_end() -> None:
    """A quotation that loses its end covers the dots too, and has no closing character."""
    text, spans = render(mark("quote_open", "“") + mark("quoted_speech", "we won") + mark("quote_close", "”"))
    assert cut(text, spans, 3, "...") == ("“we...", [Span("quote_open", 0, 1), Span("quoted_speech", 1, 6)])


def test_a_url_is_cut_inside_and_keeps_four_letters() -> None:
    """A URL may be cut after `http` and wherever the last character left is a letter or a digit."""
    text, spans = render("a b c d e f g h i j k l " + LINK)
    inside = [text[24:at] for at in places(text, spans, 100) if 24 < at < len(text)]
    assert inside[:5] == ["http", "https", "https://t", "https://t.c", "https://t.co"]
    assert len(inside) == 5 + 9


def test_names_and_single_quotes_are_never_cut() -> None:
    """No place lies within a name; a tweet with single quotes stays as it is."""
    text, spans = render(shorthand("hm hm hm hm hm hm [Mara Kell Rovers] won"))
    assert not [at for at in places(text, spans, 100) if 18 < at < 34]
    quoted, marked = render("so so so so so so " + mark("quote_open", "'") + "no" + mark("quote_close", "'"))
    assert maybe_cut(quoted, marked, random.Random(0)) == (quoted, marked)


@given(st.integers(0, 10**6))
def test_spans_stay_inside_the_text(seed: int) -> None:
    """Wherever it is cut, every span left is a non-empty piece of what is left."""
    marked = (
        shorthand("[Ada] ^was sure: ") + mark("quote_open", '"') + mark("quoted_speech", "it is on") + LINK
    )
    text, spans = render(marked + shorthand(" and <will||be>"))
    shorter, kept = maybe_cut(text, spans, random.Random(seed))
    assert shorter.endswith(("…", "..."))
    assert all(0 <= s.start < s.end <= len(shorter) for s in kept)
