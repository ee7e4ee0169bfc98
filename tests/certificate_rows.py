"""A row of the certificates' table for tests of its readers: every column, each value replaceable."""

from typing import Any

import numpy as np

NOTHING = float("nan")


def certificate_row(**given: Any) -> dict[str, Any]:
    """A certificate of a span concept that reaches every grade, except for what is given."""
    row: dict[str, Any] = {
        **{"concept": "hashtag", "kind": "span", "rank": 0, "address": "L2.c.1", "layer": 2, "signal": "c"},
        **{"unit": 1, "lag": 0, "sign": 1, "select_auroc": 0.96, "auroc": 0.95, "auroc_low": 0.93},
        **{"auroc_high": 0.965, "average_precision": 0.7, "f1": 0.65, "iou": 0.5, "threshold": 0.25},
        **dict.fromkeys(("matched_auroc", "matched_low", "matched_high"), NOTHING),
        **{"control_auroc": 0.6, "control_low": 0.3, "control_mean": 0.57, "control_std": 0.02},
        **{"untrained_auroc": 0.58, "untrained_low": 0.31, "position_auroc": 0.66, "position_low": 0.25},
        **{"character_auroc": 0.7, "character_low": 0.2, "ngram_auroc": 0.8, "ngram_low": 0.1},
        **{"surprisal_auroc": 0.55, "surprisal_low": 0.35, "rival": "character", "rival_margin": 0.25},
        **{"rival_low": 0.2, "rival_high": 0.3, "sibling": "", "contrast_auroc": NOTHING},
        **{"contrast_low": NOTHING, "contrast_high": NOTHING, "other": "url", "other_auroc": 0.61},
        **{"with_position": 0.1, "with_length": -0.05, "with_capitals": 0.52, "tweets": 33, "positives": 120},
        **{"characters": 2001, "prevalence": 0.06, "i_low": 0.1, "i_high": 0.2, "f_low": 0.05, "f_high": 0.6},
        **{"o_low": 0.2, "o_high": 0.3, "p_shift": 1e-4, "p_swap": 1e-4, "p_value": 1e-4, "p_holm": 0.003},
        **{
            "p_family": 0.002,
            "tells": True,
            "beats_rivals": True,
            "beyond_spelling": True,
            "certified": True,
        },
        "unmet": "",
        **given,
    }
    row["selectivity"] = row["auroc"] - row["control_auroc"]
    row["lift_untrained"] = row["auroc"] - row["untrained_auroc"]
    row["lift_ngram"] = row["auroc"] - row["ngram_auroc"]
    if not row["certified"]:
        row |= {"tells": False, "beats_rivals": False, "beyond_spelling": False, "unmet": "chance"}
    return row if np.isfinite(row["auroc"]) else {**row, "unmet": "too few tweets"}
