"""Entities, capitals, numbers, emoji and punctuation, by hand."""

import pytest

from pipeline.concepts.rules.style import capitalised_spans, entity_spans, style_spans
from pipeline.concepts.rules.words import read_tweet


def styled(text: str, concept: str) -> list[str]:
    return [text[start:end] for name, start, end in style_spans(read_tweet(text)) if name == concept]


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("I am SO TIRED, DON'T @ASK #NOW A", "all_caps", ["SO", "TIRED", "DON'T"]),
        ("$1,000 or 5% at 7:30pm, 3rd, 3-1, #1", "number", ["$1,000", "5%", "7:30", "3rd", "3", "1", "1"]),
        ("ok 👍🏽 👩‍🚀 🇩🇰 ❤️ 1️⃣ © 5", "emoji", ["👍🏽", "👩‍🚀", "🇩🇰", "❤️", "1️⃣"]),
        ("What?! Well... a-b -- no. @a: ok!!", "punctuation_run", ["?!", "...", "--", "!!"]),
    ],
)
def test_style(text: str, concept: str, expected: list[str]) -> None:
    """Each style concept covers what its sentence says, outside entities."""
    assert styled(text, concept) == expected


def test_entities_and_header() -> None:
    """Hashtag, mention, URL and their first characters; the retweet header; a URL cut by an ellipsis."""
    text = "RT @ann: so #glad https://t.co/ab https://t.c…"
    spans = list(entity_spans(read_tweet(text)))
    cut = {name: [text[a:b] for n, a, b in spans if n == name] for name, _, _ in spans}
    assert cut["retweet_header"] == ["RT @ann:"]
    assert cut["mention"] == ["@ann"]
    assert cut["hashtag"] == ["#glad"]
    assert cut["url"] == ["https://t.co/ab", "https://t.c"]
    assert (cut["hashtag_start"], cut["mention_start"], cut["url_start"]) == (["#"], ["@"], ["h", "h"])


def test_capitalised_non_names_touch_no_name() -> None:
    """Words with a capital count, but no name, no part of one, not the pronoun I and nothing in an entity."""
    text = "Yesterday I met Ann Lee's DOG. It's FUN @Bob"
    names = [(text.index("Ann"), text.index("Lee") + 3)]
    found = [text[start:end] for _, start, end in capitalised_spans(read_tweet(text), names)]
    assert found == ["Yesterday", "DOG", "It's", "FUN"]
