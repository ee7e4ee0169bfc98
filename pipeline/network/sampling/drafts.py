"""Texts that are to be written, are being written, and are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from pipeline.network.step import Holds, State

Array = np.ndarray


@dataclass(frozen=True)
class Order:
    """The texts that are to be written.

    Attributes:
        attempt: the first attempt of each.
        prompt: which of the prompts each begins with.
        prompts: padded.
        prompt_lengths: of each prompt.
        longest: characters that a text may have.
        retries: how often a text that did not end is begun again.
        lanes: texts written side by side; says how fast, never what.
        holds: sets of holds.
        hold: which of them each text is written under.
    """

    attempt: Int[Array, " texts"]
    prompt: Int[Array, " texts"]
    prompts: Int[Array, "prompts longest"]
    prompt_lengths: Int[Array, " prompts"]
    longest: int
    retries: int
    lanes: int
    holds: Sequence[Holds]
    hold: Int[Array, " texts"]


@dataclass
class Drafts:
    """The texts that are being written, one a lane.

    Attributes:
        text: its number in the order.
        attempt: the present one.
        length: characters so far.
        last: the character that is read next.
        bits: −log₂ p so far, at temperature 1 and unfiltered, under the network as it is held.
        doubtful: where rounding may have turned a decision.
        written: the characters.
        own: what the choice keeps of each.
        states: of the network.
    """

    text: Int[Array, " lanes"]
    attempt: Int[Array, " lanes"]
    length: Int[Array, " lanes"]
    last: Int[Array, " lanes"]
    bits: Float[Array, " lanes"]
    doubtful: Bool[Array, " lanes"]
    written: Int[Array, "lanes longest"]
    own: dict[str, Array]
    states: list[State]

    def put(self, rows: Array, fresh: "Drafts") -> None:
        """Overwrite the lanes numbered `rows`."""
        for mine, theirs in zip(_arrays(self), _arrays(fresh), strict=True):
            mine[rows] = theirs

    def without(self, rows: Array) -> "Drafts":
        """The other lanes."""
        return _each(self, lambda values: np.delete(values, rows, axis=0)) if len(rows) else self


def _each(value: Any, function: Callable[[Array], Array]) -> Any:
    """The same structure with the function applied to every array."""
    if isinstance(value, np.ndarray):
        return function(value)
    if isinstance(value, dict):
        return {name: _each(item, function) for name, item in value.items()}
    if isinstance(value, list):
        return [_each(item, function) for item in value]
    return replace(value, **{name: _each(item, function) for name, item in vars(value).items()})


def _arrays(value: Any) -> list[Array]:
    """Every array of a structure, in order."""
    found: list[Array] = []
    _each(value, lambda array: found.append(array) or array)  # type: ignore[func-returns-value]
    return found


@dataclass(frozen=True)
class Written:
    """One text.

    Attributes:
        ids: its characters.
        bits: −log₂ p of them and of the EOS where there is one.
        finished: whether it ended by itself.
        doubtful: whether float32 rounding may have turned a decision.
    """

    ids: Int[Array, " length"] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    bits: float = 0.0
    finished: bool = False
    doubtful: bool = False
