"""Names that only what follows tells from words."""

from collections import Counter

from pipeline.lab.tasks import names


def test_what_is_held_out_is_decided_by_what_follows() -> None:
    """A word is as often a name as not; all words and all that follows are learned, but not together."""
    learned, held_out = names.parted()
    first = [(item.prompt.split()[0], item.answer[0]) for item in held_out]
    assert set(Counter(first).values()) == {4}
    assert {word for word, _ in first} == set(names.EITHER)
    assert not {item.prompt for item in learned} & {item.prompt for item in held_out}
    for part in (0, 1):
        assert {i.prompt.split(" ", 1)[part] for i in held_out} <= {
            i.prompt.split(" ", 1)[part] for i in learned
        }


def test_a_tag_for_each_character() -> None:
    """Of the first word alone; what is said is never read."""
    for item in names.TASK.training:
        word = item.prompt.split()[0]
        assert len(item.answer) == len(item.prompt)
        assert item.answer[: len(word)] in (names.NAME * len(word), names.OTHER * len(word))
        assert set(item.answer[len(word) :]) == {names.OTHER}
        assert not {names.NAME, names.OTHER} & set(item.prompt)
