"""Marks that travel inside a text, checked against cases worked by hand and against plain concatenation."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.demo.markup import TAGS, Span, mark, render, shorthand


def test_shorthand_by_hand() -> None:
    """A name, a negated future and a copula get the spans that one counts off by hand."""
    text, spans = render(shorthand("[Mara Kell] <won't|ever|be> who she ^is"))
    assert text == "Mara Kell won't ever be who she is"
    assert set(spans) == {
        Span("proper_noun", 0, 9),
        Span("aux_be", 10, 23),
        Span("aux_be_auxiliary", 10, 15),
        Span("auxiliary", 10, 15),
        Span("aux_be_between", 16, 20),
        Span("aux_be_be", 21, 23),
        Span("auxiliary", 21, 23),
        Span("auxiliary", 32, 34),
    }


def test_contracted_have_stands_between() -> None:
    """In "could've been" the clitic is between, an auxiliary, and not parted from its host."""
    text, spans = render(shorthand("it <could|^'ve|been> worse"))
    assert text == "it could've been worse"
    assert [text[s.start : s.end] for s in spans if s.concept == "auxiliary"] == ["could", "'ve", "been"]
    assert [text[s.start : s.end] for s in spans if s.concept == "aux_be_between"] == ["'ve"]


def test_to_is_no_auxiliary() -> None:
    """The "to" of "to be" opens aux_be without being an auxiliary."""
    text, spans = render(shorthand("<to||be>"))
    assert [text[s.start : s.end] for s in spans if s.concept == "auxiliary"] == ["be"]
    assert Span("aux_be", 0, 5) in spans


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.text("abc é😀", max_size=5)), max_size=8))
def test_render_undoes_mark(pieces: list[tuple[str, str]]) -> None:
    """Marked pieces, joined, give the joined text, and spans that cut out each piece again."""
    text, spans = render("".join(mark(tag, piece) for tag, piece in pieces))
    assert text == "".join(piece for _, piece in pieces)
    assert [(s.concept, text[s.start : s.end]) for s in spans] == pieces


@given(st.text("ab ", max_size=4), st.text("cd", max_size=4), st.text("ef", max_size=4))
def test_spans_nest(before: str, inner: str, after: str) -> None:
    """A span inside a span keeps its place."""
    text, spans = render("x" + mark("aux_be", before + mark("auxiliary", inner) + after))
    start = 1 + len(before)
    assert spans == [
        Span("auxiliary", start, start + len(inner)),
        Span("aux_be", 1, len(text)),
    ]
