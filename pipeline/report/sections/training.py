"""How training went: the network, its curve, and its bits per character."""

from typing import Any

from pipeline.core.numbers import Table, count, decimal, duration
from pipeline.figures import course as figures
from pipeline.network.cells import CELLS
from pipeline.network.weights import kind
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section


def training(found: Artefacts) -> Section:
    """The section, from model.json and the history."""
    if found.card is None:
        return Section("training", "Training", missing={"the network": "train"})
    card, history = found.card, found.history
    values: dict[str, Any] = {
        "card": card,
        "parameters": parameters(card),
        "stack": stack(card),
        "recipe": recipe(card),
        "scores": scores(found, card),
    }
    if history is None or history.empty:
        return Section("training", "Training", values, missing={"the curve of training": "train"})
    values["speed"] = float(history["characters_per_second"].median())
    values["rows"], values["seconds"] = len(history), duration(card["seconds"])
    return Section("training", "Training", values, {"training": figures.training(history, card.get("step"))})


def parameters(card: dict[str, Any]) -> int:
    """The number of weights of embedding → recurrent layers → dense.

    >>> parameters({"vocabulary_size": 10, "embedding": 4, "units": 8, "layers": 2})
    1090
    >>> parameters({"vocabulary_size": 10, "embedding": 4, "units": 8, "layers": 1, "cell": "gru"})
    466
    """
    size, units = card["vocabulary_size"], card["units"]
    name, _ = kind(card)
    cell = CELLS[name]
    own = units * len(cell.blocks) * (2 if cell.apart else 1) + (3 * units if name == "peephole" else 0)
    inputs = [card["embedding"], *[units] * (card["layers"] - 1)]
    layers = sum(units * len(cell.blocks) * (n + units) + own for n in inputs)
    return size * card["embedding"] + layers + (units + 1) * size


def stack(card: dict[str, Any]) -> str:
    """The recurrent layers in a line.

    >>> stack({"units": 256, "layers": 2})
    'LSTM (256) → LSTM (256)'
    """
    name, activations = kind(card)
    hard = " with hard activations" if activations == "hard" else ""
    return " → ".join([f"{CELLS[name].title}{hard} ({card['units']})"] * card["layers"])


def recipe(card: dict[str, Any]) -> str:
    """How the network was trained, in a sentence, from its settings; nothing where they are not known.

    >>> recipe({"settings": {"optimizer": "adamw", "learning_rate": 0.004, "warmup_steps": 100}})
    'Trained by AdamW at a rate of 0.004, with a warm-up of 100 steps and cosine decay.'
    >>> recipe({"imported": "theirs.keras", "settings": {}})
    'Trained by another program and imported from theirs.keras.'
    """
    if "imported" in card:
        return f"Trained by another program and imported from {card['imported']}."
    settings = card.get("settings", {})
    names = {"muon": "Muon for the matrices of the recurrent layers, Adam for all else", "adamw": "AdamW"}
    if settings.get("optimizer") not in names:
        return ""
    steps = settings.get("warmup_steps", 0)
    warm = f"a warm-up of {steps:,} steps" if steps else "no warm-up"
    how = f"at a rate of {settings['learning_rate']:g}, with {warm} and cosine decay"
    return f"Trained by {names[settings['optimizer']]} {how}."


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
