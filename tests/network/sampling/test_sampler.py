"""The lanes of the sampler: prompts, ends, second attempts, holds and company, with a plain choice."""

from dataclasses import replace

import numpy as np
import pytest
from networks import network_of

from pipeline.network.address import Address
from pipeline.network.sampling.drafts import Drafts, Order
from pipeline.network.sampling.sampler import write
from pipeline.network.step import HoldTable, Stepper
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import BOS, EOS, UNK

SIZE, LONGEST = 11, 12


class Ordinal:
    """Takes the character of some rank among the likeliest, another rank at each place and attempt."""

    def begin(self, text: np.ndarray, attempt: np.ndarray) -> dict[str, np.ndarray]:
        return {"seen": np.zeros(len(text), dtype=np.int64)}

    def choose(self, drafts: Drafts, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logits = logits.copy()
        logits[:, [BOS, UNK]] = -np.inf
        rank = (7 * drafts.text + 3 * drafts.attempt + drafts.length * (1 + drafts.text % 4)) % 7
        ordered = np.argsort(-logits, axis=1, kind="stable")
        return ordered[np.arange(len(rank)), rank], np.zeros(len(rank), dtype=bool)

    def follow(self, drafts: Drafts, chosen: np.ndarray) -> None:
        drafts.own["seen"] += 1
        assert (drafts.own["seen"] >= drafts.length).all()


def order(texts: int, lanes: int, **changes: object) -> Order:
    """All from one empty prompt, none held."""
    plain = Order(
        attempt=np.zeros(texts, dtype=np.int64),
        prompt=np.zeros(texts, dtype=np.int64),
        prompts=np.full((1, 1), EOS),
        prompt_lengths=np.zeros(1, dtype=np.int64),
        longest=LONGEST,
        retries=2,
        lanes=lanes,
        holds=[{}],
        hold=np.zeros(texts, dtype=np.int64),
    )
    return replace(plain, **changes)


def alone(weights: NetworkWeights, given: Order, text: int) -> tuple[list[int], float, bool]:
    """The oracle: one text by a plain loop in float64, its ids, bits, and whether it ended."""
    net, choice = Stepper.of(weights, np.float64), Ordinal()
    held = HoldTable.of(given.holds, weights.shape).rows(given.hold[[text]])
    prompt = given.prompts[given.prompt[text]][: given.prompt_lengths[given.prompt[text]]]
    for attempt in range(given.retries + 1):
        states, read, ids, bits = net.zero(1), BOS, [], 0.0
        for place in range(given.longest + 1):
            logits, states = net.step(np.array([read]), states, held)
            one = np.array([text]), np.array([attempt]), np.array([place])
            drafts = Drafts(*one, *[np.zeros(1)] * 4, {}, states)
            read = int(prompt[place]) if place < len(prompt) else int(choice.choose(drafts, logits)[0][0])
            if read == EOS or place < given.longest:
                chances = np.exp(logits[0] - logits[0].max())
                bits -= np.log2(chances[read] / chances.sum())
            if read == EOS:
                return ids, bits, True
            ids.append(read)
    return ids[: given.longest], bits, False


@pytest.mark.parametrize("cell", ["lstm", "gru"])
@pytest.mark.parametrize("lanes", [1, 7, 256])
def test_lanes_write_what_a_plain_loop_writes(cell: str, lanes: int) -> None:
    """Ends, second attempts, prompts and holds of 80 texts, each its own: the same as one text at a time."""
    weights = network_of(cell, scale=0.9)
    likely_end = weights.dense_bias + 0.5 * np.eye(SIZE, dtype=np.float32)[EOS]
    weights, texts = replace(weights, dense_bias=likely_end), np.arange(80)
    given = order(
        80,
        lanes,
        longest=3,
        retries=1,
        prompt=texts % 3,
        prompts=np.array([[EOS, EOS], [4, 7], [9, EOS]]),
        prompt_lengths=np.array([0, 2, 1]),
        holds=[{}, {Address(1, "h", 2): 0.8}, {Address(2, "h", 0): -0.9, Address(2, "h", 3): 0.9}],
        hold=texts // 4 % 3,
    )
    told: list[float] = []
    found = write(weights, given, Ordinal(), told.append)
    assert sum(told) == 80
    expected = [alone(weights, given, text) for text in texts]
    assert [list(one.ids) for one in found] == [ids for ids, _, _ in expected]
    assert [one.finished for one in found] == [ended for _, _, ended in expected]
    np.testing.assert_allclose([one.bits for one in found], [bits for _, bits, _ in expected], rtol=1e-4)
    assert 0.2 < np.mean([one.finished for one in found]) < 0.98


def test_doubtful_texts_are_written_again_in_float64() -> None:
    """A choice that doubts the float32 draws of one text meets that text alone once more, in float64."""
    seen: list[tuple[type, int]] = []

    class Doubting(Ordinal):
        def choose(self, drafts: Drafts, logits: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            chosen, _ = super().choose(drafts, logits)
            seen.append((logits.dtype.type, len(drafts.text)))
            return chosen, drafts.text == 5

    found = write(network_of(), order(20, 8), Doubting())
    assert {lanes for kind, lanes in seen if kind is np.float64} == {1}
    assert len(found) == 20


def test_nothing_ordered_is_nothing_written() -> None:
    """An empty order gives an empty list."""
    assert write(network_of(), order(0, 4), Ordinal()) == []
