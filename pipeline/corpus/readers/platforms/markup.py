"""HTML as the Fediverse writes posts in it, to the text that its author typed, with the entities it marks.

Paragraphs are a blank line apart and `<br>` is a newline, as Mastodon's own plain text has it; a link is its
whole text, the invisible parts of the URL included; a custom emoji is its shortcode. The address of a quoted
post, which a server adds for readers that show no quotes (class `quote-inline`), is nobody's typing.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.corpus.readers.platforms.post import Span

NOT_TYPED = frozenset(["script", "style", "-comment", "template"])
BLOCKS = frozenset(["p", "div", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6"])
RETWEET = re.compile(r"RT @\S+$")
LINE_END = re.compile(r"[ \t]*\r?\n[ \t]*")


class _Text:
    """The text so far, and the links in it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.spans: list[Span] = []

    def add(self, text: str) -> None:
        """Append text as it is; a letter right after a mention begins the words of the one who is quoted."""
        last = self.spans[-1] if self.spans else ("", 0, -1)
        if last[0] == "mention" and last[2] == self.length and text[:1].isalnum():
            self._append(": " if RETWEET.match("".join(self.parts)) else " ")
        self._append(text)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def apart(self, gap: str) -> None:
        """A gap before what follows, unless nothing came before or a gap is there."""
        if self.length and not "".join(self.parts[-2:]).endswith(gap):
            self.add(gap)


def to_text(html: str) -> tuple[str, list[Span]]:
    """The text of a post and its marked entities.

    >>> to_text('<p>one<br>two</p><p><a class="mention hashtag" href="x">#<span>tag</span></a></p>')
    ('one\\ntwo\\n\\n#tag', [('hashtag', 9, 13)])
    """
    if "<" not in html and "&" not in html:
        return html, []
    body = LexborHTMLParser(html).body
    out = _Text()
    if body is not None:
        _walk(body, out)
    text = "".join(out.parts)
    return text.rstrip("\n"), [span for span in out.spans if span[2] <= len(text)]


def _walk(root: LexborNode, out: _Text) -> None:
    """Depth first, without recursion: a hostile post may nest deeply."""
    stack: list[tuple[LexborNode | None, Span | str | None]] = [(root, None)]
    while stack:
        node, end = stack.pop()
        if node is None:
            _leave(end, out)
            continue
        tag = node.tag
        if tag == "-text":
            out.add(_typed(node.text_content or ""))
            continue
        if tag in NOT_TYPED or "quote-inline" in _classes(node):
            continue
        stack.append((None, _enter(node, out)))
        child, children = node.first_child, []
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend((c, None) for c in reversed(children))


def _typed(text: str) -> str:
    """A text node: line ends in HTML are the page's, and a blank one between blocks is nobody's."""
    if "\n" not in text:
        return text
    return LINE_END.sub(" ", text) if text.strip() else ""


def _enter(node: LexborNode, out: _Text) -> Span | str | None:
    """What begins with an element; what must be done at its end."""
    tag = node.tag
    if tag == "br":
        out.add("\n")
    elif tag == "img":
        out.add(node.attributes.get("alt") or node.attributes.get("title") or "")
    elif tag == "li":
        out.apart("\n")
    elif tag in BLOCKS:
        out.apart("\n\n")
        return "block"
    elif tag == "a":
        return (_kind(node), out.length, out.length)
    return None


def _leave(end: Span | str | None, out: _Text) -> None:
    if isinstance(end, tuple) and out.length > end[1]:
        out.spans.append((end[0], end[1], out.length))


def _kind(link: LexborNode) -> str:
    """A hashtag and a mention say so by their class."""
    classes = _classes(link)
    if "hashtag" in classes or (link.attributes.get("rel") or "") == "tag":
        return "hashtag"
    return "mention" if "mention" in classes or "u-url" in classes else "url"


def _classes(node: LexborNode) -> list[str]:
    return (node.attributes.get("class") or "").split()
