"""Each cleaning step, on hand-worked cases and against ftfy and unicodedata themselves."""

import time
import unicodedata
from pathlib import Path

import ftfy
import pandas as pd
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.cleaning import steps as room
from pipeline.corpus.cleaning.steps import REPAIR, clean, is_suspicious, rewrite, unescape
from pipeline.corpus.readers.formats import chunks, open_corpus

DEFAULT = CorpusSettings()
CODE_PAGES = ["latin-1", "windows-1252", "windows-1251", "macroman", "cp437"]


def table(*texts: str) -> pd.DataFrame:
    return pd.DataFrame({"raw_text": texts, "is_retweet": False, "truncated": False})


def cleaned(text: str, settings: CorpusSettings = DEFAULT) -> str:
    """One text after all steps."""
    return str(clean(table(text), settings)["text"].iloc[0])


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("R&amp;D &lt;3", "R&D <3"),
        ("R&amp;amp;D &amp;lt;3", "R&D <3"),
        ("http://a.com/?x=1&copy=2 AT&T", "http://a.com/?x=1&copy=2 AT&T"),
        ("it&#39;s &#x1F600;", "it's 😀"),
        ("donâ€™t â€œstopâ€\x9d", "don’t “stop”"),
        ("wasn\x92t", "wasn’t"),
        ("“curly” ‘stay’ ＦＵＬＬ ﬁ", "“curly” ‘stay’ ＦＵＬＬ ﬁ"),
        ("e\u0301", "é"),
        ("a\xa0b   c\t d", "a b c d"),
        ("  a \r\n\r\n b  ", "a\n\nb"),
        ("a\u2028b", "a\nb"),
        ("x\u200b\u200e\u200fy\ufeff\u202ez\x07", "xyz"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f 👩🏽\u200d🚀", "👨\u200d👩\u200d👧 ❤\ufe0f 👩🏽\u200d🚀"),
        ("a\u200db", "ab"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("&nbsp;a&#8203;&#0;", "a\ufffd"),
    ],
)
def test_cleaning(raw: str, text: str) -> None:
    """Entities, mojibake, accents, blanks, line ends and invisible characters, by hand."""
    assert cleaned(raw) == text


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_cleaning_is_clean(raw: str) -> None:
    """Whatever comes in: NFC, no control character, no blank but the space, and none at an edge."""
    text = cleaned(raw.encode("utf-8", "replace").decode())
    assert unicodedata.is_normalized("NFC", text)
    assert not regex.search(r"[\p{Cc}--\n]|[\p{Z}--\ ]|  |^\s|\s$| \n|\n ", text, regex.V1)


@given(
    st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x2FFF), min_size=1, max_size=12),
    st.sampled_from(CODE_PAGES),
)
@settings(max_examples=500, deadline=None)
def test_nothing_that_ftfy_repairs_goes_unsuspected(text: str, page: str) -> None:
    """The quick test before ftfy misses no UTF-8 read in a code page that ftfy would repair."""
    damaged = text.encode().decode(page, "replace")
    if ftfy.fix_text(damaged, REPAIR) != damaged:
        assert is_suspicious(damaged)


def test_mojibake_in_the_real_corpora(shared: Path) -> None:
    """On real tweets the quick test changes nothing: ftfy on every text gives the same."""
    different, checked = [], 0
    for name in ("trump_2016_condensed.json.gz", "musk_2010_2021.jsonl", "trump_2009_2018.json.gz"):
        for chunk in chunks(open_corpus(shared / "corpora" / name), 40_000):
            texts = [row["raw_text"] for row in chunk.rows if not row["raw_text"].isascii()]
            checked += len(texts)
            different += [t for t in texts if not is_suspicious(t) and ftfy.fix_text(t, REPAIR) != t]
    assert checked > 5000
    assert different == []


def test_unescaping_is_done_to_the_end() -> None:
    """Three times escaped is still undone; a fourth is as typed."""
    assert unescape("&amp;amp;amp;") == "&"
    assert unescape("&amp;amp;amp;lt;") == "&lt;"


def test_urls_and_mentions_may_be_masked() -> None:
    """Placeholders keep the syntax; cut URLs are replaced too; e-mail addresses are not mentions."""
    masked = CorpusSettings(urls="placeholder", mentions="mask")
    raw = "RT @Ann: see example.com and http://t.co/abc1234567, a@b.org @bob https://t.c…"
    text = cleaned(raw, masked)
    assert text.startswith("RT @user: see https://t.co/x and https://t.co/x, a@")
    assert text.endswith("@user https://t.co/x…")
    assert cleaned(raw) == raw


def test_retweets_are_found_in_the_text() -> None:
    """RT @name at the start is a retweet whatever the flag says; elsewhere it is not."""
    frame = clean(table("RT @a: x", "RT a", "I RT @a: x", "“@a: x” y", '."@a x" y', 'say "@a" now'), DEFAULT)
    assert frame["is_retweet"].tolist() == [True, False, False, False, False, False]
    assert frame["is_manual_retweet"].tolist() == [False, False, False, True, True, False]
    flagged = clean(table("x").assign(is_retweet=True), DEFAULT)
    assert flagged["is_retweet"].tolist() == [True]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("to be continu…", True),
        ("to be continu… https://t.co/abc", True),
        ("see https://t.c…", True),
        ("well… yes", False),
        ("well...", False),
        ("x" * 137 + "...", True),
        ("x" * 136 + "....", False),
    ],
)
def test_cut_tweets(text: str, cut: bool) -> None:
    """An ellipsis at the end is a cut; three dots are one only where clients cut."""
    assert clean(table(text), DEFAULT)["is_truncated"].tolist() == [cut]


def test_a_pattern_that_hangs_costs_one_tweet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A substitution that would never end is stopped, and only that text becomes null."""
    monkeypatch.setattr(room, "BLANKS", regex.compile(r"(a|aa|aaa)+$"))
    monkeypatch.setattr(room, "TIMEOUT", 0.05)
    start = time.monotonic()
    frame = clean(table("fine", "a" * 60 + "\u00a0b"), DEFAULT)
    assert frame["text"].tolist() == ["fine", None]
    assert time.monotonic() - start < 5


def test_steps_leave_their_input_alone() -> None:
    """A step returns a new table."""
    frame = table("a  b")
    before = frame.copy()
    clean(frame, DEFAULT)
    pd.testing.assert_frame_equal(frame, before)
    assert rewrite(frame.assign(text="a"), lambda _: True, str.upper)["text"].tolist() == ["A"]
