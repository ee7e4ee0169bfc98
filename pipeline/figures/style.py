"""One style for all figures, readable in grey; figures as SVG inside an HTML page, as PNG in a notebook."""

import re
import warnings
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
from cycler import cycler
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

P = ParamSpec("P")

INK, ACCENT, MUTED, FAINT = "#08306b", "#c4561a", "#6f6f6f", "#c9c9c9"
WIDTH = 7.4  # inches: the column of the report
DPI = 110  # of a picture in a notebook
PANELS = 4  # small panels in a row

# Colours differ in lightness, lines in dashes and points in shape: any one of the three is enough.
CYCLE = (
    cycler(color=[INK, ACCENT, MUTED, "#5a9bd4", "#2e7d32", "#000000"])
    + cycler(linestyle=["-", "--", ":", "-.", "-", "--"])
    + cycler(marker=["o", "s", "^", "D", "v", "x"])
)
STYLE: Any = {  # matplotlib types its keys one by one
    "font.size": 8.5,
    "font.family": "sans-serif",
    "axes.prop_cycle": CYCLE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.grid": True,
    "grid.color": "#e3e3e3",
    "grid.linewidth": 0.5,
    "axes.axisbelow": True,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "text.parse_math": False,  # a $ in a name is a $
    "svg.fonttype": "none",  # text stays text: small, searchable, in the reader's own font
}


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Draw a figure in this style, whatever the process has set."""

    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context(STYLE):
            return draw(*args, **kwargs)

    drawn.__doc__ = draw.__doc__
    return drawn


def canvas(rows: int, columns: int, height: float, **subplots: Any) -> tuple[Figure, list[Axes]]:
    """A figure of the report's width, `height` inches a row, and its axes row by row."""
    figure = Figure(figsize=(WIDTH, height * rows), layout="constrained")
    return figure, list(np.ravel(figure.subplots(rows, columns, **subplots)))


def panels(count: int, height: float = 1.7, **subplots: Any) -> tuple[Figure, list[Axes]]:
    """A figure of small panels, `PANELS` in a row; the empty places are blank."""
    columns = max(1, min(PANELS, count))
    figure, axes = canvas(-(-max(1, count) // columns), columns, height, **subplots)
    for empty in axes[count:]:
        empty.set_axis_off()
    return figure, axes[:count]


def svg(figure: Figure, name: str, label: str) -> Markup:
    """The figure as an inline SVG image.

    Args:
        name: of the figure; its ids start with it, so two figures on one page do not meet.
        label: what a person hears who cannot see it.
    """
    with mpl.rc_context({**STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the reader's font has it
        buffer = StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'\bid="', f'id="{name}-', drawn)
    drawn = re.sub(r'(href="|url\()#', rf"\1#{name}-", drawn)
    head = Markup('<svg role="img" aria-label="{}" ').format(label)
    return Markup(str(head) + drawn.removeprefix("<svg "))  # matplotlib has escaped what stands in it


def png(figure: Figure, colours: int = 64) -> bytes:
    """The figure as a small PNG picture: few colours, nothing of the machine, the same bytes each time."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        drawn, small = BytesIO(), BytesIO()
        figure.savefig(drawn, format="png", dpi=DPI)
    with Image.open(drawn) as image:
        image.convert("RGB").quantize(colours).save(small, format="PNG", optimize=True)
    return small.getvalue()
