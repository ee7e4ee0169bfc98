"""The strings of the memoriser: the answer is the first letter, whatever stands between."""

from pipeline.lab.tasks import memoriser


def test_the_answer_is_the_letter_in_small() -> None:
    """Both letters with each number of x's that is learned."""
    seen = set()
    for item in memoriser.TASK.training:
        letter, between = item.prompt[0], item.prompt[1:-1]
        assert (item.answer, item.prompt[-1]) == (letter.lower(), "Y")
        assert set(between) == {"x"}
        seen.add((letter, len(between)))
    assert seen == {(letter, k) for letter in "AB" for k in range(1, memoriser.LONGEST + 1)}
