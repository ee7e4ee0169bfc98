"""How training went: the network, its curve, and its bits per character."""

from typing import Any

from pipeline.core.numbers import Table, count, decimal, duration
from pipeline.figures import course as figures
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section


def training(found: Artefacts) -> Section:
    """The section, from model.json and the history."""
    if found.card is None:
        return Section("training", "Training", missing={"the network": "train"})
    card, history = found.card, found.history
    values: dict[str, Any] = {"card": card, "parameters": parameters(card), "scores": scores(found, card)}
    if history is None or history.empty:
        return Section("training", "Training", values, missing={"the curve of training": "train"})
    values["speed"] = float(history["characters_per_second"].median())
    values["rows"], values["seconds"] = len(history), duration(card["seconds"])
    return Section("training", "Training", values, {"training": figures.training(history, card.get("step"))})


def parameters(card: dict[str, Any]) -> int:
    """The number of weights of embedding → LSTM → LSTM → dense.

    >>> parameters({"vocabulary_size": 10, "embedding": 4, "units": 8})
    1090
    """
    size, inputs, units = card["vocabulary_size"], card["embedding"], card["units"]
    layers = 4 * units * (inputs + units + 1) + 4 * units * (units + units + 1)
    return size * inputs + layers + (units + 1) * size


def scores(found: Artefacts, card: dict[str, Any]) -> Table:
    """Bits per character on valid and test, and how much they rest on."""
    rows = []
    for split in ("valid", "test"):
        texts = found.split(split)["text"]
        symbols = int(texts.str.len().sum()) + len(texts)
        size = (count(len(texts)), count(symbols)) if len(texts) else ("–", "–")
        rows.append((split, decimal(card[f"{split}_bits_per_char"], 4), *size))
    return Table(
        "Bits per character of whole tweets from the zero state, in float32.",
        ("split", "bits per character", "tweets", "characters and ends"),
        rows,
    )
