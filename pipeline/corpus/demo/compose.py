"""From sentences to a tweet: its register, quotes, retweet headers, and the hashtags and links at its end."""

import random
import string
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.corpus.demo import style
from pipeline.corpus.demo.grammar import Grammar
from pipeline.corpus.demo.markup import mark, marks
from pipeline.corpus.demo.topic import Topic

_CODE = string.ascii_letters + string.digits
_GENERAL_EMOJI = ("😂", "🎉", "😍", "👍", "🤦🏻‍♀️", "💯", "😅", "👀", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇳🇴", "✌️", "👨‍👩‍👧")


@dataclass(frozen=True)
class Writer:
    """An author at work: a topic's grammar, and the one source of chance."""

    topic: Topic
    grammar: Grammar
    rng: random.Random

    def draw(self, symbol: str) -> str:
        return self.grammar.expand(symbol, self.rng)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def url(writer: Writer) -> str:
    """A marked link in the t.co shape."""
    scheme = "http" if writer.chance(0.15) else "https"
    return mark("url", f"{scheme}://t.co/" + "".join(writer.rng.choices(_CODE, k=10)))


def hashtag(writer: Writer) -> str:
    """A marked hashtag: one of the topic's, or one made of its words, which few others will use."""
    rng = writer.rng
    own = rng.choice(writer.topic.tags.split())
    if writer.chance(0.4):
        return mark("hashtag", f"#{own}")
    parts = [word for symbol in ("adj", "thing") for word in writer.draw(symbol).replace("-", " ").split()]
    joined = "".join(part.capitalize() for part in parts)
    forms = (joined, joined.lower(), own + str(rng.randint(2, 2030)), "_".join(parts), parts[-1] + own)
    return mark("hashtag", f"#{rng.choice(forms)}")


def _slogans(writer: Writer, tag: bool) -> list[str]:
    return [s for s in writer.topic.slogans.split(", ") if s.startswith("#") == tag]


def slogan_tag(writer: Writer) -> str:
    """A marked hashtag that is a slogan of the topic."""
    return mark("slogan", mark("hashtag", writer.rng.choice(_slogans(writer, tag=True))))


def slogan_phrase(writer: Writer) -> str:
    """A marked slogan in capitals, with its exclamation mark or full stop."""
    phrase = writer.rng.choice(_slogans(writer, tag=False))
    return mark("slogan", phrase) + writer.rng.choice(("!", "!", ".", "!!"))


def emoji(writer: Writer) -> str:
    """One to three marked emoji."""
    kinds = writer.topic.emoji.split() if writer.chance(0.7) else _GENERAL_EMOJI
    return "".join(mark("emoji", writer.rng.choice(kinds)) for _ in range(writer.rng.choice((1, 1, 1, 2, 3))))


def typed(writer: Writer, text: str, cased: bool) -> str:
    """A sentence as it is typed: in sentence case or not, with a word in capitals or made a hashtag."""
    if writer.chance(0.07):
        text = style.tag_a_word(text, writer.rng)
    if cased:
        text = style.sentence_case(text)
        if writer.chance(0.7):
            text = style.quotes_case(text)
    return style.emphasise(text, writer.rng) if writer.chance(0.08) else text


def sentences(writer: Writer, counts: tuple[int, ...] = (1, 1, 2, 2, 2, 3, 3)) -> str:
    """Some sentences, joined by blanks or new lines; lower-case writers are common."""
    cased = writer.chance(0.75)
    count = writer.rng.choice(counts)
    symbol = "short" if count > 2 else "sentence"
    drawn = [typed(writer, writer.draw(symbol), cased) for _ in range(count)]
    if writer.chance(0.05):
        loud = writer.rng.randrange(count)
        drawn[loud] = style.shout(drawn[loud])
    return joint(writer).join(drawn)


def joint(writer: Writer) -> str:
    """What stands between two parts of a tweet."""
    return writer.rng.choice(("\n", "\n\n")) if writer.chance(0.06) else " "


def plain(writer: Writer) -> str:
    """A statement, or several."""
    return style.quote(sentences(writer), writer.rng)


def reply(writer: Writer) -> str:
    """Addressed to somebody, with the dot that lets others read it now and then."""
    dot = "." if writer.chance(0.3) else ""
    names = " ".join(writer.draw("mention") for _ in range(writer.rng.choice((1, 1, 1, 2))))
    return f"{dot}{names} {plain(writer)}"


def shouted(writer: Writer) -> str:
    """All in capitals."""
    return style.quote(style.shout(sentences(writer, (1, 1, 2))), writer.rng)


def headlined(writer: Writer) -> str:
    """As A Newspaper Would."""
    return style.quote(style.headline(writer.draw("complex")), writer.rng)


def speech(writer: Writer) -> str:
    """Somebody's words, or a word held at arm's length."""
    symbol = "nested" if writer.chance(0.12) else "speech"
    said = writer.draw(symbol)
    while f"❝{marks('mention')[0]}" in said:  # else it would look like a quote-retweet without its colon
        said = writer.draw(symbol)
    said += "" if said.endswith(("❞", "?", "!")) and writer.chance(0.7) else writer.draw("stop")
    if writer.chance(0.8):
        said = style.quotes_case(style.sentence_case(said))
    quoted = style.quote(said, writer.rng)
    return (
        quoted if writer.chance(0.5) else f"{quoted} {style.quote(sentences(writer, (1, 1, 2)), writer.rng)}"
    )


def retweet(writer: Writer) -> str:
    """`RT @user:` and what they wrote."""
    return mark("retweet_header", f"RT {writer.draw('mention')}:") + " " + ending(writer, plain(writer))


def quote_retweet(writer: Writer) -> str:
    """`"@user: what they wrote" and a comment`; one in six never closes its quote."""
    text = sentences(writer, (1, 1, 2))
    said = (
        mark("attribution", writer.draw("mention") + ":")
        + " "
        + style.quote(text, writer.rng, "quote_retweet")
    )
    quoted_inside = "❝" in text or "❛" in text
    if not quoted_inside and writer.chance(0.17):
        opening = style.STRAIGHT[0] if writer.chance(0.8) else style.CURLY[0]
        return mark("quote_open", opening) + mark("quote_retweet", ending(writer, said))
    curly = quoted_inside or writer.chance(0.25)
    if quoted_inside:
        said = said.translate(str.maketrans("“”‘’", "\"\"''"))
    whole = style.wrap(said, style.CURLY if curly else style.STRAIGHT, "quote_retweet")
    if writer.chance(0.3):
        return whole
    comment = writer.draw("comment")
    return f"{whole} {style.sentence_case(comment) if writer.chance(0.8) else comment}{writer.draw('bang')}"


def ending(writer: Writer, text: str) -> str:
    """`text` with what often follows it: slogans, hashtags, links, emoji, a mention."""
    parts: list[str] = []
    if writer.chance(0.14):
        parts.append(slogan_tag(writer))
    if writer.chance(0.22):
        parts += {hashtag(writer): None for _ in range(writer.rng.choice((1, 1, 2, 3)))}
    if writer.chance(0.1):
        parts.append(emoji(writer))
    if writer.chance(0.04):
        parts.append(f"{writer.rng.choice(('via', 'cc', 'with', 'by'))} {writer.draw('mention')}")
    writer.rng.shuffle(parts)
    if writer.chance(0.26):
        parts.append(url(writer))
    return joint(writer).join([text, " ".join(parts)]) if parts else text


_SHAPES: tuple[
    tuple[float, Callable[[Writer], str], bool], ...
] = (  # share, shape, whether an ending may follow
    (0.48, plain, True),
    (0.11, reply, True),
    (0.11, speech, True),
    (0.13, quote_retweet, False),
    (0.09, retweet, False),
    (0.05, shouted, True),
    (0.03, headlined, True),
)


def tweet(writer: Writer) -> str:
    """A marked tweet of any shape."""
    _, shape, open_ended = writer.rng.choices(_SHAPES, weights=[share for share, _, _ in _SHAPES])[0]
    text = shape(writer)
    if open_ended:
        if shape is not shouted and writer.chance(0.16):
            text += joint(writer) + slogan_phrase(writer)
        text = ending(writer, text)
    single_quoted = mark("quote_open", style.SINGLE[0]) in text
    return style.curl(text) if not single_quoted and writer.chance(0.4) else text
