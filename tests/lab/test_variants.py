"""Variants of the cell are of one size."""

import pytest

from pipeline.lab import variants
from pipeline.lab.learning import initial
from pipeline.lab.shapes import Shape
from pipeline.lab.tasks import counter

VOCABULARY = counter.TASK.vocabulary


@pytest.mark.parametrize("variant", variants.VARIANTS, ids=lambda variant: variant.name)
def test_variants_are_of_a_size(variant: variants.Variant) -> None:
    """Parameters are counted as the arrays have them, and lie within a tenth of the others'."""
    units = variant.units(VOCABULARY.size)
    arrays = initial(Shape(VOCABULARY.size, 1, units, variant.cell), 0)
    shut = len(variant.open_gates) * units * (VOCABULARY.size + units + 1)
    assert variant.parameters(VOCABULARY.size, units) == sum(a.size for a in arrays.values()) - shut
    assert abs(variant.parameters(VOCABULARY.size, units) / variants.PARAMETERS - 1) < 0.1
