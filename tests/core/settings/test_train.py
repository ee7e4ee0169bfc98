"""Settings of training that depend on each other."""

import pytest
from pydantic import ValidationError

from pipeline.core.settings import TrainSettings


@pytest.mark.parametrize("other", [{"cell": "gru"}, {"cell": "peephole"}, {"activations": "hard"}])
def test_only_standard_cells_are_held_steady(other: dict[str, str]) -> None:
    """Our own loop alone has the gradient; others are refused when it is asked for, and only then."""
    assert TrainSettings(cell_variation=1.0).cell_variation == 1.0
    assert TrainSettings.model_validate(other).cell_variation == 0
    with pytest.raises(ValidationError, match="standard LSTM"):
        TrainSettings.model_validate({**other, "cell_variation": 1.0})
