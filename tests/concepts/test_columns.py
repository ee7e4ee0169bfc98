"""The schema of the spans."""

import pandas as pd
import pytest

from pipeline.concepts.columns import SPANS
from pipeline.concepts.label import label
from pipeline.core.errors import UserError
from pipeline.core.settings import ConceptSettings
from pipeline.core.tables import checked


def test_labelled_spans_are_such_a_table() -> None:
    """A hashtag at its place by hand; an offset before the text is refused, and so is another type."""
    tweets = pd.DataFrame({"tweet_id": ["7"], "text": ["to #day"]})
    spans = checked(label(tweets, ConceptSettings()).spans, SPANS)
    found = spans[spans["concept"] == "hashtag"][["start", "end"]].to_numpy().tolist()
    assert found == [[3, 7]]
    for wrong in (spans.assign(start=-1).astype({"start": "int32"}), spans.astype({"start": "float64"})):
        with pytest.raises(UserError, match="column start"):
            checked(wrong, SPANS)
