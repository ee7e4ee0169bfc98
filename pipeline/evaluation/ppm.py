"""What PPMd needs for the test tweets: a strong compressor of short texts, taught by the training tweets.

PPMd (Shkarin 2002, variant H) mixes contexts of up to `ORDER` bytes and learns as it reads. A compressor has
no list of probabilities to ask; its prices are read off the lengths of what it has written. Two details make
them fair and exact enough:

- Each few test tweets are read by a copy of the process that has read the training tweets and nothing else,
  so they do not teach the compressor about each other.
- Output comes in whole bytes, so the price of one symbol is off by a few bits. Before each batch a training
  tweet is read again, which shifts where the bytes begin: the errors are as often up as down, and cancel in
  sums over many symbols.
"""

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pyppmd
from jaxtyping import Float

ORDER = 12  # bytes of context: on valid tweets of the main corpus 9 costs 1.847, 12 1.834, 16 1.833 bits
MEMORY = 400 << 20  # bytes that the model may grow to before it starts again: some 10 million characters
BATCH = 8  # test tweets read by one copy


def bits(train: Sequence[str], test: Sequence[str], order: int = ORDER) -> Float[np.ndarray, " symbols"]:
    """The bits of each character and end of the test tweets, each after the training tweets.

    Args:
        train, test: texts; each is ended by a zero byte, which stands for its end.
        order: bytes of context, 2 to 64.

    Returns:
        float64, tweets end to end, each with its end. One value is a multiple of 8: only sums mean something.
    """
    # A fresh process without threads of its own can be copied safely.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_bits, train, test, order).result()


def adaptive_bits_per_char(train: Sequence[str], test: Sequence[str], order: int = ORDER) -> float:
    """Bits per character and end when the compressor goes on learning from test tweet to test tweet."""
    encoder = pyppmd.Ppmd7Encoder(order, MEMORY)
    encoder.encode(_bytes(train))
    size = len(encoder.encode(_bytes(test)) + encoder.flush())
    return 8 * size / sum(len(text) + 1 for text in test)


def _bytes(texts: Sequence[str]) -> bytes:
    return "".join(text + "\0" for text in texts).encode("utf-8", "surrogatepass")


def _bits(train: Sequence[str], test: Sequence[str], order: int) -> Float[np.ndarray, " symbols"]:
    """`bits`, in a process that may be copied."""
    encoder = pyppmd.Ppmd7Encoder(order, MEMORY)
    encoder.encode(_bytes(train))
    # Tweets of one batch stand far apart in the table: neighbours may be about the same thing.
    batches = -(-len(test) // BATCH)
    rows = [range(number, len(test), batches) for number in range(batches)]
    costs: list[Float[np.ndarray, " symbols"]] = [np.empty(0)] * len(test)
    for number, batch in enumerate(rows):
        again = train[number * len(train) // batches] if train else ""
        found = _in_a_copy(encoder, again, [test[row] for row in batch])
        for row, cost in zip(batch, _by_tweet(found, [test[row] for row in batch]), strict=True):
            costs[row] = cost
    return 8.0 * np.concatenate([np.empty(0), *costs])


def _in_a_copy(encoder: pyppmd.Ppmd7Encoder, again: str, texts: Sequence[str]) -> bytes:
    """How many bytes the encoder writes at each symbol of some texts; the encoder itself stays as it was.

    A copy of this process reads them (POSIX `fork`), since an encoder cannot be copied by itself.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        encoder.encode(_bytes([again]))
        with os.fdopen(writing, "wb") as out:
            out.write(bytes(len(encoder.encode(_bytes_of(c))) for text in texts for c in text + "\0"))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as source:
        written = source.read()
    os.waitpid(child, 0)
    if len(written) != sum(len(text) + 1 for text in texts):
        raise RuntimeError("the copy that reads test tweets for PPMd ended early")
    return written


def _bytes_of(character: str) -> bytes:
    return character.encode("utf-8", "surrogatepass")


def _by_tweet(written: bytes, texts: Sequence[str]) -> list[Float[np.ndarray, " symbols"]]:
    ends = np.cumsum([len(text) + 1 for text in texts])[:-1]
    return np.split(np.frombuffer(written, dtype=np.uint8).astype(np.float64), ends)
