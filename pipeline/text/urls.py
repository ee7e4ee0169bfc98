"""URLs in a text, with and without protocol, whole or cut by an ellipsis; and what a valid URL is."""

from functools import cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import regex

from pipeline.text.entity import FLAGS, Entity, find, whole
from pipeline.text.tlds import all_domains, current_domains

# A character of a host name: an ASCII letter or digit, or anything beyond ASCII (also ✪ or an emoji) that is
# no punctuation, blank or control character.
HOST = r"[^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\p{P}\p{Z}\p{C}]"
SUBDOMAIN = rf"{HOST} (?: [_\-]*+ {HOST} )*+ \."
DOMAIN = rf"{HOST} (?: -*+ {HOST} )*+ \."
# What a top-level domain starts with: looked at first, since looking a name up in the list is slow.
IN_TLD = r"(?: [A-Za-z]{2} | [^\x00-\x7f\p{P}\p{Z}\p{C}] )"
TLD = rf"(?= {IN_TLD} ) (?i:\L<any_tld>)"
TLD_END = r"(?! [A-Za-z0-9@+\-] )"
# Without a protocol a host is Latin: the CJK text around it is not part of it.
LATIN = r"[0-9\p{Latin}]"
BARE_LABEL = rf"{LATIN} (?: [_\-]*+ {LATIN} )*+ \."
CAPITAL = r"[0-9\p{Lu}]"
CAPITAL_LABEL = rf"{CAPITAL} (?: [_\-]*+ {CAPITAL} )*+ \."
# Its top-level domain is in small letters, or all of it in capitals: "the truth.You" lacks a blank.
BARE_NAME = rf"""
    (?: {BARE_LABEL} )+ (?= {IN_TLD} ) \L<small_tld> | (?: {CAPITAL_LABEL} )+ (?= {IN_TLD} ) \L<capital_tld>
"""

PORT = r"(?: : [0-9]++ )?+"
IN_PATH = r"[0-9\p{Latin}\p{Cyrillic}!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
IN_BRACKETS = rf"\( (?: {IN_PATH} | \( {IN_PATH}*+ \) )*+ \)"
PATH = rf"(?: / (?: {IN_PATH} | {IN_BRACKETS} )* (?<= [0-9\p{{Latin}}\p{{Cyrillic}}+\-=_\#/)] ) )?+"
QUERY = r"(?: \? [A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]* (?<= [A-Za-z0-9\-_&=\#/] ) )?+"
REST = rf"{TLD_END} {PORT} {PATH} {QUERY}"

PROTOCOL = r"[Hh][Tt][Tt][Pp][Ss]?+ ://"
# A short link of Twitter's own ends with its slug: what a writer put behind it is not part of it.
SHORT_LINK = rf"[Tt]\.[Cc][Oo] / [A-Za-z0-9]{{1,40}}+ (?! [A-Za-z0-9] ) {QUERY}"
NO_SHORT_LINK = r"(?! [Tt]\.[Cc][Oo] / [A-Za-z0-9] )"
BEFORE = r"(?<! [A-Za-z0-9@＠$\#＃] )"
BEFORE_BARE = r"(?<! [0-9\p{Latin}@＠$\#＃\-_./] )"

# The dot before a top-level domain. Most tweets have none outside a URL with protocol: that saves time.
HOST_DOT = regex.compile(rf"\. (?<= {LATIN} \. ) (?= {IN_TLD} )", FLAGS)
HOST_NAME = rf"(?: {SUBDOMAIN} )* {DOMAIN} {TLD}"
LINKED = rf"{BEFORE} {PROTOCOL} (?: {SHORT_LINK} | {NO_SHORT_LINK} (?P<host> {HOST_NAME} ) {REST} )"
BARE = rf"{BEFORE_BARE} (?: {SHORT_LINK} | {NO_SHORT_LINK} (?: {BARE_NAME} ) {REST} )"

LONGEST_LABEL, LONGEST_HOST = 63, 253  # RFC 1035, section 2.3.4
WHOLE_SLUG = 10  # characters of the name in a https://t.co/ link

# From "ht" on: a lone "h…" is as often the first letter of a word.
CUT_URL = regex.compile(
    rf"""
    {BEFORE}
    [Hh][Tt] (?: [Tt] (?: [Pp] (?: [Ss]? (?: : (?: / (?: / (?P<rest> [^\s…"“”]*? ) )? )? )? )? )? )?
    (?= (?: … | \.\.\. ) [\s"”’')]*+ \Z )
    """,
    FLAGS,
)

