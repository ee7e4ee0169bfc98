"""Reserved addresses: nothing in an exported text points at anybody."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from pipeline.samples.writing.reserved import reserved
from pipeline.text.entities import mentions, urls

PIECES = st.sampled_from(
    [
        *(
            "@ann",
            "@Bob_9",
            "@ann/list-a",
            "https://t.co/AbC123dEf4",
            "http://x.org/a?b=@c",
            "twitter.com/ann",
        ),
        *(
            "RT",
            "a",
            "me@mail.org",
            ".",
            "#tag",
            '"@carl:',
            "https://t.c…",
            "@@@",
            "’s",
            "@averyveryverylongname_",
        ),
    ]
)


def test_the_same_address_keeps_its_number() -> None:
    """Numbers are given in the order of first appearance, letters' case aside."""
    text = "RT @Ann: @bob @ann https://t.co/AbCdEfGhIj http://t.co/zzzzzzzzzz https://t.co/AbCdEfGhIj"
    expected = (
        "RT @example: @example2 @example https://example.com/1 https://example.com/2 https://example.com/1"
    )
    assert reserved(text) == expected


def test_other_text_is_left_alone() -> None:
    """Hashtags, prices, a lone @ and words stay as they were."""
    text = "Dinner @ 8 for $5: #food (50% off) at Tom's"
    assert reserved(text) == text


def test_cut_links_lists_and_mail_are_replaced() -> None:
    """A link cut by an ellipsis, a list and an e-mail address are addresses too."""
    found = reserved("@ann/friends writes me@mail.org see https://t.co/Ab…")
    assert found == "@example writes someone@example.com see https://example.com/1…"


@given(st.lists(PIECES, max_size=8))
def test_no_address_is_left(pieces: list[str]) -> None:
    """Whatever is joined, only reserved handles and links remain."""
    text = reserved(" ".join(pieces))
    assert all(regex.fullmatch(r"@example\d*", entity.text) for entity in mentions(text))
    assert all("example.com" in entity.text for entity in urls(text))
    assert not regex.search(r"(?<!someone)@(?!example)\w", text)
