"""What a certificate says: whether a detector tells its concept, and whether no rival explains it as well.

- `tells`: held out, beyond chance (Holm over all claims of the run), beyond each control task and each
  untrained network by the interval of the difference;
- `beats_rivals`: tells, with at least a medium effect, beats each rival explanation by the interval of the
  difference, and parts the concept from its sibling;
- `beyond_spelling`: beats rivals, and the best rule over n-grams too.

All limits were set before any test figure was seen.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from pipeline.neurons.certify.rivals import RULES, SPELLING

Row = dict[str, Any]

ALPHA = 0.05  # family-wise, over all claims of a run
MEDIUM = 0.64  # the AUROC of Cohen's (1988) medium effect, d = 0.5: Φ(0.5/√2)
MEDIUM_CORRELATION = 0.3  # the same of a correlation
PRECISION = 2.0  # average precision at least, as a multiple of what guessing has
COMPARED = {"control": "control task", "untrained": "untrained network"}
GRADES = ("tells", "beats_rivals", "beyond_spelling")  # each asks for the one before


def grade(row: Any) -> str:
    """The highest grade of a certificate with the grades as attributes; "not certified" without any."""
    return next((name for name in reversed(GRADES) if getattr(row, name)), "not certified")


def against_tells(row: Row) -> Iterator[str]:
    """What keeps a claim from `tells`."""
    if np.isnan(row["p_holm"]):
        yield "no valid null"
    elif row["p_holm"] >= ALPHA:
        yield "chance"
    if np.isnan(row["auroc_low"]):
        yield "too few tweets"
    elif row["auroc_low"] <= (0.5 if row["kind"] == "span" else 0.0):
        yield "no effect"
    for name, words in COMPARED.items():
        # Nothing to compare with is not a defeat: a control that labels no test character says nothing.
        if np.isfinite(row[f"{name}_auroc"]) and not row[f"{name}_low"] > 0:
            yield words


def against_rivals(row: Row) -> Iterator[str]:
    """What keeps a claim that tells from `beats_rivals`."""
    span = row["kind"] == "span"
    if not row["auroc_low"] >= (MEDIUM if span else MEDIUM_CORRELATION):
        yield "effect too small"
    if span and not row["average_precision"] >= PRECISION * row["prevalence"]:
        yield "precision too low"
    for name in RULES:
        if np.isfinite(row[f"{name}_auroc"]) and not row[f"{name}_low"] > 0:
            yield name
    if row["sibling"] and not row["contrast_low"] > 0.5:
        yield row["sibling"]


def graded(row: Row) -> Row:
    """The grades of a row, `certified` (that it tells), and what keeps it from the next grade."""
    tells, rivals = list(against_tells(row)), list(against_rivals(row))
    spelling = bool(row[f"{SPELLING}_low"] > 0)
    return {
        "tells": not tells,
        "beats_rivals": not tells and not rivals,
        "beyond_spelling": not tells and not rivals and spelling,
        "certified": not tells,
        "unmet": ", ".join(tells or rivals or ([] if spelling else [SPELLING])),
    }
