"""Cleaning: a list of pure steps from table to table, in the order of `STEPS`.

Each step asks with a quick test which tweets it concerns, and works on those alone. Substitutions run
under a time limit, so no tweet can hang ingestion: one that exceeds it loses its text and is rejected.
"""

import html
import unicodedata
from collections.abc import Callable
from html.entities import html5
from typing import Any

import ftfy
import pandas as pd
import regex

from pipeline.core.settings import CorpusSettings
from pipeline.corpus.cleaning.marks import mark_retweets, mark_truncated
from pipeline.text.entities import cut_urls, mentions, urls
from pipeline.text.entity import Entity

Step = Callable[[pd.DataFrame, CorpusSettings], pd.DataFrame]
TIMEOUT = 2.0  # seconds for one pattern on one tweet; the usual is some microseconds
UNESCAPE_TIMES = 3  # archives escape once, their copies again: `&amp;amp;`
URL_PLACEHOLDER = "https://t.co/x"  # still a URL, so URL neurons can be told to exist
MENTION_MASK = "@user"  # still a mention
REPAIR = ftfy.TextFixerConfig(
    unescape_html=False,  # a step of its own, since ftfy leaves entities alone beside a `<`
    uncurl_quotes=False,  # curly quotes are a clue to the device, and to a quotation's end
    fix_character_width=False,  # full-width letters are as typed
    fix_latin_ligatures=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    remove_terminal_escapes=False,
    normalization=None,
)
# What ftfy can repair always holds one of these: a C1 control, half of a surrogate pair, or the first byte of
# a UTF-8 character as some code page shows it, followed by another character beyond ASCII (or by the blank
# that a no-break space has become). Asking first costs a hundredth of asking ftfy for every tweet.
SUSPICIOUS = regex.compile(
    r"[\x80-\x9f\ud800-\udfff\ufffd]|[ÂÃÅÎÐÙ] |[âã] [\x80-\u2fff]"
    r"|[\xa1-\u04ff\u2010-\u2122\u2190-\u25ff\ufb01\ufb02][\x80-\u2fff\ufb01\ufb02]"
)
# With its semicolon: the `&copy` of a URL's query is not ©.
ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
CONTROL = regex.compile(
    r"[\p{Cc}--\n\t]|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
    # A joiner after a virama is spelling (RFC 5892, appendix A.2); between pictographs it makes one emoji.
    r"|(?<!\p{ccc=9})(?:(?<![\p{Extended_Pictographic}\ufe0f\U0001f3fb-\U0001f3ff])\u200d"
    r"|\u200d(?!\p{Extended_Pictographic}))",
    regex.V1,
)
LINE_END = regex.compile(r"\r\n?|[\u2028\u2029\x85\v\f]")
BLANKS = regex.compile(r"[\p{Zs}\t]+")
LINE_EDGES = regex.compile(r" ?\n ?")


