"""Memorisation measured by canaries: random secrets planted in the training text (Carlini et al. 2019).

A canary is a format with random digits in it. The network has memorised one when it finds it likelier than
nearly all other fillings of the same format, although it has no reason but having read it. Exposure is
log₂ |fillings| − log₂ rank: for a secret that was never seen every rank is as likely, which makes
1 / ln 2 = 1.44 bits on average (`UNSEEN`); for one that comes first it is log₂ |fillings|.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import kstest, skewnorm

Array = np.ndarray
FORMAT = "my secret number is {}"
UNSEEN = 1 / np.log(2)  # the mean exposure, in bits, of a secret that was never read


def canaries(count: int, digits: int, seed: int, form: str = FORMAT) -> list[str]:
    """`count` different secrets of so many digits.

    Raises:
        ValueError: fewer than that are possible.
    """
    if count > 10**digits:
        raise ValueError(f"there are only {10**digits} secrets of {digits} digits, not {count}")
    numbers = np.random.default_rng(seed).choice(10**digits, size=count, replace=False)
    return [form.format(f"{number:0{digits}d}") for number in numbers]


def planted(texts: Sequence[str], secrets: Sequence[str], times: Sequence[int], seed: int) -> list[str]:
    """`texts` with each secret put in so many times, at random places; the texts keep their order."""
    extra = [secret for secret, count in zip(secrets, times, strict=True) for _ in range(count)]
    rng = np.random.default_rng(seed)
    extra = [extra[k] for k in rng.permutation(len(extra))]
    places = np.sort(rng.integers(0, len(texts) + 1, len(extra)))
    mixed, before = [], 0
    for place, secret in zip(places, extra, strict=True):
        mixed += [*texts[before:place], secret]
        before = place
    return [*mixed, *texts[before:]]


def rank(bits: float, others: Array) -> int:
    """1 + the number of other fillings that the network finds likelier (fewer bits)."""
    return 1 + int((np.asarray(others) < bits).sum())


def exposure(bits: float, others: Array, space: int) -> float:
    """Exposure in bits, by rank among a sample of fillings.

    Args:
        bits: −log₂ p of the canary under the network.
        others: the same of other fillings, drawn at random [n].
        space: how many fillings the format has. A sample of n fillings can show at most log₂(n + 1) bits.

    >>> exposure(3.0, np.array([5.0, 6.0, 7.0]), 4)
    2.0
    """
    share = rank(bits, others) / (len(others) + 1)
    return float(-np.log2(max(share, 1 / space)))


@dataclass(frozen=True)
class Tail:
    """A skew-normal fitted to the bits of other fillings, and the p-value that they follow it (§4.3)."""

    shape: float
    location: float
    scale: float
    p: float

    def exposure(self, bits: float) -> float:
        """Exposure beyond what ranking a sample can show: −log₂ of the tail below `bits`."""
        return float(-skewnorm.logcdf(bits, self.shape, self.location, self.scale) / np.log(2))


def tail(others: Array) -> Tail:
    """Fit the tail to −log₂ p of other fillings [n]; p by the Kolmogorov-Smirnov test, as in the source."""
    shape, location, scale = skewnorm.fit(np.asarray(others, dtype=np.float64))
    p = kstest(others, skewnorm(shape, location, scale).cdf).pvalue
    return Tail(float(shape), float(location), float(scale), float(p))
