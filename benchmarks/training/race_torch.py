"""A contestant of the race in PyTorch; `race.py` runs it: NAME IDS.npz SECONDS FOUND.json.

- char-rnn: the recipe of karpathy/char-rnn: one stream of all tweets in 50 lanes and windows of 50, the state
  carried on, RMSprop at 2e-3 falling by .97 an epoch after the tenth, gradients cut at ±5.
- LSTM, tweet by tweet: what most would write: padded batches of 64 tweets of like length, AdamW, a cosine.
- transformer: the layers of karpathy/nanoGPT (pre-norm, GELU, tied embedding, no bias) with its recipe for a
  CPU (4 layers, 4 heads, AdamW with betas .9 and .99, decay .1), tweet by tweet, as many parameters as the
  LSTM.

All train for the given seconds, validation included: ten times in that time, and the best weights are kept.
Matrix products are in bfloat16 where a step is sooner so.
"""

import copy
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

BOS, EOS, IGNORE = 0, 1, -1
TWEETS, VALIDATIONS, WARMUP = 64, 10, 100
Batch = tuple[torch.Tensor, torch.Tensor]


class Recurrent(nn.Module):
    """Embedding, LSTM layers, dense."""

    def __init__(self, given: Any) -> None:
        super().__init__()
        units, vocabulary, inputs = (int(given[name]) for name in ("units", "vocabulary", "embedding"))
        self.embedding = nn.Embedding(vocabulary, inputs)
        self.lstm = nn.LSTM(inputs, units, num_layers=int(given["layers"]), batch_first=True)
        self.dense = nn.Linear(units, vocabulary)

    def forward(self, x: torch.Tensor, state: Any = None) -> tuple[torch.Tensor, Any]:
        hidden, state = self.lstm(self.embedding(x), state)
        return self.dense(hidden), state


class Block(nn.Module):
    """Attention to what stands before, then a feed-forward layer, each after a layer norm."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norms = nn.ModuleList(nn.LayerNorm(width, bias=False) for _ in range(2))
        self.qkv, self.out = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width, bias=False)
        self.wide, self.narrow = (
            nn.Linear(width, 4 * width, bias=False),
            nn.Linear(4 * width, width, bias=False),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        q, k, v = (
            one.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for one in self.qkv(self.norms[0](x)).chunk(3, -1)
        )
        seen = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(seen.transpose(1, 2).flatten(-2))
        return x + self.narrow(functional.gelu(self.wide(self.norms[1](x))))


class Transformer(nn.Module):
    """Four blocks as wide as `size` parameters allow, a multiple of 8."""

    def __init__(self, vocabulary: int, longest: int, size: int) -> None:
        super().__init__()
        wide = next(
            w for w in range(8, 4096, 8) if 48 * (w + 8) ** 2 + (w + 8) * (vocabulary + longest) > size
        )
        self.embedding, self.places = nn.Embedding(vocabulary, wide), nn.Embedding(longest, wide)
        self.blocks = nn.Sequential(*(Block(wide, 4) for _ in range(4)))
        self.norm = nn.LayerNorm(wide, bias=False)
        for name, one in self.named_parameters():
            if one.dim() == 2:
                last = name.endswith(("out.weight", "narrow.weight"))
                nn.init.normal_(one, std=0.02 / math.sqrt(8) if last else 0.02)

    def forward(self, x: torch.Tensor, state: Any = None) -> tuple[torch.Tensor, Any]:
        places = torch.arange(x.shape[1])
        found = self.norm(self.blocks(self.embedding(x) + self.places(places)))
        return found @ self.embedding.weight.T, None


def padded(rows: list[np.ndarray]) -> Batch:
    """Inputs and targets of some tweets, from BOS to EOS; the target of padding is IGNORE."""
    shape = (len(rows), 1 + max(len(row) for row in rows))
    x, y = np.full(shape, EOS), np.full(shape, IGNORE)
    for number, row in enumerate(rows):
        x[number, 0], x[number, 1 : 1 + len(row)] = BOS, row
        y[number, : len(row)], y[number, len(row)] = row, EOS
    return torch.from_numpy(x), torch.from_numpy(y)


def by_length(tweets: list[np.ndarray], rng: np.random.Generator | None) -> list[Batch]:
    """All tweets in batches of like length, in random order and grouped afresh with a generator."""
    lengths = np.array([len(row) for row in tweets])
    order = np.argsort(lengths * (rng.uniform(0.985, 1.015, len(lengths)) if rng else 1), kind="stable")
    groups = [order[k : k + TWEETS] for k in range(0, len(order), TWEETS)]
    picked = rng.permutation(len(groups)) if rng else range(len(groups))
    return [padded([tweets[row] for row in groups[k]]) for k in picked]


def windows(tweets: list[np.ndarray], lanes: int = 50, window: int = 50) -> Iterator[Batch | None]:
    """The stream of all tweets, epoch after epoch; None says that one begins."""
    stream = np.concatenate([np.r_[BOS, row, EOS] for row in tweets]).astype(np.int64)
    span = (len(stream) - 1) // lanes
    x, y = (torch.from_numpy(stream[k : k + lanes * span].reshape(lanes, span)) for k in (0, 1))
    while True:
        yield None
        for start in range(0, span, window):
            yield x[:, start : start + window], y[:, start : start + window]


def loss_of(logits: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean nats of the targets that count."""
    return functional.cross_entropy(logits.float().flatten(0, 1), y.flatten(), ignore_index=IGNORE)


