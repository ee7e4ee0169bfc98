"""The schemas of certificates and probes, on a row made by hand."""

from typing import Any

import pandas as pd
import pytest
from certificate_rows import certificate_row

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.neurons.certify.columns import CERTIFICATES
from pipeline.neurons.certify.grades import GRADES


def test_a_certificate_has_every_column_and_a_gru_its_own_gates() -> None:
    """The row that readers are tested with is a certificate; z and r come after i, f and o."""
    row = certificate_row()
    assert checked(pd.DataFrame([row]), CERTIFICATES)["auroc"].tolist() == [0.95]
    gates = {f"{gate}_{end}": 0.5 for gate in "zr" for end in ("low", "high")}
    columns = list(checked(pd.DataFrame([row | gates]), CERTIFICATES))
    assert columns[columns.index("o_high") + 1 : columns.index("selectivity")] == list(gates)
    assert set(GRADES) <= set(row)


@pytest.mark.parametrize(
    "wrong", [{"p_holm": 1.5}, {"signal": "q"}, {"kind": "word"}, {"layer": 0}, {"lag": 2}, {"f1": -0.1}]
)
def test_values_out_of_their_range_are_refused(wrong: dict[str, Any]) -> None:
    """A p-value above 1, a signal that no cell has, a layer before the first."""
    with pytest.raises(UserError, match=f"column {next(iter(wrong))}"):
        checked(pd.DataFrame([certificate_row(**wrong)]), CERTIFICATES)
