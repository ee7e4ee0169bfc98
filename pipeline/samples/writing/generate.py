"""Tweets from a trained network: hundreds of lanes at once; a finished lane takes the next sample at once.

Sample number i of a seed is the same text however many are drawn and however many lanes draw them.

A tweet may have `max_length` characters *and then its EOS*: after the last character one more draw is made.
A tweet that has not ended by then is begun again with fresh random numbers, at most `retries` times, which
gives the network's own distribution of tweets that are short enough; the last attempt is kept as it is,
`finished` false.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from pipeline.core.errors import UserError
from pipeline.core.settings import SamplingSettings
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing import ladder
from pipeline.samples.writing.stepper import Clamps, Stepper, step, stepper, zero_state
from pipeline.samples.writing.wellformed import START, Automaton, automaton
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Array = np.ndarray
Lanes = dict[str, Array]
LEAST_JOBS = 32  # tweets below which another thread does not pay
ENDLESS = 10**5  # room enough for whatever is begun


@dataclass(frozen=True)
class Plan:
    """What is drawn, and how.

    Attributes:
        index: int [jobs], the number of each sample.
        attempt: int [jobs], the first attempt of each.
        prompts: int32 [prompts, longest], padded; sample i takes prompt i modulo their number.
        prompt_lengths: int [prompts].
        shape: the automaton of well-formed tweets, or None.
    """

    how: SamplingSettings
    index: Array
    attempt: Array
    prompts: Array
    prompt_lengths: Array
    shape: Automaton | None


@dataclass(frozen=True)
class Drawn:
    """One generated tweet; `doubtful` when float32 rounding may have turned a decision."""

    ids: Array
    bits: float
    finished: bool
    doubtful: bool


NOTHING = Drawn(np.zeros(0, dtype=np.int32), 0.0, False, False)


def generate(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    index: Sequence[int] | Array,
    how: SamplingSettings,
    prompts: Sequence[str] = ("",),
    clamps: Clamps | None = None,
    attempt: Sequence[int] | Array | None = None,
    advance: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """Draw the samples numbered `index`.

    Args:
        how: the ladder and the seed. Its `batch_size` changes the speed only.
        prompts: each sample begins with prompt number i modulo their count.
        clamps: (layer from 1, signal, unit) → value held while generating.
        attempt: for each sample, which draw of it (0: the first).
        advance: called with the number of tweets done, now and then.

    Returns:
        index, prompt, text, bits_per_char (of all characters and EOS, at temperature 1 and unfiltered,
        under the network as it is steered), finished; one row a sample, in the order of `index`.

    Raises:
        UserError: a prompt does not fit the vocabulary or the maximum length; a clamp names no unit.
    """
    index = np.asarray(index, dtype=np.int64)
    attempts = np.zeros_like(index) if attempt is None else np.asarray(attempt, dtype=np.int64)
    table, lengths = encode_prompts(prompts, vocabulary, how.max_length)
    shape = automaton(vocabulary) if how.well_formed else None
    plan = Plan(how, index, attempts * (how.retries + 1), table, lengths, shape)
    drawn = _in_threads(stepper(weights, clamps), plan, np.arange(len(index)), advance)
    doubtful = np.flatnonzero([one.doubtful for one in drawn])
    if len(doubtful):
        exact = _in_threads(stepper(weights, clamps, np.float64), plan, doubtful, None)
        for job, one in zip(doubtful, exact, strict=True):
            drawn[job] = one
    return pd.DataFrame(
        {
            "index": index,
            "prompt": [prompts[i % len(prompts)] for i in index],
            "text": [vocabulary.decode(one.ids) for one in drawn],
            "bits_per_char": [one.bits / max(len(one.ids) + one.finished, 1) for one in drawn],
            "finished": [one.finished for one in drawn],
        }
    )


def encode_prompts(prompts: Sequence[str], vocabulary: Vocabulary, longest: int) -> tuple[Array, Array]:
    """Ids of the prompts [prompts, longest], padded with EOS, and their lengths [prompts].

    Raises:
        UserError: there is no prompt, one is too long, or has a character that the network does not know.
    """
    if not prompts:
        raise UserError("there is no prompt to begin with: give at least one (it may be empty)")
    ids = [vocabulary.encode(prompt) for prompt in prompts]
    table = np.full((len(ids), max(map(len, ids))), EOS, dtype=np.int32)
    for row, (prompt, one) in enumerate(zip(prompts, ids, strict=True)):
        if len(one) > longest:
            raise UserError(
                f"prompt {prompt[:30]!r} has {len(one)} characters, more than max_length={longest}"
            )
        if (one == UNK).any():
            strange = prompt[int(np.argmax(one == UNK))]
            raise UserError(f"prompt {prompt[:30]!r}: the network does not know {strange!r}; leave it out")
        table[row, : len(one)] = one
    return table, np.array([len(one) for one in ids])


def _in_threads(
    net: Stepper, plan: Plan, jobs: Array, advance: Callable[[float], None] | None
) -> list[Drawn]:
    """Draw the jobs, a share of the lanes on each core.

    NumPy works outside Python's lock, so threads run side by side, element-wise steps too. The threads of
    the matrix library are switched off: on a busy machine they wait for one another.
    """
    workers = max(1, min(os.cpu_count() or 1, plan.how.batch_size, len(jobs) // LEAST_JOBS))
    lanes = -(-plan.how.batch_size // workers)
    parts = [jobs[k::workers] for k in range(workers)]
    drawn: list[Drawn] = [NOTHING] * len(jobs)
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as threads:
        for k, part in enumerate(threads.map(lambda part: _run(net, plan, part, lanes, advance), parts)):
            drawn[k::workers] = part
    return drawn


def _run(
    net: Stepper, plan: Plan, jobs: Array, most: int, advance: Callable[[float], None] | None
) -> list[Drawn]:
    """Draw the jobs, in at most `most` lanes that never idle while a job waits."""
    drawn: dict[int, Drawn] = {}
    taken = min(most, len(jobs))
    lanes = _begin(net, plan, jobs[:taken], plan.attempt[jobs[:taken]])
    while len(lanes["job"]):
        ended, complete = _advance(net, plan, lanes)
        if not ended.any():
            continue
        tries = lanes["attempt"] - plan.attempt[lanes["job"]]
        again = ended & ~complete & (tries < plan.how.retries)
        rows = np.flatnonzero(ended & ~again)
        for row in rows:
            drawn[int(lanes["job"][row])] = _collect(lanes, int(row), bool(complete[row]))
        fresh = jobs[taken : taken + len(rows)]
        taken += len(fresh)
        filled = np.concatenate([rows[: len(fresh)], np.flatnonzero(again)])
        next_jobs = np.concatenate([fresh, lanes["job"][again]])
        next_attempts = np.concatenate([plan.attempt[fresh], lanes["attempt"][again] + 1])
        doubt = lanes["doubt"][again]
        for name, values in _begin(net, plan, next_jobs, next_attempts).items():
            lanes[name][filled] = values
        lanes["doubt"][np.flatnonzero(again)] = doubt
        lanes = _without(lanes, rows[len(fresh) :])
        if advance and len(rows):
            advance(len(rows))
    return [drawn[int(job)] for job in jobs]


def _begin(net: Stepper, plan: Plan, jobs: Array, attempt: Array) -> Lanes:
    """Lanes at the start of a tweet: arrays [lanes, …]."""
    count = len(jobs)
    state = {f"state{k}": values for k, values in enumerate(zero_state(net, count))}
    return {
        "job": jobs.astype(np.int64),
        "attempt": attempt,
        "key": ladder.keys(plan.how.seed, plan.index[jobs], attempt),
        "prompt": plan.index[jobs] % len(plan.prompts),
        "length": np.zeros(count, dtype=np.int64),
        "last": np.full(count, BOS),
        "shape": np.full(count, START),
        "bits": np.zeros(count),
        "doubt": np.zeros(count, dtype=bool),
        "text": np.zeros((count, plan.how.max_length), dtype=np.int32),
        **state,
    }


def _without(lanes: Lanes, rows: Array) -> Lanes:
    """The lanes but for `rows`."""
    return {name: np.delete(values, rows, axis=0) for name, values in lanes.items()} if len(rows) else lanes


def _collect(lanes: Lanes, row: int, complete: bool) -> Drawn:
    """The tweet in a lane that has ended."""
    ids = lanes["text"][row, : lanes["length"][row]].copy()
    return Drawn(ids, float(lanes["bits"][row]), complete, bool(lanes["doubt"][row]))


def _advance(net: Stepper, plan: Plan, lanes: Lanes) -> tuple[Array, Array]:
    """One character in each lane, in place: bool [lanes], which have ended, and which of them by EOS."""
    states = [name for name in lanes if name.startswith("state")]
    raw, state = step(net, lanes["last"], [lanes[name] for name in states])
    lanes.update(zip(states, state, strict=True))
    logits = raw.astype(np.float64)
    length, lane = lanes["length"], np.arange(len(lanes["job"]))
    chosen, close = _choose(plan, lanes, logits)
    forced = length < plan.prompt_lengths[lanes["prompt"]]
    if forced.any():
        place = np.minimum(length, plan.prompts.shape[1] - 1)
        chosen = np.where(forced, plan.prompts[lanes["prompt"], place], chosen)
    complete = chosen == EOS
    ended = complete | (length == plan.how.max_length)
    counted = complete | ~ended
    lanes["doubt"] |= close & ~forced
    lanes["bits"] -= np.where(counted, ladder.log_softmax(logits)[lane, chosen] / np.log(2), 0)
    going = lane[~ended]
    lanes["text"][going, length[going]] = chosen[going]
    lanes["last"] = chosen
    lanes["length"] = length + ~ended
    if plan.shape is not None:
        lanes["shape"] = plan.shape.following[lanes["shape"], chosen]
    return ended, complete


def _choose(plan: Plan, lanes: Lanes, logits: Array) -> tuple[Array, Array]:
    """Down the ladder: the characters drawn, and where rounding may have turned the draw."""
    how, position = plan.how, lanes["length"]
    wanted = logits.copy()
    wanted[:, [BOS, UNK]] = -np.inf
    if plan.shape is not None:
        room = np.where(position < how.max_length, how.max_length - position, ENDLESS)
        wanted[~plan.shape.permitted(lanes["shape"], room)] = -np.inf
    heat = ladder.temperatures(how.temperature, how.final_temperature, position, how.max_length)
    wanted /= heat[:, None]
    loose = ladder.noise(heat)
    wanted, close_k = ladder.top_k(wanted, how.top_k, loose)
    wanted, close_p = ladder.top_p(wanted, how.top_p, loose)
    wanted, close_m = ladder.min_p(wanted, how.min_p, loose)
    chosen, close = ladder.draw(wanted, ladder.uniform(lanes["key"], position), loose)
    return chosen, close | close_k | close_p | close_m
