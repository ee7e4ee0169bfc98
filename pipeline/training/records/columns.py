"""What stands in the history of a training, and under which names MLflow shows it."""

from collections.abc import Mapping
from typing import Any

from pipeline.core.tables import number, schema, whole

HISTORY = schema(
    "history",
    "A step of the training at which something was measured.",
    {
        "step": whole("steps done"),
        "epoch": number("passes over the training part", 0),
        "seconds": number("seconds of training until then", 0),
        "train_bits_per_char": number("bits per character of the step's batch", missing=True),
        "valid_bits_per_char": number(
            "bits per character of the valid part, where it was measured", missing=True
        ),
        "learning_rate": number("learning rate of the step", 0),
        "gradient_norm": number("norm of the gradient before clipping", missing=True),
        "characters_per_second": number("speed of the step", 0),
    },
)

# Column → metric. The seconds are left out: MLflow draws any curve over time itself.
METRICS = {
    "epoch": "train/epoch",
    "train_bits_per_char": "train/bits_per_character",
    "valid_bits_per_char": "valid/bits_per_character",
    "learning_rate": "train/learning_rate",
    "gradient_norm": "train/gradient_norm",
    "characters_per_second": "system/characters_per_second",
}


def curve(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a history as points of MLflow's curves.

    >>> curve([{"step": 20, "seconds": 3.0, "learning_rate": 0.1}])
    [{'step': 20, 'train/learning_rate': 0.1}]
    """
    return [{"step": row["step"], **_named(row)} for row in history]


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {metric: row[column] for column, metric in METRICS.items() if column in row}
