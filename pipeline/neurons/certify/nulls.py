"""What chance does to chosen detectors on test: two nulls, all claims under the same permutations.

A detector is chosen on train and valid and tested once on test tweets, with its sign: no search takes place
there, so a permutation test of that one score is exact, and what the number of claims asks for is a
correction over the claims of the run.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.core.parallel import mapped
from pipeline.neurons.certify.held_out import Set, Truth
from pipeline.statistics.families import holm, step_down
from pipeline.statistics.permute import Partners, ShiftTable, SwapTable, p_value, shift_draws, swap_draws

Array = np.ndarray


@dataclass(frozen=True)
class Claim:
    """One detector's score as tables of what each tweet adds.

    Attributes:
        shift: under shifts within tweets.
        swap: under swaps between tweets; None for a graded concept, whose values are places themselves.
        positives: labelled characters.
        characters: that have a rank.
    """

    shift: ShiftTable
    swap: SwapTable | None
    positives: int
    characters: int

    @classmethod
    def of(cls, test: Set, partners: Partners, ranks: Array, truth: Truth) -> "Claim":
        """The tables of a score's ranks [defined characters] with the labels or values."""
        span = truth.value.dtype == bool
        shift = ShiftTable.of(ranks, truth.value, test.layout.tweet[truth.defined])
        swap = SwapTable.of(ranks, truth.value, test.layout.starts, partners) if span else None
        return cls(shift, swap, int(truth.value.sum()) if span else 0, len(ranks))

    def area(self, sums: Array, positives: Array) -> Array:
        """AUROC from sums of ranks (from 1) over so many labelled characters."""
        with np.errstate(invalid="ignore", divide="ignore"):
            pairs = positives * (self.characters - positives)
            return (sums - positives * (positives + 1) / 2) / pairs

    @property
    def swap_observed(self) -> float:
        """The AUROC without a swap; NaN of a graded concept."""
        if self.swap is None:
            return float("nan")
        return float(self.area(np.array(self.shift.observed), np.array(self.positives)))


@dataclass(frozen=True)
class Chance:
    """Every claim's score under every permutation: float64 [claims, permutations]; NaN without that null."""

    shift: Array
    swap: Array

    @classmethod
    def of(cls, claims: list[Claim], partners: Partners, permutations: int, seed: int) -> "Chance":
        """Draw the permutations, the same for all claims."""
        shift, swap = (np.full((len(claims), permutations), np.nan) for _ in range(2))
        draws = zip(
            shift_draws(len(partners.row), permutations, seed),
            swap_draws(partners, permutations, seed),
            strict=True,
        )
        done = 0
        for shares, columns in draws:
            part = slice(done, done + shares.shape[1])

            def fill(
                number: int, shares: Array = shares, columns: Array = columns, part: slice = part
            ) -> None:
                claim = claims[number]
                shift[number, part] = claim.shift.totals(shares)
                if claim.swap is not None:
                    swap[number, part] = claim.area(*claim.swap.totals(columns))

            mapped(fill, range(len(claims)))
            done += shares.shape[1]
        return cls(shift, swap)


def columns(claims: list[Claim], partners: Partners, permutations: int, seed: int) -> dict[str, Array]:
    """p-values of all claims: by shifts, by swaps, the larger, Holm's, and the step-down maximum's.

    Returns:
        `p_shift`, `p_swap` (NaN for graded concepts), `p_value`, `p_holm`, `p_family`: float64 [claims]. A
        concept without a valid null has NaN: shifts or swaps do not change its labels.
    """
    chance = Chance.of(claims, partners, permutations, seed)
    spans = np.array([claim.swap is not None for claim in claims], dtype=bool)
    shifts = np.array([claim.shift.observed for claim in claims])
    swaps = np.array([claim.swap_observed for claim in claims])
    p_shift, p_swap = (
        np.array([p_value(one, row) for one, row in zip(observed, rows, strict=True)])
        for observed, rows in ((shifts, chance.shift), (swaps, chance.swap))
    )
    larger = np.where(spans, np.maximum(p_shift, p_swap), p_shift)  # NaN where either is
    family = step_down(shifts, chance.shift)
    family[spans] = np.maximum(family, step_down(swaps, chance.swap))[spans]
    return {
        "p_shift": p_shift,
        "p_swap": p_swap,
        "p_value": larger,
        "p_holm": holm(larger),
        "p_family": np.where(np.isnan(larger), np.nan, family),
    }
