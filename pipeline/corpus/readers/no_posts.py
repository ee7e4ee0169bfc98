"""What looks like lines of text and is not posts: ids, pointers, code, logs, tables that nobody named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.core.errors import UserError
from pipeline.corpus.readers.sources.decode import Source
from pipeline.corpus.readers.tables.cells import NUMBER, usual_width

IDS = re.compile(r"[\[\"']*\d{8,20}[\"'\],]*$")
ID_LIST = re.compile(r"\s*\[\s*[\"']?\d{8,20}[\"']?\s*[,\]]")
ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/\S+/status(?:es)?/\d+\S*$")
CODE = re.compile(
    r"(import |from [\w.]+ import|def \w+\(|class \w+[(:]|#include|function\s*\w*\(|var |let |const |public |"
    r"return\b|if \(|for \(|</?\w+|\}|\{)|.*[;{}]\s*$|.*\) \{$"
)
CONTINUED = re.compile(r".*[\[({,:=;)\]}]\s*$")  # as a line of a program often ends
INDENTED = 0.3  # share of lines that begin with blanks, from which a program is likely
QUOTED_COLUMN = re.compile(r'(?:"(?:[^"]|"")*+"[ \t]*(?:\r?\n|$)){3,}+')
DELIMITERS = (("\t", 2), (";", 3), ("|", 3), (",", 4), ("~", 3), ("^", 3), ("\x01", 2), ("\x1f", 2), ("§", 2))
SETTING = "if each line really is a post, give --form text"
HYDRATE = "ids hold no text: hydrate them first (twarc hydrate, or Hydrator) and give what that writes"
FEW, MOST = 5, 0.9  # texts, and the share of them that says what all are
PAGE = ("<!doctype html", "<html", "<?xml", "<rss", "<feed")
POINTER = re.compile(r"(?:\.\./)*(?:/annex/objects/|\.git/annex/objects/)\S+\s*$")
FAILED = re.compile(
    r"(?:(?:HTTP\S*|Error:?)\s*)?(?:\d{3}\b[: -]*)?(?:Not Found|Forbidden|Unauthorized|Too Many Requests|"
    r"Access Denied|Internal Server Error|Bad Gateway|Service Unavailable|Rate limit exceeded)[.!]?\s*$",
    re.IGNORECASE,
)
JSON_LINE = re.compile(r"[{}]|\[\s*[{\"\[]|\"[\w$@]+\"\s*:|[\]}],?$")
JSON_IN_CODE = re.compile(r"[\w.$]+\s*=\s*JSON\.parse\(")
NUMBERED = re.compile(r"\"?\d+\"?[,;\t|]")
TOKEN = re.compile(r"[A-Za-z0-9+/=_-]{40,}$")
MARKUP = re.compile(r"</?[a-zA-Z!?][^<>]*>")
DATED = re.compile(
    r"\[?\d{1,4}[-/.]\d\d?[-/.]\d{1,4}[T, ]+\d\d?:\d\d"  # a log, or a chat
    r"|\S+ \S+ \S+ \[\d\d?/\w{3}/\d{4}:"  # a web server's log
    r"|\d{15,20} \d{4}-\d\d-\d\d "  # what twint prints
)
SUBTITLE = re.compile(r"\d+$|[\d:,.]+ --> [\d:,.]+")
YAML = re.compile(r"(?:- )?[\w-]+:(?: |$)|- \w")
SETTINGS = re.compile(r"\[[\w .-]+\]$|[\w.-]+ ?= ?\S")
QUOTED = re.compile(r'"([^"]|"")*"$')


@dataclass(frozen=True)
class Look:
    """What lines of some kind look like: how many at least, which share of all, and what to do."""

    pattern: re.Pattern[str]
    least: int
    share: float
    what: str
    cure: str


LOOKS = (
    Look(JSON_LINE, 1, 0.5, "JSON that is damaged, or not of a known form", "repair it, or say --form json"),
    Look(JSON_IN_CODE, 1, 0.5, "program code with JSON in it", "give the JSON alone"),
    Look(
        NUMBERED,
        *(5, 0.85, "a table whose first column is a number"),
        "say --form table, with --columns or --text-column",
    ),
    Look(TOKEN, 3, 0.8, "coded data", "give the file decoded"),
    Look(MARKUP, 2, 0.6, "HTML or XML", "give JSON, CSV or plain text"),
    Look(ADDRESS, 3, 0.9, "addresses of posts", HYDRATE),
    Look(
        DATED,
        *(5, 0.8, "a log or a chat, for its lines begin with a date"),
        "give the texts as a table or JSON, with the dates in a column",
    ),
    Look(SUBTITLE, 6, 0.45, "subtitles", "give the texts alone"),
    Look(YAML, 4, 0.9, "YAML", "give JSON or CSV"),
    Look(SETTINGS, 4, 0.95, "a file of settings", "give JSON, CSV or plain text"),
    Look(CODE, 5, 0.6, "program code", "for code as one long text give --kind stream"),
    Look(QUOTED, 5, 0.95, "one quoted column without a header", "give --no-header --columns text"),
)


def refuse(source: Source) -> None:
    """A UserError that says what the lines look like, and which option decides."""
    head = source.head.lstrip("\ufeff \r\n\t")
    if re.sub(r"^(?:<!--(?s:.*?)-->\s*)+", "", head)[:14].lower().startswith(PAGE):
        raise UserError(f"{source.shown} is a web page or XML: give JSON, CSV, Parquet or plain text")
    if POINTER.match(head):
        raise UserError(
            f"{source.shown} is a pointer of git-annex, not the file itself: run `git annex get` where it "
            "came from, or download the file"
        )
    if FAILED.match(head):
        raise UserError(
            f"{source.shown} has {head.strip()!r} in place of posts: fetching it went wrong; fetch it again"
        )
    if ID_LIST.match(head):
        raise UserError(f"{source.shown} is a list of numbers, which look like ids: {HYDRATE}")
    raw = [line for line in _sample(source) if line.strip()]
    lines = [line.strip() for line in raw]
    if not lines:
        return
    body = lines[1:] if len(lines) > 1 and not IDS.match(lines[0]) else lines
    if body and _share(IDS, body) > 0.9:
        raise UserError(
            f"{source.shown} holds {_nearly(body, IDS)} lines of digits, which look like ids: {HYDRATE}"
        )
    for look in LOOKS:
        if len(lines) >= look.least and _share(look.pattern, lines) > look.share:
            raise UserError(f"{source.shown} looks like {look.what}: {look.cure}; {SETTING}")
    if _is_program(raw):
        raise UserError(
            f"{source.shown} looks like program code: for code as one long text give --kind stream; {SETTING}"
        )
    if (column := QUOTED_COLUMN.match(head)) and column.end() > 0.9 * len(head):
        raise UserError(
            f"{source.shown} looks like one quoted column: name it by --text-column, or give --no-header "
            f"--columns text; {SETTING}"
        )
    _refuse_table(source, lines)


def refuse_texts(shown: str, texts: list[str]) -> None:
    """A UserError where what was taken for texts is ids, numbers or addresses, in nearly all rows."""
    if len(texts) < FEW:
        return
    bare = [text.strip() for text in texts]
    if _share(IDS, bare) > MOST:
        raise UserError(f"{shown} has nothing but digits as texts, which look like ids: {HYDRATE}")
    if _share(ADDRESS, bare) > MOST:
        raise UserError(f"{shown} has nothing but addresses of posts as texts: {HYDRATE}")
    if _share(NUMBER, bare) > MOST:
        raise UserError(
            f"{shown} has nothing but numbers as texts, such as {bare[0]!r}: name the column with the text "
            "by --text-column"
        )


def _refuse_table(source: Source, lines: list[str]) -> None:
    """A delimiter that stands equally often in nearly every line, as in a table and not as in prose."""
    for delimiter, least in DELIMITERS if len(lines) >= 4 else ():
        width, share = usual_width([line.split(delimiter) for line in lines])
        if width >= least and share >= 0.85:
            name = "tab" if delimiter == "\t" else delimiter
            raise UserError(
                f"{source.shown} looks like a table whose columns are not known: name the one with the text "
                f"by --text-column, or --no-header with --columns (and --delimiter {name!r}); {SETTING}"
            )


def _is_program(lines: list[str]) -> bool:
    """Many lines are indented, and most of all lines end or begin as those of a program do."""
    if len(lines) < 10:
        return False
    indented = sum(line.startswith(("  ", "\t")) for line in lines) / len(lines)
    coded = sum(bool(CODE.match(one.strip()) or CONTINUED.match(one)) for one in lines) / len(lines)
    return indented > INDENTED and coded > 0.5


def _sample(source: Source) -> Iterator[str]:
    """Lines from everywhere in the file, the ones cut by a sample's edge among them."""
    if not source.samples or len(source.samples) == 1:
        yield from source.head.splitlines()[:2000]
        return
    for piece in source.samples:
        yield from piece.splitlines()


def _share(pattern: re.Pattern[str], lines: list[str]) -> float:
    return sum(pattern.match(line) is not None for line in lines) / len(lines)


def _nearly(lines: list[str], pattern: re.Pattern[str]) -> str:
    return "only" if _share(pattern, lines) == 1 else "nearly only"
