"""Which encoding a file is in: Unicode by its bytes, an old code page by models of languages, then checked.

chardet says how well the bytes fit what it knows of each code page and language. Short posts give it little
to go by, so each of its candidates is decoded and judged once more: letters stand in words of one script, no
capital stands within a small word, and signs are those that people type.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import chardet

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources.survey import Survey

BOMS = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# Supersets, as they are in the wild: a page that says ISO-8859-1 is written in Windows-1252.
SINGLE = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp1258",
    "cp874",
    "iso8859-2",
    "iso8859-5",
    "iso8859-7",
    "iso8859-9",
    "iso8859-15",
    "mac_roman",
    "mac_cyrillic",
    "mac_greek",
    "mac_turkish",
    "mac_latin2",
    "koi8-r",
    "koi8-u",
    "cp866",
    "cp850",
    "cp437",
]
DOUBLE = ["cp932", "euc_jis_2004", "gb18030", "big5", "cp949"]
PROSE_SIGNS = frozenset("’‘“”„«»‹›–—…·•€£¥©®™°§¿¡№´`¢½¼¾²³‚ºª\xa0、。「」『』・！？，：；（）～ー《》【】¨")
RARE_ERA = {
    "cp437": 0.06,
    "cp850": 0.05,
    "iso8859-5": 0.04,
    "iso8859-15": 0.01,
    "mac_latin2": 0.03,
    "mac_greek": 0.03,
}
RUN = re.compile(r"\w+|[^\x00-\x7f]", re.UNICODE)
# Not the separators of groups, records and units, which some tables and lists of JSON are written with.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a]")
BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a]")
FEW = 0.02  # of the bytes may be control characters: some tables hold stray zeros
ENOUGH = 0.75  # plausibility below which no code page is right
MIXED = 0.2  # share of lines beyond ASCII that are UTF-8, from which the file is UTF-8 with stray lines


@dataclass(frozen=True)
class Encoding:
    """An encoding and how sure we are: 1 where the bytes prove it. `stray` is that of lines not UTF-8."""

    name: str
    confidence: float = 1.0
    stray: str | None = None

    @property
    def shown(self) -> str:
        """As the account says it."""
        if self.stray:
            return f"utf-8 with lines of {self.stray}"
        return self.name


def detect(found: Survey, where: str) -> Encoding:
    """The encoding of a surveyed file.

    Raises:
        UserError: it is not text, or in no encoding that is known.
    """
    for mark, name in BOMS:
        if found.head.startswith(mark):
            return Encoding(name)
    if found.head.count(0) > FEW * len(found.head):
        return _wide(found.head, where)
    if b"\x1b$" in found.head or b"\x1b(J" in found.head:
        return Encoding("iso2022_jp", 0.99)
    if len(BINARY.findall(found.head)) > FEW * len(found.head):
        raise UserError(f"{where} is not text: give JSON, CSV, Parquet, a spreadsheet, SQLite or plain text")
    if not found.bad_lines:
        return Encoding("utf-8")
    stray = b"".join(found.stray)
    if found.good_runs >= MIXED * (found.good_runs + found.bad_lines):
        # The stray lines speak for themselves where they are many, else they are what Windows writes.
        name = _best(stray)[0] if len(stray) > 2000 else "cp1252"
        return Encoding("utf-8", 1.0, name if name in SINGLE else "cp1252")
    name, plausible = _best(stray)
    if plausible < ENOUGH:
        raise UserError(
            f"{where} is in an encoding that was not recognised (the best guess, {name}, does not give "
            "words): name it with --encoding, or save the file as UTF-8"
        )
    return Encoding(name, round(plausible, 2))


def _wide(head: bytes, where: str) -> Encoding:
    """UTF-16 or UTF-32 without a mark: the one in which the head is text."""
    best = max(((_as_text(head, name), name) for name in WIDE), default=(0.0, ""))
    if best[0] < 0.9:
        raise UserError(f"{where} is not text: give JSON, CSV, Parquet, a spreadsheet, SQLite or plain text")
    return Encoding(best[1], 0.99)


def _as_text(head: bytes, name: str) -> float:
    """The share of characters that text is made of, 0 where the bytes are not in this encoding."""
    width = 4 if "32" in name else 2
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(head[: len(head) // width * width])
    except UnicodeDecodeError:
        return 0.0
    if not re.search(r"[ \n,;\t]", text) or CONTROL.search(text):
        return 0.0
    good = sum(unicodedata.category(c)[0] in "LMNPSZ" or c in "\r\n\t" for c in text)
    # Misread, a blank becomes U+2000 and a line's end U+0A00.
    odd = text.count("\u2000") + text.count("\u0a00") + text.count("\u0d00")
    return (good - 5 * odd) / len(text)


def _best(sample: bytes) -> tuple[str, float]:
    """The most plausible code page of some lines, and its plausibility from 0 to 1."""
    votes = dict.fromkeys((*SINGLE, *DOUBLE), 0.0)
    for found in chardet.detect_all(sample, ignore_threshold=True, include_encodings=[*SINGLE, *DOUBLE]):
        if name := _codec(found["encoding"]):
            votes[name] = max(votes[name], found["confidence"])
    top = max(votes.values()) or 1.0
    judged = []
    for name, vote in votes.items():
        plausible = plausibility(sample, name)
        judged.append((plausible + 0.25 * vote / top - RARE_ERA.get(name, 0.0), plausible, name))
    _, plausible, name = max(judged)
    return name, plausible


def _codec(name: str | None) -> str | None:
    """The candidate that a detector's name stands for."""
    if not name:
        return None
    try:
        wanted = codecs.lookup(name).name
    except LookupError:
        return None
    same = {
        "shift_jis": "cp932",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "euc_kr": "cp949",
        "iso8859-1": "cp1252",
        "euc_jp": "euc_jis_2004",
    }
    wanted = same.get(wanted, wanted)
    return next((c for c in (*SINGLE, *DOUBLE) if codecs.lookup(c).name == codecs.lookup(wanted).name), None)


