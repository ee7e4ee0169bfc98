"""A difference of means within strata, so that what the strata are made of cannot explain it."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.stats import t as student

Array = np.ndarray


@dataclass(frozen=True)
class Stratified:
    """A difference with its 95 % interval; NaN where no stratum holds two values of each side."""

    value: float
    low: float
    high: float


def stratified(
    one: Float[Array, " n"],
    other: Float[Array, " m"],
    one_stratum: Int[Array, " n"],
    other_stratum: Int[Array, " m"],
) -> Stratified:
    """mean(one) − mean(other) in each stratum, weighted by how many of `one` it holds.

    Strata with fewer than two values of either side are left out. The error adds up over strata (Cochran
    1977, section 5.4); Student's t has the degrees of freedom of Welch and Satterthwaite.
    """
    parts = []
    for stratum in np.unique(one_stratum):
        a, b = one[one_stratum == stratum], other[other_stratum == stratum]
        if min(len(a), len(b)) >= 2:
            errors = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
            parts.append((len(a), a.mean() - b.mean(), *errors, len(a) - 1, len(b) - 1))
    if not parts:
        return Stratified(float("nan"), float("nan"), float("nan"))
    size, gap, first, second, first_df, second_df = map(np.array, zip(*parts, strict=True))
    weight = size / size.sum()
    value, pieces = float(weight @ gap), np.concatenate([weight**2 * error for error in (first, second)])
    variance, df = pieces.sum(), np.concatenate([first_df, second_df])
    if variance <= 0:
        return Stratified(value, value, value)
    freedom = variance**2 / (pieces**2 / df).sum()
    reach = float(student.ppf(0.975, freedom) * np.sqrt(variance))
    return Stratified(value, value - reach, value + reach)
