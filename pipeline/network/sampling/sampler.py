"""The network writes: hundreds of lanes at once; a lane whose text has ended takes the next one at once.

What is drawn from the logits is the caller's affair (`Choice`); how lanes are filled, refilled, begun again
and ended is here, once.

A text may have `longest` characters *and then its EOS*: after the last character one more draw is made. A
text that has not ended by then is begun again with fresh random numbers, at most `retries` times; the last
attempt is kept as it is, `finished` false.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from jaxtyping import Bool, Float, Int
from threadpoolctl import threadpool_limits

from pipeline.network.sampling.drafts import Drafts, Order, Written
from pipeline.network.sampling.draw import log_softmax
from pipeline.network.step import HoldTable, Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import BOS, EOS

Array = np.ndarray
LEAST_TEXTS = 32  # below which another thread does not pay


class Choice(Protocol):
    """How a character is chosen from the logits."""

    def begin(self, text: Int[Array, " lanes"], attempt: Int[Array, " lanes"]) -> dict[str, Array]:
        """What it keeps of texts that begin."""

    def choose(
        self, drafts: Drafts, logits: Float[Array, "lanes vocabulary"]
    ) -> tuple[Int[Array, " lanes"], Bool[Array, " lanes"]]:
        """The next character of each lane, and where rounding may have turned it."""

    def follow(self, drafts: Drafts, chosen: Int[Array, " lanes"]) -> None:
        """Take note of what was written."""


def write(
    weights: NetworkWeights,
    order: Order,
    choice: Choice,
    advance: Callable[[float], None] = lambda texts: None,
) -> list[Written]:
    """Write what is ordered. The texts do not depend on the lanes.

    Args:
        advance: told how many texts are done, now and then.

    Raises:
        UserError: a hold is of no unit of the network.
    """
    texts = np.arange(len(order.attempt))
    drawn = _in_threads(Stepper.of(weights), order, choice, texts, advance)
    doubtful = np.flatnonzero([one.doubtful for one in drawn])
    if len(doubtful):
        exact = Stepper.of(weights, np.float64)
        for text, one in zip(doubtful, _in_threads(exact, order, choice, doubtful), strict=True):
            drawn[text] = one
    return drawn


def _in_threads(
    net: Stepper,
    order: Order,
    choice: Choice,
    texts: Array,
    advance: Callable[[float], None] = lambda texts: None,
) -> list[Written]:
    """Write some of the texts, a share of the lanes on each core.

    NumPy works outside Python's lock, so threads run side by side, element-wise steps too. The threads of
    the matrix library are switched off: on a busy machine they wait for one another.
    """
    workers = max(1, min(os.cpu_count() or 1, order.lanes, len(texts) // LEAST_TEXTS))
    lanes = -(-order.lanes // workers)
    parts = [texts[k::workers] for k in range(workers)]
    drawn = [Written()] * len(texts)
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as threads:
        work = [threads.submit(_run, net, order, choice, part, lanes, advance) for part in parts]
        for k, one in enumerate(work):
            drawn[k::workers] = one.result()
    return drawn


def _run(
    net: Stepper, order: Order, choice: Choice, texts: Array, most: int, advance: Callable[[float], None]
) -> list[Written]:
    """Write some texts, in at most `most` lanes that never idle while a text waits."""
    drawn: dict[int, Written] = {}
    table = HoldTable.of(order.holds, net.shape)
    taken = min(most, len(texts))
    drafts = _begin(net, order, choice, texts[:taken], order.attempt[texts[:taken]])
    held = table.rows(order.hold[drafts.text])
    while len(drafts.text):
        logits, drafts.states = net.step(drafts.last, drafts.states, held)
        ended, complete = _written(order, choice, drafts, logits)
        if not ended.any():
            continue
        again = ended & ~complete & (drafts.attempt - order.attempt[drafts.text] < order.retries)
        rows = np.flatnonzero(ended & ~again)
        for row in rows:
            drawn[int(drafts.text[row])] = _collected(drafts, int(row), bool(complete[row]))
        fresh = texts[taken : taken + len(rows)]
        taken += len(fresh)
        _refill(net, order, choice, drafts, rows[: len(fresh)], fresh, np.flatnonzero(again))
        drafts = drafts.without(rows[len(fresh) :])
        held = table.rows(order.hold[drafts.text])
        if len(rows):
            advance(len(rows))
    return [drawn[int(text)] for text in texts]


def _begin(net: Stepper, order: Order, choice: Choice, texts: Array, attempt: Array) -> Drafts:
    """Drafts of nothing yet."""
    count = len(texts)
    return Drafts(
        text=texts.astype(np.int64),
        attempt=attempt,
        length=np.zeros(count, dtype=np.int64),
        last=np.full(count, BOS),
        bits=np.zeros(count),
        doubtful=np.zeros(count, dtype=bool),
        written=np.zeros((count, order.longest), dtype=np.int32),
        own=choice.begin(texts, attempt),
        states=net.zero(count),
    )


def _refill(
    net: Stepper, order: Order, choice: Choice, drafts: Drafts, rows: Array, fresh: Array, again: Array
) -> None:
    """Begin the texts `fresh` in lanes `rows`, and those in lanes `again` once more; old doubts stay."""
    texts = np.concatenate([fresh, drafts.text[again]])
    attempts = np.concatenate([order.attempt[fresh], drafts.attempt[again] + 1])
    doubt = drafts.doubtful[again]
    drafts.put(np.concatenate([rows, again]), _begin(net, order, choice, texts, attempts))
    drafts.doubtful[again] = doubt


def _written(order: Order, choice: Choice, drafts: Drafts, logits: Array) -> tuple[Array, Array]:
    """One character in each lane, in place: bool [lanes], which have ended, and which of them by EOS."""
    length, lane = drafts.length, np.arange(len(drafts.text))
    chosen, close = choice.choose(drafts, logits)
    prompt = order.prompt[drafts.text]
    forced = length < order.prompt_lengths[prompt]
    if forced.any():
        place = np.minimum(length, order.prompts.shape[1] - 1)
        chosen = np.where(forced, order.prompts[prompt, place], chosen)
    complete = chosen == EOS
    ended = complete | (length == order.longest)
    counted = complete | ~ended
    drafts.doubtful |= close & ~forced
    cost = log_softmax(logits.astype(np.float64))[lane, chosen] / np.log(2)
    drafts.bits -= np.where(counted, cost, 0)
    going = lane[~ended]
    drafts.written[going, length[going]] = chosen[going]
    drafts.last = chosen
    drafts.length = length + ~ended
    choice.follow(drafts, chosen)
    return ended, complete


def _collected(drafts: Drafts, row: int, complete: bool) -> Written:
    """The text in a lane that has ended."""
    ids = drafts.written[row, : drafts.length[row]].copy()
    return Written(ids, float(drafts.bits[row]), complete, bool(drafts.doubtful[row]))
