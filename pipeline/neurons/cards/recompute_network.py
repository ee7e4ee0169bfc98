"""The network run again by code that shares nothing with the program: float64, each cell written out.

This file imports no module of the program.
"""

import json
from pathlib import Path

import h5py
import numpy as np

Array = np.ndarray

BATCH = 64


def traced(folder: Path, texts: list[str], wanted: list[str]) -> dict[str, tuple[Array, Array]]:
    """Each address's value after and before every character of every text."""
    card = json.loads((folder / "model" / "model.json").read_text(encoding="utf-8"))
    symbols = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))["characters"]
    ids = {symbol: number for number, symbol in enumerate(symbols, 3)}  # after BOS 0, EOS 1, UNK 2
    encoded = [[ids.get(symbol, 2) for symbol in text] for text in texts]
    with h5py.File(folder / "model" / "model.weights.h5") as file:
        group = file["layers"]
        embedding = np.asarray(group["embedding/vars/0"], np.float64)
        cells = [group[name]["cell/vars"] for name in sorted(group) if "cell" in group[name]]
        layers = [[np.asarray(one[key], np.float64) for key in sorted(one, key=int)] for one in cells]
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    after, before = ({name: [np.zeros(0)] * len(texts) for name in wanted} for _ in range(2))
    for first in range(0, len(order), BATCH):
        some = order[first : first + BATCH]
        longest = max(len(encoded[number]) for number in some)
        rows = np.zeros((1 + longest, len(some)), dtype=int)
        for column, number in enumerate(some):
            rows[1 : 1 + len(encoded[number]), column] = encoded[number]
        below, signals = embedding[rows], []
        for weights in layers:
            signals.append(
                layer(card.get("cell", "lstm"), card.get("activations", "standard"), weights, below)
            )
            below = signals[-1]["h"]
        for name in wanted:
            floor, signal, unit = name[1:].split(".")
            value = signals[int(floor) - 1][signal][:, :, int(unit)]
            for column, text in enumerate(some):
                after[name][text] = value[1 : 1 + len(encoded[text]), column]
                before[name][text] = value[: len(encoded[text]), column]
    return {name: (np.concatenate(after[name]), np.concatenate(before[name])) for name in wanted}


def layer(cell: str, activations: str, weights: list[Array], x: Array) -> dict[str, Array]:
    """All signals of a layer over [time, tweets, inputs], from the zero state, as papers write the cells."""
    hard = activations == "hard"
    gate = (lambda z: np.clip(z / 6 + 0.5, 0, 1)) if hard else (lambda z: 1 / (1 + np.exp(-z)))
    squash = (lambda z: np.clip(z, -1, 1)) if hard else np.tanh
    kernel, recurrent, bias, *more = weights
    units = len(recurrent)
    h = c = np.zeros((x.shape[1], units))
    found: dict[str, list[Array]] = {}
    for now in x:
        if cell == "gru":
            a = np.split(now @ kernel + bias[0], 3, axis=1)
            b = np.split(h @ recurrent + bias[1], 3, axis=1)
            keep, reset = gate(a[0] + b[0]), gate(a[1] + b[1])
            g = squash(a[2] + reset * b[2])
            h = keep * h + (1 - keep) * g
            signals = {"z": keep, "r": reset, "g": g, "h": h}
        elif cell == "rnn":
            h = squash(now @ kernel + h @ recurrent + bias)
            signals = {"h": h}
        else:
            z = np.split(now @ kernel + h @ recurrent + bias, 3 if cell == "coupled" else 4, axis=1)
            peep = more[0] if cell == "peephole" else np.zeros((3, units))
            f = gate(z[0] if cell == "coupled" else z[1] + peep[1] * c)
            i = 1 - f if cell == "coupled" else gate(z[0] + peep[0] * c)
            g = squash(z[-2])
            c = f * c + i * g
            o = gate(z[-1] + peep[2] * c)
            h = o * squash(c)
            signals = {"i": i, "f": f, "g": g, "o": o, "c": c, "h": h}
        for name, value in signals.items():
            found.setdefault(name, []).append(value)
    return {name: np.stack(value) for name, value in found.items()}
