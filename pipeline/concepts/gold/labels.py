"""Gold labels: CoNLL, CoNLL-U and JSON lines, each token found again in its text.

A gold file labels tokens; we label characters of a text. Tokens are looked up in order, each after the one
before it; where a token has offsets of its own that fit, these are taken. What cannot be found is counted and
named, never guessed. In a file without texts (CoNLL) the text is its tokens with a blank between.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import UserError

_REACH = 40  # characters that may lie between two tokens; farther on, a match is chance
_SPELLED = {"'\"'": '"', "``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
_TAG_KEYS = ("entities", "labels", "tags")
_OUTSIDE = frozenset(["O", "_", ""])


@dataclass(frozen=True)
class GoldToken:
    """A labelled token at its place in the text."""

    start: int
    end: int
    label: str  # without the B- or I-; "" outside
    begins: bool  # the first token of its name


@dataclass(frozen=True)
class GoldText:
    """A text, its labelled tokens, and those that could not be found in it."""

    text: str
    tokens: tuple[GoldToken, ...]
    lost: tuple[str, ...] = ()
    name: str = ""

    def mask(self, labels: Iterable[str]) -> np.ndarray:
        """True at the characters of tokens with one of `labels`, bool [len(text)]."""
        wanted = set(labels)
        marked = np.zeros(len(self.text), dtype=bool)
        for token in self.tokens:
            if token.label in wanted:
                marked[token.start : token.end] = True
        return marked

    def covered(self) -> np.ndarray:
        """True at the characters that some token covers, bool [len(text)]: elsewhere nothing is known."""
        marked = np.zeros(len(self.text), dtype=bool)
        for token in self.tokens:
            marked[token.start : token.end] = True
        return marked


@dataclass(frozen=True)
class Gold:
    """A gold file read and aligned."""

    path: Path
    kind: str  # conll, conllu or jsonl
    texts: tuple[GoldText, ...]

    @property
    def labels(self) -> dict[str, int]:
        """Tokens of each label."""
        counts: dict[str, int] = {}
        for text in self.texts:
            for token in text.tokens:
                counts[token.label] = counts.get(token.label, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))

    def report(self) -> dict[str, Any]:
        """How the labels were aligned: texts, tokens, how many were lost, and the first of these."""
        lost = [(text.name, token) for text in self.texts for token in text.lost]
        return {
            "kind": self.kind,
            "texts": len(self.texts),
            "tokens": sum(len(text.tokens) for text in self.texts) + len(lost),
            "lost": len(lost),
            "texts_with_lost": len({name for name, _ in lost}),
            "examples": [f"{name}: {token}" for name, token in lost[:10]],
            "labels": self.labels,
        }


def _split_tag(tag: str) -> tuple[str, bool]:
    """A BIO (or BILOU) tag as its label and whether it begins a name; a tag without prefix begins one."""
    if tag in _OUTSIDE:
        return "", False
    if len(tag) > 2 and tag[1] == "-" and tag[0] in "BIELSU":
        return tag[2:], tag[0] in "BSU"
    return tag, True


def align(text: str, tokens: Iterable[str], tags: Iterable[str], name: str = "") -> GoldText:
    """Find tokens in a text, in order.

    >>> align("Ann's here", ["Ann", "'s", "gone"], ["B-PER", "O", "O"]).lost
    ('gone',)
    """
    found: list[GoldToken] = []
    lost: list[str] = []
    at = 0
    for token, tag in zip(tokens, tags, strict=True):
        spelled = [token, *([_SPELLED[token]] if token in _SPELLED else [])]
        places = [
            (start, len(each))
            for each in spelled
            if (start := text.find(each, at, at + _REACH + len(each))) >= 0
        ]
        if not places or not token:
            lost.append(token)
            continue
        start, length = min(places)
        label, begins = _split_tag(tag)
        found.append(GoldToken(start, start + length, label, begins))
        at = start + length
    return GoldText(text, tuple(found), tuple(lost), name)


def _place(text: str, offsets: list[list[int]], tokens: list[str], tags: list[str], name: str) -> GoldText:
    """Take tokens at offsets of their own; one that does not stand there is lost."""
    found, lost = [], []
    for (start, end), token, tag in zip(offsets, tokens, tags, strict=True):
        if 0 <= start < end <= len(text) and text[start:end] in (token, _SPELLED.get(token)):
            found.append(GoldToken(start, end, *_split_tag(tag)))
        else:
            lost.append(token)
    return GoldText(text, tuple(found), tuple(lost), name)


def open_lines(path: Path, what: str = "gold labels") -> Iterator[str]:
    """The lines of a text file, packed (.gz) or not.

    Raises:
        UserError: it cannot be read, or is not UTF-8; the line names it as `what`.
    """
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig") as file:
                yield from file
        else:
            with path.open(encoding="utf-8-sig") as file:
                yield from file
    except (OSError, EOFError) as error:
        raise UserError(f"cannot read {what} {path}: {error}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{what} {path} are not UTF-8: convert the file first") from error


def _blocks(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Blocks of lines between blank lines, with the number of their first line."""
    block: list[str] = []
    number = 0
    for number, line in enumerate(open_lines(path), 1):
        if line.strip():
            block.append(line.rstrip("\r\n"))
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield number - len(block) + 1, block


