"""Names that only what follows tells from words: `Mark said so` has one, `Mark the page` does not.

A network reads a sentence and says of each character whether it stands in a name. A sentence starts with a
capital either way, so that a network that reads from left to right cannot know before the word is over.
"""

from collections.abc import Iterator, Sequence

from pipeline.lab.tasks.task import Item, Task

EITHER = ("Mark", "Will", "Rose", "Grant", "Bill", "Pat", "Drew", "Jack", "Hope", "Frank", "Chase", "Sue")
NAMES = ("Anna", "Omar", "Mina", "Ivan")
WORDS = ("Take", "Give", "Send", "Read")
AFTER_NAME = (
    *("said so", "went home", "has a cat", "saw us", "is late", "ran off"),
    *("can sing", "made tea", "sat down", "was ill", "met them", "got lost"),
)
AFTER_WORD = (
    *("the page", "my share", "it to us", "all of it", "these two", "no more"),
    *("them back", "our list", "one of it", "a sum", "that again", "his box"),
)
NAME, OTHER = "+-"  # what is said of a character
HELD_OUT = 3  # one sentence in so many that start with EITHER is not learned


def tagged(first: str, rest: str, name: bool) -> Item:
    """A sentence, and what is to be said of each of its characters.

    >>> tagged("Mark", "said so", True)
    Item(prompt='Mark said so', answer='++++--------')
    """
    return Item(f"{first} {rest}", (NAME if name else OTHER) * len(first) + OTHER * (1 + len(rest)))


def sentences(words: Sequence[str], name: bool) -> Iterator[Item]:
    """All that start with one of the words."""
    for word in words:
        for rest in AFTER_NAME if name else AFTER_WORD:
            yield tagged(word, rest, name)


def parted() -> tuple[list[Item], list[Item]]:
    """The sentences that start with EITHER: those that are learned, and those that are held out.

    Each word stands in both parts, as a name and as none, and so does everything that follows it.
    """
    learned: list[Item] = []
    held_out: list[Item] = []
    for name, after in ((True, AFTER_NAME), (False, AFTER_WORD)):
        for row, word in enumerate(EITHER):
            for column, rest in enumerate(after):
                out = (row + column) % HELD_OUT == 0
                (held_out if out else learned).append(tagged(word, rest, name))
    return learned, held_out


def characters() -> str:
    """All that is read or said."""
    texts = [*EITHER, *NAMES, *WORDS, *AFTER_NAME, *AFTER_WORD, " "]
    return "".join(sorted({c for text in texts for c in text})) + NAME + OTHER


TASK = Task(
    name="names",
    title="Names that what follows tells from words",
    characters=characters(),
    layers=1,
    units=10,
    training=(*parted()[0], *sentences(NAMES, True), *sentences(WORDS, False)),
    steps=400,
    batch=32,
)