@torch.no_grad()
def bits(model: nn.Module, tweets: list[np.ndarray]) -> float:
    """Bits per character and end, in float32, each tweet alone."""
    total, count = 0.0, 0
    model.eval()
    for x, y in by_length(tweets, None):
        known = int((y != IGNORE).sum())
        total, count = total + float(loss_of(model(x)[0], y)) * known, count + known
    model.train()
    return total / count / math.log(2)


class Clock:
    """Seconds since the start, and the share of the time that is gone."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.started = seconds, time.perf_counter()

    @property
    def share(self) -> float:
        return (time.perf_counter() - self.started) / self.seconds


class Best:
    """The weights with the fewest bits on valid."""

    def __init__(self, model: nn.Module, valid: list[np.ndarray]) -> None:
        self.model, self.valid, self.bits, self.weights, self.due = model, valid, math.inf, {}, 1

    def look(self, share: float, last: bool = False) -> None:
        """Validate when a further tenth of the time is gone, and at the end."""
        if last or share * VALIDATIONS >= self.due:
            self.due += 1
            found = bits(self.model, self.valid)
            if found < self.bits:
                self.bits, self.weights = found, copy.deepcopy(self.model.state_dict())


def faster_type(model: nn.Module, batch: Batch) -> bool:
    """Whether a training step is sooner under bfloat16 autocast."""
    took = []
    for enabled in (False, True):
        for _ in range(2):
            started = time.perf_counter()
            with torch.autocast("cpu", torch.bfloat16, enabled=enabled):
                logits = model(batch[0])[0]
            loss_of(logits, batch[1]).backward()
            model.zero_grad(set_to_none=True)
        took.append(time.perf_counter() - started)
    return took[1] < took[0]


def char_rnn(
    given: Any, data: dict[str, list[np.ndarray]], seconds: float
) -> tuple[nn.Module, Best, float, bool]:
    """As karpathy/char-rnn trains."""
    model = Recurrent(given)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=2e-3, alpha=0.95)
    clock, best, epoch, steps, state, low = Clock(seconds), Best(model, data["valid"]), -1, 0, None, None
    per = sum(len(row) + 2 for row in data["train"]) / 2500
    for batch in windows(data["train"]):
        if batch is None:
            epoch, state = epoch + 1, None
            optimizer.param_groups[0]["lr"] = 2e-3 * 0.97 ** max(0, epoch - 10)
            continue
        low = faster_type(model, batch) if low is None else low
        with torch.autocast("cpu", torch.bfloat16, enabled=low):
            logits, state = model(batch[0], state)
        state = tuple(one.detach() for one in state)
        loss_of(logits, batch[1]).backward()
        nn.utils.clip_grad_value_(model.parameters(), 5)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps += 1
        best.look(clock.share)
        if clock.share >= 1:
            break
    best.look(1, last=True)
    return model, best, steps / per, bool(low)


def by_tweet(
    model: nn.Module,
    rate: float,
    decay: float,
    betas: tuple[float, float],
    data: Any,
    seconds: float,
    seed: int,
) -> tuple[nn.Module, Best, float, bool]:
    """Batches of whole tweets, AdamW, a warm-up and a cosine that end with the clock."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, betas=betas, weight_decay=decay)
    clock, best, step, rng = Clock(seconds), Best(model, data["valid"]), 0, np.random.default_rng(seed)
    per, low = len(data["train"]) / TWEETS, None
    while clock.share < 1:
        for x, y in by_length(data["train"], rng):
            low = faster_type(model, (x, y)) if low is None else low
            share = min(clock.share, 1)
            factor = min(1, (step + 1) / WARMUP) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * share)))
            optimizer.param_groups[0]["lr"] = rate * factor
            with torch.autocast("cpu", torch.bfloat16, enabled=low):
                logits = model(x)[0]
            loss_of(logits, y).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            best.look(share)
            if share >= 1:
                break
    best.look(1, last=True)
    return model, best, step / per, bool(low)


def contestants(
    given: Any, data: Any, seconds: float
) -> dict[str, Callable[[], tuple[nn.Module, Best, float, bool]]]:
    """What runs each."""
    seed, vocabulary = int(given["seed"]), int(given["vocabulary"])
    size = sum(one.numel() for one in Recurrent(given).parameters())
    longest = 1 + max(len(row) for rows in data.values() for row in rows)
    return {
        "char-rnn": lambda: char_rnn(given, data, seconds),
        "LSTM, tweet by tweet": lambda: by_tweet(
            Recurrent(given), 4e-3, 0.0, (0.9, 0.99), data, seconds, seed
        ),
        "transformer": lambda: by_tweet(
            Transformer(vocabulary, longest, size), 1e-3, 0.1, (0.9, 0.99), data, seconds, seed
        ),
    }


def main() -> None:
    name, ids, seconds, found = sys.argv[1:]
    given = np.load(ids)
    data = {
        split: np.split(given[split].astype(np.int64), np.cumsum(given[f"{split}_lengths"])[:-1])
        for split in ("train", "valid", "test")
    }
    torch.manual_seed(int(given["seed"]))
    model, best, epochs, low = contestants(given, data, float(seconds))[name]()
    model.load_state_dict(best.weights)
    row = {
        "test": bits(model, data["test"]),
        "valid": best.bits,
        "parameters": sum(one.numel() for one in model.parameters()),
        "epochs": epochs,
        "bfloat16": low,
        "version": f"torch {torch.__version__}",
    }
    Path(found).write_text(json.dumps(row), encoding="utf-8")


if __name__ == "__main__":
    main()
