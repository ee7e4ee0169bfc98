"""Rows of the tables of causes, sets and removals, as cards and results pages hold them."""

from pipeline.core.tables import Record, rows_of
from pipeline.neurons.causes.columns import CAUSES, REMOVALS, SETS

Number = float | None


@rows_of(CAUSES)
class Cause(Record):
    """What the interchange and the replacement of one detector's memory change, on test tweets."""

    concept: str
    address: str | None = None
    unit: str
    pairs: int
    tweets: int | None = None
    shared: Number
    dose: Number
    distance: Number
    gain_in: Number = None
    gain_back: Number = None
    towards: Number
    towards_low: Number
    towards_high: Number
    random_mean: Number
    random_low: Number = None
    random_high: Number
    p_value: Number = None
    gain: Number
    gain_low: Number
    gain_high: Number
    excess: Number = None
    excess_low: Number = None
    excess_high: Number = None
    lost_inside: Number = None
    lost_outside: Number = None
    random_inside: Number = None
    random_outside: Number = None
    beyond: Number
    beyond_low: Number
    beyond_high: Number
    p_holm: Number
    unmet: str
    matters: bool


@rows_of(SETS)
class Group(Record):
    """A set of k units, and what its interchange carries on test tweets."""

    concept: str
    k: int
    added: str | None = None
    pairs: int | None = None
    valid_share: Number = None
    smallest: bool
    gain: Number
    gain_low: Number
    gain_high: Number
    share: Number
    share_low: Number
    share_high: Number
    towards: Number
    towards_low: Number
    towards_high: Number
    random_mean: Number
    random_high: Number
    equal_share: Number
    equal_p: Number
    needed: Number


@rows_of(REMOVALS)
class Removal(Record):
    """A concept's directions projected out of the top layer's output, on test tweets."""

    concept: str
    lag: int | None = None
    rank: int
    valid_before: Number = None
    valid_left: Number = None
    before: Number
    before_low: Number
    before_high: Number
    left: Number
    left_low: Number
    left_high: Number
    cost_inside: Number
    cost_inside_low: Number
    cost_inside_high: Number
    random_inside: Number
    random_inside_high: Number
    cost_outside: Number
    cost_outside_low: Number
    cost_outside_high: Number
    random_outside: Number
    random_outside_high: Number