def plausibility(sample: bytes, name: str) -> float:
    """The mean over characters beyond ASCII of how well each stands where it stands, from 0 to 1."""
    try:
        text = sample.decode(name)
    except UnicodeDecodeError as error:
        if name in SINGLE or error.end < len(sample) - 4:
            broken = sample.decode(name, "replace")
            wrong = broken.count("\ufffd")
            if wrong > 0.01 * len(sample):
                return 0.0
            text = broken
        else:
            text = sample[: error.start].decode(name)
    scores = [score for found in RUN.finditer(text) for score in _judge(text, found)]
    return sum(scores) / len(scores) if scores else 0.0


def _judge(text: str, found: re.Match[str]) -> Iterable[float]:
    """The scores of the characters beyond ASCII in one word, or of one sign."""
    word = found.group()
    if word.isascii():
        return ()
    if len(word) == 1 and not word.isalnum():
        return (_sign(text, found.start()),)
    beyond = [c for c in word if ord(c) > 127]
    value = 1.0
    scripts = {_script(c) for c in word if c.isalpha()} - {""}
    if scripts & {"HIRAGANA", "KATAKANA", "CJK", "HALFWIDTH"}:
        value = (
            0.3
            if "HALFWIDTH" in scripts
            else 1.0
            if scripts <= {"HIRAGANA", "KATAKANA", "CJK", "LATIN", "FULLWIDTH", "KATAKANA-HIRAGANA"}
            else 0.2
        )
    elif len(scripts) > 1:
        value = 0.1
    elif re.search(r"[^\W\d_]", word) and re.search(r"\w*[a-zß-öø-ÿ\u0430-\u044f\u03b1-\u03c9]", word):
        value = 1.0
    inner = word[1:]
    if (
        word != word.upper()
        and any(c.isupper() and ord(c) > 127 for c in inner)
        and any(c.islower() for c in word)
    ):
        value = min(value, 0.2)
    if any(unicodedata.category(c) in ("No", "Lm", "Sk") for c in beyond):
        value = min(value, 0.4)
    if any(unicodedata.category(c) in ("Cn", "Co") for c in beyond):
        value = 0.0
    return (value,) * len(beyond)


def _sign(text: str, place: int) -> float:
    """How likely a sign stands there: the apostrophe between letters, a quote at a word's edge."""
    sign = text[place]
    if sign == "\ufffd" or unicodedata.category(sign)[0] == "C":
        return 0.0
    if unicodedata.category(sign)[0] == "M":
        return 0.9
    return 1.0 if sign in PROSE_SIGNS else 0.25


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
