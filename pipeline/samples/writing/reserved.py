"""Reserved addresses: a sample that leaves the house points at nobody.

Links become `https://example.com/1`, `/2`, … (RFC 2606 keeps that domain for examples), handles and lists
`@example`, `@example2`, …, e-mail addresses `someone@example.com`; the same one in a sample keeps its
number.
"""

import regex

from pipeline.text.entities import cut_urls, mentions_or_lists, urls

# Wider than what Twitter would link: a handle is a handle also where it would not have been clickable.
MAIL = regex.compile(r"[\w.+\-]+@[\w\-]++(?:\.[\w\-]++)+")
HANDLE = regex.compile(r"[@＠][A-Za-z0-9_]+")
LINK = regex.compile(r"(?i:https?://)[^\s…\"“”]+")


def reserved(text: str) -> str:
    """`text` with every link, handle, list and e-mail address replaced.

    >>> reserved("RT @ann: @bob @ann https://t.co/AbCdEfGhIj")
    'RT @example: @example2 @example https://example.com/1'
    """
    numbers: dict[str, dict[str, int]] = {"link": {}, "name": {}, "mail": {}}
    pieces, position = [], 0
    for start, end, kind in _places(text):
        known = numbers[kind]
        number = known.setdefault(text[start:end].lower(), len(known) + 1)
        pieces += [text[position:start], _stand_in(kind, number)]
        position = end
    return "".join(pieces) + text[position:]


def _places(text: str) -> list[tuple[int, int, str]]:
    """What is to be replaced: (start, end, kind), in order; of two that overlap the earlier, longer one."""
    found = [(e.start, e.end, "link") for e in (*urls(text), *cut_urls(text))]
    found += [(e.start, e.end, "name") for e in mentions_or_lists(text)]
    for pattern, kind in ((MAIL, "mail"), (HANDLE, "name"), (LINK, "link")):
        found += [(*match.span(), kind) for match in pattern.finditer(text, timeout=1)]
    kept: list[tuple[int, int, str]] = []
    for place in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _stand_in(kind: str, number: int) -> str:
    if kind == "mail":
        return "someone@example.com"
    return f"https://example.com/{number}" if kind == "link" else f"@example{number if number > 1 else ''}"
