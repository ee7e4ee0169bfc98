"""Beam search: the likeliest whole tweets that begin with a prompt."""

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.generate import encode_prompts
from pipeline.samples.writing.ladder import log_softmax
from pipeline.samples.writing.stepper import Clamps, State, Stepper, step, stepper, zero_state
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Array = np.ndarray


def beam(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    prompt: str = "",
    width: int = 32,
    count: int = 1,
    max_length: int = 280,
    clamps: Clamps | None = None,
) -> list[tuple[str, float]]:
    """The likeliest tweets found, best first, each with its −log₂ p given the prompt (in bits, EOS included).

    The search ends when no open beam can still become likelier than the `count` best finished ones (a
    beam only ever loses probability), or at `max_length`. With a width that no beam is cut at it is exact.

    Raises:
        UserError: the prompt has a character that the network does not know, or no room is left.
    """
    if width < 1 or count < 1:
        raise UserError(f"beam search needs a width and a count of at least 1, not {width} and {count}")
    ids = encode_prompts([prompt], vocabulary, max_length)[0][0]
    net = stepper(weights, clamps, np.float64)
    logits, state = _read(net, ids)
    score, written = np.zeros(1), ids[None, :]
    finished: list[tuple[str, float]] = []
    for length in range(len(ids), max_length + 1):
        total = score[:, None] + log_softmax(logits)
        finished += [
            (vocabulary.decode(w), -s / np.log(2)) for w, s in zip(written, total[:, EOS], strict=True)
        ]
        finished = sorted(finished, key=lambda one: one[1])[:count]
        total[:, [BOS, EOS, UNK]] = -np.inf
        rows, characters, score = _best(total, width)
        bound = finished[-1][1] if len(finished) == count else np.inf
        if length == max_length or not len(score) or -score[0] / np.log(2) >= bound:
            break
        written = np.column_stack([written[rows], characters])
        logits, state = step(net, characters, [array[rows] for array in state])
    return finished


def _read(net: Stepper, ids: Array) -> tuple[Array, State]:
    """Logits and state after BOS and the prompt, one lane."""
    logits, state = step(net, np.array([BOS]), zero_state(net, 1))
    for id_ in ids:
        logits, state = step(net, np.array([id_]), state)
    return logits, state


def _best(total: Array, width: int) -> tuple[Array, Array, Array]:
    """The `width` best of [beams, vocabulary], best first: beams, characters, scores."""
    flat = np.argsort(-total, axis=None, kind="stable")[:width]
    flat = flat[np.isfinite(total.ravel()[flat])]
    rows, characters = np.unravel_index(flat, total.shape)
    return rows, characters, total[rows, characters]