UNRESERVED = r"[0-9\p{Latin}\p{Cyrillic}\-._~] | % [0-9A-Fa-f]{2} | [!$&'()*+,;=]"
IN_SEGMENT = rf"{UNRESERVED} | [:@|]"
# RFC 3986, section 3, for http and https; the host is checked apart.
WHOLE_URL = regex.compile(
    rf"""
    (?P<protocol> {PROTOCOL} )?
    (?: (?: {UNRESERVED} | : )*+ @ )?+
    (?P<host> \[ [0-9A-Fa-f:.]++ \] | [^:/?\#\[\]@]++ )
    {PORT}
    (?: / (?: {IN_SEGMENT} | / )*+ )?+
    (?: \? (?: {IN_SEGMENT} | [/?] )*+ )?+
    (?: \# (?: {IN_SEGMENT} | [/?] )*+ )?+
    """,
    FLAGS,
)


@cache
def _linked_pattern() -> regex.Pattern[str]:
    """A URL with a protocol; group `host` is set except for a short link."""
    return regex.compile(LINKED, FLAGS, any_tld=all_domains())


@cache
def _any_pattern() -> regex.Pattern[str]:
    """A URL with or without a protocol; group `host` is set where it has one, except for a short link."""
    return regex.compile(
        rf"{LINKED} | {BARE}",
        FLAGS,
        any_tld=all_domains(),
        small_tld=current_domains(),
        capital_tld={name.upper() for name in current_domains()},
    )


@cache
def _host_pattern() -> regex.Pattern[str]:
    """A host name that ends in a known top-level domain."""
    return regex.compile(HOST_NAME, FLAGS, any_tld=all_domains())


def urls(text: str) -> list[Entity]:
    """The URLs of a text (kind "url"), with and without protocol, in order.

    Raises:
        EntityTimeout: a pattern ran past its time limit.
    """
    if "." not in text:
        return []
    linked = _matches(_linked_pattern(), text) if "://" in text else []
    dots = (match.start() for match in find(HOST_DOT, text))
    if any(not any(each.start < dot < each.end for each in linked) for dot in dots):
        return _matches(_any_pattern(), text)
    return linked


def _matches(pattern: regex.Pattern[str], text: str) -> list[Entity]:
    return [
        Entity.of("url", match)
        for match in find(pattern, text)
        if match["host"] is None or _encodable(match["host"])
    ]


def cut_urls(text: str) -> list[Entity]:
    """The URL that an ellipsis cuts at the end of a text (`https://t.c…`, `htt…`): kind "url", at most one.

    The ellipsis is not part of it; quotation marks may follow. A t.co link with all its characters is whole,
    not cut: `urls` gives it.
    """
    if "…" not in text and "..." not in text:
        return []
    for match in find(CUT_URL, text):
        host, _, slug = (match["rest"] or "").partition("/")
        if host.lower() != "t.co" or len(slug) < WHOLE_SLUG:
            return [Entity.of("url", match)]
    return []


def is_valid_url(text: str, *, require_protocol: bool = True) -> bool:
    """True when the whole text is one http or https URL: by RFC 3986, with a known top-level domain."""
    match = whole(WHOLE_URL, text)
    if match is None or (require_protocol and not match["protocol"]):
        return False
    host = match["host"]
    try:
        if host.startswith("["):
            return bool(IPv6Address(host[1:-1]))
        if not host.strip("0123456789."):
            return bool(IPv4Address(host))
    except AddressValueError:
        return False
    return whole(_host_pattern(), host) is not None and _encodable(host)


def _encodable(host: str) -> bool:
    """True when a Unicode host name fits the DNS once it is encoded (RFC 3492)."""
    if host.isascii():
        labels = host.split(".")
    elif len(host) > LONGEST_HOST:  # the encoded form is never shorter
        return False
    else:
        labels = [_ascii_label(label) for label in host.lower().split(".")]
    return len(".".join(labels)) <= LONGEST_HOST and all(0 < len(label) <= LONGEST_LABEL for label in labels)


def _ascii_label(label: str) -> str:
    """The xn-- form of a label; empty if it has none, as of a label that claims to be in that form."""
    if label.isascii():
        return label
    return "" if label.startswith("xn--") else "xn--" + label.encode("punycode").decode("ascii")
