"""Typing styles, on sentences worked by hand."""

import random

from pipeline.corpus.demo import style
from pipeline.corpus.demo.markup import mark, render, shorthand

SENTENCE = shorthand("the 3rd loaf of [Mara Kell] ^isn't for ") + mark("mention", "@ada") + " at 7pm"


def bare(marked: str) -> str:
    return render(marked)[0]


def test_shouting_spares_entities_and_ordinals() -> None:
    """Names and words are shouted, a mention and `3rd` are not."""
    assert bare(style.shout(SENTENCE)) == "THE 3rd LOAF OF MARA KELL ISN'T FOR @ada AT 7PM"


def test_headlines_capitalise_each_word_once() -> None:
    """Each word gets one capital; what follows an apostrophe or a digit gets none."""
    assert bare(style.headline(SENTENCE)) == "The 3rd Loaf Of Mara Kell Isn't For @ada At 7pm"


def test_sentence_case_knows_ends_from_dots() -> None:
    """A capital follows a full stop, a question and a line's end, but not three dots."""
    assert bare(style.sentence_case("well... no. yes? ah\nso")) == "Well... no. Yes? Ah\nSo"


def test_emphasis_changes_one_plain_word() -> None:
    """One word outside names and entities is in capitals, and spans stay where they were."""
    text, spans = render(SENTENCE)
    changed = {bare(style.emphasise(SENTENCE, random.Random(seed))) for seed in range(20)}
    assert changed == {text.replace("loaf", "LOAF")}
    assert render(style.emphasise(SENTENCE, random.Random(0)))[1] == spans


def test_a_tagged_word_becomes_a_hashtag_span() -> None:
    """The word that becomes a hashtag has its span, with the sign."""
    text, spans = render(style.tag_a_word("so fresh", random.Random(0)))
    assert text == "so #fresh"
    assert [(s.concept, s.start, s.end) for s in spans] == [("hashtag", 3, 9)]


def test_nested_quotes_keep_both_levels() -> None:
    """Two levels of quotes give four quote characters, all inside or around the outer span."""
    for seed in range(10):
        text, spans = render(style.quote("❝she said ❛no❜ to us❞", random.Random(seed)))
        outer = max((s for s in spans if s.concept == "quoted_speech"), key=lambda s: s.end - s.start)
        assert (outer.start, outer.end) == (1, len(text) - 1)
        opened = [text[s.start] for s in spans if s.concept == "quote_open"]
        closed = [text[s.start] for s in spans if s.concept == "quote_close"]
        assert len(set(opened)) == len(opened) == len(closed) == 2


def test_single_quotes_avoid_apostrophes_at_a_word_s_edge() -> None:
    """Where a plural possessive could be taken for a closing quote, no single quote is used."""
    for seed in range(200):
        text, _ = render(style.quote("❝the fans' boots❞", random.Random(seed)))
        assert text[0] in '"“'
