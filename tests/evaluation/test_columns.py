"""The schema of the bits."""

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.tables import checked
from pipeline.evaluation.columns import BITS
from pipeline.evaluation.compare import compare
from pipeline.network.activations import Concatenation
from pipeline.text.vocabulary import Vocabulary


def test_compared_models_are_such_a_table() -> None:
    """Three models of made-up bits; what a symbol costs is not negative."""
    texts = pd.DataFrame({"tweet_id": ["1", "2"], "text": ["ab", "b"]})
    layout = Concatenation.of(texts, Vocabulary(("a", "b")))
    spans = pd.DataFrame(columns=["tweet_id", "concept", "start", "end"])
    models = {
        name: np.full(5, cost) for name, cost in (("lstm", 1.0), ("ngram", 3.0), ("mix", 1.0), ("ppm", 2.0))
    }
    table = compare(models, layout, spans).assign(ppm_adaptive=np.nan)
    assert checked(table, BITS)["saved"].tolist() == pytest.approx([1.0] * len(table))
    with pytest.raises(UserError, match="column lstm"):
        checked(table.assign(lstm=-1.0), BITS)
