"""The chosen detectors: the best of each concept of a kind, in the order of the table."""

import pandas as pd
from certificate_rows import certificate_row

from pipeline.network.address import Address
from pipeline.neurons.chosen import Chosen, chosen


def test_only_the_best_address_stands_for_a_concept() -> None:
    """By hand: of four rows two are spans at rank 0."""
    rows = [
        certificate_row(concept="url", address="L2.c.1", sign=-1, lag=1),
        certificate_row(concept="url", address="L1.c.3", rank=1),
        certificate_row(concept="position_in_url", kind="graded", address="L1.h.0"),
        certificate_row(concept="mention", address="L1.o.2"),
    ]
    table = pd.DataFrame(rows)
    assert chosen(table) == [
        Chosen("url", Address(2, "c", 1), 1, -1),
        Chosen("mention", Address(1, "o", 2), 0, 1),
    ]
    assert [one.concept for one in chosen(table, "graded")] == ["position_in_url"]