def read_conll(path: Path) -> Iterator[GoldText]:
    """Token and tag a line (the first and the last column), a blank line between texts."""
    for number, block in _blocks(path):
        rows = [
            line.split("\t") if "\t" in line else line.split() for line in block if line[:9] != "-DOCSTART"
        ]
        if any(len(row) < 2 for row in rows):
            raise UserError(f"gold labels {path}, near line {number}: need a token and a tag on each line")
        tokens = [_SPELLED.get(row[0], row[0]) for row in rows]
        if tokens:
            yield align(" ".join(tokens), tokens, [row[-1] for row in rows], f"line {number}")


def read_conllu(path: Path) -> Iterator[GoldText]:
    """CoNLL-U: the text of `# text`, the universal part of speech as label; empty nodes are skipped."""
    for number, block in _blocks(path):
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        if any(len(row) != 10 for row in rows):
            raise UserError(
                f"gold labels {path}, near line {number}: a line does not have the 10 columns of CoNLL-U"
            )
        rows = [row for row in rows if row[0].isdigit()]
        heads = [line.partition("=")[2].strip() for line in block if line.startswith("# text =")]
        text = heads[0] if heads else " ".join(row[1] for row in rows)
        yield align(text, [row[1] for row in rows], [row[3] for row in rows], f"line {number}")


def read_jsonl(path: Path) -> Iterator[GoldText]:
    """One object a line: `text`, and either `tokens` with `entities` (or `labels`, `tags`), or `spans`.

    Offsets of tokens (`annotation_offsets` or `offsets`) are used where given; a span is `[start, end,
    label]` or an object with these keys.
    """
    for number, line in enumerate(open_lines(path), 1):
        if not line.strip():
            continue
        where = f"gold labels {path}, line {number}"
        try:
            record = json.loads(line)
            text = record["text"]
            name = str(record.get("id_str") or record.get("tweet_id") or f"line {number}")
            yield _spans_text(record, text, name) if "spans" in record else _tokens_text(record, text, name)
        except json.JSONDecodeError as error:
            raise UserError(f"{where}: not JSON ({error.msg})") from error
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise UserError(f"{where}: need text, and tokens with entities, or spans ({error})") from error


def _tokens_text(record: dict[str, Any], text: str, name: str) -> GoldText:
    """Tokens with tags; the first of `_TAG_KEYS` that the record has holds these."""
    key = next((key for key in _TAG_KEYS if key in record), _TAG_KEYS[0])
    tags = record[key]
    offsets = record.get("annotation_offsets") or record.get("offsets")
    if offsets:
        return _place(text, offsets, record["tokens"], tags, name)
    return align(text, record["tokens"], tags, name)


def _spans_text(record: dict[str, Any], text: str, name: str) -> GoldText:
    """Spans with offsets; the text between them is one unlabelled token each."""
    spans = [(s["start"], s["end"], s["label"]) if isinstance(s, dict) else tuple(s) for s in record["spans"]]
    found, lost, at = [], [], 0
    for start, end, label in sorted(spans):
        if not (at <= start < end <= len(text)):
            lost.append(f"{label} {start}:{end}")
            continue
        if start > at:
            found.append(GoldToken(at, start, "", False))
        found.append(GoldToken(start, end, *_split_tag(label)))
        at = end
    if at < len(text):
        found.append(GoldToken(at, len(text), "", False))
    return GoldText(text, tuple(found), tuple(lost), name)


_READERS = {"conll": read_conll, "conllu": read_conllu, "jsonl": read_jsonl}


def read_gold(path: Path) -> Gold:
    """Read and align a gold file, of the kind of its suffix: `.conll`, `.conllu`, `.jsonl`, each also `.gz`.

    Raises:
        UserError: the file does not exist, an unknown suffix, or a line that is not of its kind.
    """
    suffix = (path.with_suffix("") if path.suffix == ".gz" else path).suffix.lstrip(".")
    kind = {"bio": "conll", "json": "jsonl", "iob": "conll", "txt": "conll"}.get(suffix, suffix)
    if kind not in _READERS:
        raise UserError(
            f"gold labels {path}: the suffix must be one of .conll, .conllu, .jsonl (or these and .gz)"
        )
    texts = tuple(_READERS[kind](path))
    if not texts:
        raise UserError(f"gold labels {path} hold no text")
    return Gold(path, kind, texts)
