"""Beam search: the likeliest whole tweets that begin with a prompt."""

import numpy as np

from pipeline.core.errors import UserError
from pipeline.network.sampling.draw import log_softmax
from pipeline.network.step import Holds, HoldTable, State, Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.samples.writing.generate import encode_prompts
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary

Array = np.ndarray


def beam(
    weights: NetworkWeights,
    vocabulary: Vocabulary,
    prompt: str = "",
    width: int = 32,
    count: int = 1,
    max_length: int = 280,
    holds: Holds | None = None,
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
    net = Stepper.of(weights, np.float64)
    table = HoldTable.of([holds or {}], net.shape)
    logits, states = _read(net, table, ids)
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
        kept = [{name: values[rows] for name, values in state.items()} for state in states]
        logits, states = net.step(characters, kept, table.rows(np.zeros_like(rows)))
    return finished


def _read(net: Stepper, table: HoldTable, ids: Array) -> tuple[Array, list[State]]:
    """Logits and states after BOS and the prompt, one lane."""
    states, held = net.zero(1), table.rows(np.zeros(1, dtype=int))
    for id_ in [BOS, *ids]:
        logits, states = net.step(np.array([id_]), states, held)
    return logits, states


def _best(total: Array, width: int) -> tuple[Array, Array, Array]:
    """The `width` best of [beams, vocabulary], best first: beams, characters, scores."""
    flat = np.argsort(-total, axis=None, kind="stable")[:width]
    flat = flat[np.isfinite(total.ravel()[flat])]
    rows, characters = np.unravel_index(flat, total.shape)
    return rows, characters, total[rows, characters]
