"""A finding: a sentence about small networks, a test that each network passes or fails, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

HOLDS, IN_PART, FAILS = "holds", "holds in part", "does not hold"
MOST = 0.9  # of the networks must pass for a sentence to hold; at most 1 − MOST for it not to


@dataclass(frozen=True)
class Finding:
    """One measured statement.

    Attributes:
        key: its name.
        task: where it was measured.
        claim: the sentence.
        test: what was measured in each network, and when it passes.
        networks: which networks, in words.
        values: the measure of each network; NaN where it could not be taken.
        passed: whether each network passes.
        note: what else is to be said.
    """

    key: str
    task: str
    claim: str
    test: str
    networks: str
    values: tuple[float, ...]
    passed: tuple[bool, ...]
    note: str = ""

    @classmethod
    def of(
        cls,
        key: str,
        task: str,
        claim: str,
        test: str,
        networks: str,
        measured: Sequence[tuple[float, bool]],
        note: str = "",
    ) -> "Finding":
        """From the measure and the outcome of each network."""
        values = tuple(float(value) for value, _ in measured)
        return cls(key, task, claim, test, networks, values, tuple(bool(p) for _, p in measured), note)

    @property
    def share(self) -> float:
        """The share of networks that pass."""
        return float(np.mean(self.passed))

    @property
    def verdict(self) -> str:
        """Of the sentence, over all networks.

        >>> Finding("k", "t", "c", "m", "n", (1.0, 0.0), (True, False)).verdict
        'holds in part'
        """
        # Ten networks: nine must pass. Rounding must not decide.
        return HOLDS if self.share >= MOST - 1e-9 else FAILS if self.share <= 1 - MOST + 1e-9 else IN_PART

    @property
    def median(self) -> float:
        """Of the networks in which it could be measured."""
        known = [value for value in self.values if np.isfinite(value)]
        return float(np.median(known)) if known else float("nan")


def table(findings: Sequence[Finding]) -> pd.DataFrame:
    """One row a finding; values and outcomes as lists."""
    return pd.DataFrame(
        [
            {
                "task": f.task,
                "finding": f.key,
                "claim": f.claim,
                "test": f.test,
                "networks": f.networks,
                "passed": sum(f.passed),
                "of": len(f.passed),
                "median": f.median,
                "least": float(np.nanmin(f.values)) if np.isfinite(f.values).any() else float("nan"),
                "most": float(np.nanmax(f.values)) if np.isfinite(f.values).any() else float("nan"),
                "verdict": f.verdict,
                "note": f.note,
                "values": list(f.values),
            }
            for f in findings
        ]
    )


def markdown(frame: pd.DataFrame) -> str:
    """The table for a manual: claim, test, networks that pass, the measure, verdict."""
    head = "| task | claim | test | pass | median (least to most) | verdict |\n|---|---|---|---|---|---|"
    rows = [
        f"| {r.task} | {r.claim} | {r.test} ({r.networks}) | {r.passed} of {r.of} | "
        f"{r.median:.3g} ({r.least:.3g} to {r.most:.3g}) | **{r.verdict}**{'. ' + r.note if r.note else ''} |"
        for r in frame.itertuples()
    ]
    return "\n".join([head, *rows]) + "\n"
