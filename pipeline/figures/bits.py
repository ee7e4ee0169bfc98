"""Where the bits go, drawn: bits per character by part and by position."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

INK, ACCENT = "#08306b", "#c4561a"


def figure(table: pd.DataFrame, width: float = 7.4) -> Figure:
    """Bits per character of LSTM and PPMd: bars by part, lines by position.

    Args:
        table: as of `compare`.
        width: in inches.
    """
    drawn = Figure(figsize=(width, 2.6), layout="constrained")
    left, right = drawn.subplots(1, 2, width_ratios=(2, 3))
    part = table[table["by"] == "part"][::-1]  # the first on top
    place = np.arange(len(part))
    left.barh(place + 0.2, part["lstm"], 0.38, color=INK, label="LSTM")
    left.barh(place - 0.2, part["ppm"], 0.38, color=ACCENT, hatch="///", edgecolor="white", label="PPMd")
    left.set_yticks(place, [spoken(name) for name in part["name"]])
    left.set_title("By what it belongs to")
    left.set_xlabel("bits per character")
    left.grid(axis="y", visible=False)
    position = table[table["by"] == "position"]
    where = np.arange(len(position))
    right.plot(where, position["lstm"], color=INK, marker="o", linestyle="-", label="LSTM")
    right.plot(where, position["ppm"], color=ACCENT, marker="s", linestyle="--", label="PPMd")
    right.set_xticks(where, position["name"], rotation=60)
    right.set_title("By position in the tweet")
    right.set_xlabel("character")
    right.set_ylim(bottom=0)
    right.legend()
    return drawn


def spoken(name: str) -> str:
    """A part's name as words."""
    return {"url": "URL", "end": "end of tweet"}.get(name, name.replace("_", " "))
