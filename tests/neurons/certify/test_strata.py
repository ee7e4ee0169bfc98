"""Case patterns of words."""

from pipeline.neurons.certify.strata import case_strata


def test_case_patterns_are_laid_over_characters() -> None:
    """Worked by hand: capitalised, shouted, mixed, and lower-case words, over two texts."""
    found = case_strata(["Ab CD", "eF gh I"])
    assert found.tolist() == [0, 0, -1, 1, 1, 2, 2, -1, -1, -1, -1, 0]
