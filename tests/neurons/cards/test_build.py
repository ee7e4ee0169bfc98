"""Cards hold the numbers of their rows, and say null where there are none."""

from pipeline.neurons.cards.card import Cards


def test_numbers_are_those_of_the_tables(made: Cards) -> None:
    """Certificate and cause, each number in its place; the cause belongs to the best address alone."""
    first, second, third, last = made.cards
    assert first.id == "mine/hashtag/L2.c.1/0"
    assert (first.measured.score, first.measured.low, first.measured.tweets) == (0.95, 0.93, 33)
    assert first.chance.permutations == 999
    assert first.beside["control"].count == 5
    assert first.beside["ngram"].score == 0.8
    assert first.grades.matters is True
    assert first.cause is not None
    assert (first.cause.memory, first.cause.gain, first.cause.beyond_high) == ("L2.c.1", 0.4, None)
    assert (second.cause, second.grades.matters) == (None, None)
    assert third.contrast is not None
    assert (third.contrast.sibling, third.contrast.auroc, third.contrast.low) == ("mention", 0.7, None)
    assert last.measured.measure == "|Spearman's rho|"
    assert last.measured.f1 is None