def clean(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """All steps, one after the other.

    Args:
        frame: `raw_text`, `is_retweet`, `truncated` and whatever else; not altered.
        settings: what is kept, replaced or masked.

    Returns:
        The same rows with `text` (null where a pattern ran out of time), `is_retweet` and
        `is_manual_retweet` found out from the text too, and `is_truncated`.
    """
    frame = frame.assign(text=_texts(frame["raw_text"].tolist(), frame.index))
    for step in STEPS:
        frame = step(frame, settings)
    return frame


def repair_mojibake(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`â€œ` becomes `“` again, by ftfy, which judges whether a text is damaged; quotes and width stay."""
    return rewrite(frame, is_suspicious, lambda text: ftfy.fix_text(text, REPAIR))


def is_suspicious(text: str) -> bool:
    """Whether ftfy might have something to repair.

    >>> is_suspicious("donâ€™t"), is_suspicious("don’t")
    (True, False)
    """
    return not text.isascii() and SUSPICIOUS.search(text, timeout=TIMEOUT) is not None


def unescape_entities(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """`&amp;` becomes `&`, also when escaped twice."""
    return rewrite(frame, lambda text: "&" in text, unescape)


def unescape(text: str) -> str:
    """
    >>> unescape("R&amp;amp;D &lt;3 &notit; AT&T")
    'R&D <3 &notit; AT&T'
    """
    for _ in range(UNESCAPE_TIMES):
        plain = ENTITY.sub(lambda found: _character(found.group()), text, timeout=TIMEOUT)
        if plain == text:
            break
        text = plain
    return text


def _character(entity: str) -> str:
    """What an entity stands for; an unknown name stays (html.unescape would find `&not` in `&notit;`)."""
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)


def compose(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """NFC: one character for each letter with its accent, however it was typed."""
    return rewrite(frame, lambda text: not text.isascii(), lambda text: unicodedata.normalize("NFC", text))


def end_lines(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """Every line end becomes a newline; newlines are kept."""
    return rewrite(frame, has_specials, lambda text: LINE_END.sub("\n", text, timeout=TIMEOUT))


def drop_controls(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """Control, direction and zero-width characters go; the joiner stays where it is spelling and in emoji."""
    return rewrite(frame, has_specials, lambda text: CONTROL.sub("", text, timeout=TIMEOUT))


def squeeze_blanks(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """No-break spaces and runs of blanks become one space; none stays at the edge of a line."""

    def squeeze(text: str) -> str:
        text = BLANKS.sub(" ", text, timeout=TIMEOUT)
        return LINE_EDGES.sub("\n", text, timeout=TIMEOUT).strip()

    return rewrite(frame, lambda text: has_specials(text) or "  " in text or text != text.strip(), squeeze)


def has_specials(text: str) -> bool:
    """Whether a text holds anything but visible characters and spaces: one look in compiled code."""
    return not text.isprintable()


def replace_urls(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """URLs, also those cut by an ellipsis, become a placeholder where the settings say so."""
    if settings.urls == "keep":
        return frame

    def replace(text: str) -> str:
        return substituted(text, [*urls(text), *cut_urls(text)], URL_PLACEHOLDER)

    return rewrite(frame, lambda text: "." in text or "htt" in text, replace)


def mask_mentions(frame: pd.DataFrame, settings: CorpusSettings) -> pd.DataFrame:
    """Mentions become `@user` where the settings say so: nobody is named, and a mention stays one."""
    if settings.mentions == "keep":
        return frame
    return rewrite(
        frame,
        lambda text: "@" in text or "＠" in text,
        lambda text: substituted(text, mentions(text), MENTION_MASK),
    )


def substituted(text: str, entities: list[Entity], replacement: str) -> str:
    """The text with each entity replaced."""
    parts, last = [], 0
    for entity in entities:
        parts += [text[last : entity.start], replacement]
        last = entity.end
    return "".join([*parts, text[last:]])


def rewrite(
    frame: pd.DataFrame, concerns: Callable[[str], Any], change: Callable[[str], str]
) -> pd.DataFrame:
    """The table with `change` applied where it is due; a text that takes too long becomes null."""
    changed = [_changed(text, concerns, change) for text in frame["text"]]
    return frame.assign(text=_texts(changed, frame.index))


def _texts(texts: list[str | None], index: pd.Index) -> pd.Series:
    """As Python objects: steps look at them one by one, and each look into an Arrow column makes a copy."""
    return pd.Series(texts, index=index, dtype=object)


def _changed(text: str | None, concerns: Callable[[str], Any], change: Callable[[str], str]) -> str | None:
    try:
        return change(text) if text is not None and concerns(text) else text
    except TimeoutError:
        return None


STEPS: tuple[Step, ...] = (
    repair_mojibake,
    unescape_entities,
    end_lines,
    drop_controls,
    compose,
    squeeze_blanks,
    mark_truncated,
    mark_retweets,
    replace_urls,
    mask_mentions,
)
