"""Under which names MLflow shows what a stage counts: `split/metric`, or the stage where no split is meant.

A stage's counts keep short names in its manifest, where the stage is known. Side by side in MLflow's tables
they need one style, and what a curve or another count shows already is left out.
"""

import re
from collections.abc import Mapping
from typing import Any

BITS = re.compile(r"(\w+)_bits_per_char")
# A name for a count of a stage; None: another metric says it.
NAMES: dict[str, dict[str, str | None]] = {
    "train": {
        "test_bits_per_char": "test/bits_per_character",
        "valid_bits_per_char": "valid/best_bits_per_character",
        "step": "valid/best_step",
        "steps": "train/steps",
        "epochs": None,  # where the curve train/epoch ends
        "seconds": "train/seconds",
    },
    "bits": {"lstm_bits_per_char": "test/bits_per_character", "network_share": "valid/network_share"},
    "certify": {
        "certified": None,
        **{
            name: f"detectors/{name}"
            for name in ("concepts", "certificates", "tells", "beats_rivals", "beyond_spelling")
        },
    },
    "intervene": {
        "detectors": "detectors/examined",
        "matters": "detectors/matters",
        "sets": "detectors/sets",
        # Rows of a table.
        **dict.fromkeys(("ablate_c", "ablate_h", "position", "clamp", "birth")),
    },
    "samples": {"bits_per_char": "samples/bits_per_character"},
}


def measures(stage: str, counts: Mapping[str, Any]) -> dict[str, float]:
    """The numbers among a stage's counts by their names in MLflow.

    Counts by concept or by split stand in tables of their own; here they would be a wall of bars.

    >>> measures("train", {"test_bits_per_char": 1.5, "epochs": 2.0})
    {'test/bits_per_character': 1.5}
    >>> measures("bits", {"ppm_bits_per_char": 2.5, "saved": {}})
    {'test/bits_per_character_ppm': 2.5}
    >>> measures("corpus", {"kept": 7, "format": "CSV"})
    {'corpus/kept': 7.0}
    """
    numbers = {name: float(value) for name, value in counts.items() if isinstance(value, int | float)}
    named = {_named(stage, name): value for name, value in numbers.items()}
    return {name: value for name, value in named.items() if name is not None}


def _named(stage: str, count: str) -> str | None:
    known = NAMES.get(stage, {})
    if count in known:
        return known[count]
    if stage == "samples" and count.startswith("best_"):
        return None  # logged as verdict/…
    if stage == "bits" and (found := BITS.fullmatch(count)):
        return f"test/bits_per_character_{found[1]}"
    return f"{stage}/{count}"
