"""Spans of the user's own: JSON lines, CoNLL, or a regular expression; each checked before it is believed."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from pipeline.concepts.catalogue import CONCEPTS, GRADED
from pipeline.concepts.gold.labels import open_lines, read_gold
from pipeline.core.errors import UserError

Row = tuple[str, str, int, int, str]  # tweet_id, concept, start, end, source

TIME_LIMIT = 1.0  # seconds that a pattern may take on one tweet


def _check_name(name: object, where: str) -> str:
    if not isinstance(name, str) or not regex.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise UserError(f"{where}: a concept's name is small letters, digits and _, not {name!r}")
    if name in CONCEPTS or name in GRADED:
        raise UserError(f"{where}: {name} is a built-in concept: choose another name")
    return name


def pattern_spans(ids: Sequence[str], texts: Sequence[str], patterns: dict[str, str]) -> list[Row]:
    """Spans of the matches of each pattern; an empty match does not count, a group named `span` narrows it.

    Raises:
        UserError: a pattern that is not a regular expression, or takes over `TIME_LIMIT` seconds on a tweet.
    """
    rows: list[Row] = []
    for name, written in patterns.items():
        where = f"pattern of concept {name!r}"
        _check_name(name, where)
        try:
            pattern = regex.compile(written)
        except regex.error as error:
            raise UserError(f"{where} is not a regular expression: {error}") from error
        group = "span" if "span" in pattern.groupindex else 0
        for tweet_id, text in zip(ids, texts, strict=True):
            try:
                spans = [match.span(group) for match in pattern.finditer(text, timeout=TIME_LIMIT)]
            except TimeoutError as error:
                raise UserError(
                    f"{where} takes over {TIME_LIMIT:g} s on tweet {tweet_id}: simplify it"
                ) from error
            rows += [(tweet_id, name, start, end, "pattern") for start, end in spans if 0 <= start < end]
    return rows


def own_spans(ids: Sequence[str], texts: Sequence[str], files: Sequence[str]) -> list[Row]:
    """Spans of files: JSON lines (`tweet_id, start, end, concept`), or CoNLL(-U) whose texts are the tweets.

    Each file may be packed (.gz).

    Raises:
        UserError: a file that cannot be read or has no span, an unknown tweet, a span outside its tweet,
            a bad name.
    """
    rows: list[Row] = []
    for name in files:
        path = Path(name)
        if not path.is_file():
            raise UserError(f"the file of spans {path} does not exist: check the setting concepts.spans")
        read = _from_jsonl if ".jsonl" in path.suffixes else _from_conll
        found = list(read(path, ids, texts))
        if not found:
            raise UserError(f"spans {path} hold no span")
        rows += found
    return rows


def _from_jsonl(path: Path, ids: Sequence[str], texts: Sequence[str]) -> Iterator[Row]:
    lengths = {tweet_id: len(text) for tweet_id, text in zip(ids, texts, strict=True)}
    for number, line in enumerate(open_lines(path, "spans"), 1):
        if not line.strip():
            continue
        where = f"spans {path}, line {number}"
        try:
            record = json.loads(line)
            tweet_id, start, end = str(record["tweet_id"]), record["start"], record["end"]
            concept = record["concept"]
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"{where}: need an object with tweet_id, start, end, concept ({error})"
            ) from error
        _check_name(concept, where)
        if tweet_id not in lengths:
            raise UserError(f"{where}: the corpus has no tweet {tweet_id}")
        if not (type(start) is int and type(end) is int and 0 <= start < end <= lengths[tweet_id]):
            size = lengths[tweet_id]
            raise UserError(f"{where}: {start}:{end} is not inside tweet {tweet_id} of {size} characters")
        yield tweet_id, concept, start, end, path.name


def _from_conll(path: Path, ids: Sequence[str], texts: Sequence[str]) -> Iterator[Row]:
    """A CoNLL text belongs to the tweet that reads the same except for blanks; each label is a concept."""
    by_text = {"".join(text.split()): (tweet_id, text) for tweet_id, text in zip(ids, texts, strict=True)}
    gold = read_gold(path)
    for block in gold.texts:
        found = by_text.get("".join(block.text.split()))
        if found is None:
            raise UserError(f"spans {path}, {block.name}: no tweet reads {block.text[:40]!r}")
        tweet_id, text = found
        places = [place for place, character in enumerate(text) if not character.isspace()]
        before = 0
        for start, end, label in _runs(block.text, block.tokens):
            before = len("".join(block.text[:start].split()))
            inside = len("".join(block.text[start:end].split()))
            concept = _check_name(label.lower(), f"spans {path}, {block.name}")
            yield tweet_id, concept, places[before], places[before + inside - 1] + 1, path.name


def _runs(text: str, tokens: Sequence) -> Iterator[tuple[int, int, str]]:
    """Tokens of one labelled stretch as one span."""
    run: tuple[int, int, str] | None = None
    for token in tokens:
        if run and (token.begins or token.label != run[2]):
            yield run
            run = None
        if token.label:
            run = (run[0], token.end, token.label) if run else (token.start, token.end, token.label)
    if run:
        yield run
