"""The page of recipe variants is the file, row by row."""

from pipeline.report.results.benchmarks import recipe

FOUND = [
    {
        "base": {"epochs": 2.0, "learning_rate": 0.006, "seed": 1},
        "rows": {
            "the base": {"valid_bits": 2.0171, "train_bits": 2.0, "characters_per_second": 9.0, "url": 0.99},
            "wider": {"valid_bits": 1.5, "train_bits": 1.4, "characters_per_second": 8.0, "url": 0.5},
        },
    }
]


def test_a_row_for_each_variant_under_its_base() -> None:
    """Bits and AUROC as they stand; what is not a concept is not a column."""
    page = recipe.page(FOUND)
    assert "## 2 epochs, learning rate 0.006, seed 1" in page
    assert "| variant | valid bits per character | URL |" in page
    assert "| the base | 2.017 | 0.990 |" in page
    assert "| wider | 1.500 | 0.500 |" in page
