"""Figures as inline SVG in one style."""

import re
from io import BytesIO
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from pipeline.figures import style
from pipeline.report.colour import luminance


@style.styled
def drawn(title: str) -> Figure:
    """A figure with a title that a corpus could have."""
    figure, (axis,) = style.canvas(1, 1, 2)
    axis.plot([0, 1], [0, 1], label="a < b & $c$")
    axis.set_title(title)
    axis.legend()
    return figure


def test_an_svg_stands_inside_a_page() -> None:
    """It is well-formed XML without a head of its own, says what it shows, and keeps its text as text."""
    html = style.svg(drawn('<b> & "$x^2$"'), "one", 'a "label" <of> it')
    assert html.startswith('<svg role="img" aria-label="a &#34;label&#34; &lt;of&gt; it"')
    root = ElementTree.fromstring(html)
    texts = ["".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert '<b> & "$x^2$"' in texts
    assert "a < b & $c$" in texts
    assert "<metadata" not in html


def test_ids_of_two_figures_do_not_meet() -> None:
    """The ids of the same figure under two names are apart, and every reference leads to its own."""
    one, other = (style.svg(drawn("t"), name, "l") for name in ("one", "other"))
    ids = [re.findall(r'\bid="([^"]+)"', html) for html in (one, other)]
    assert not set(ids[0]) & set(ids[1])
    for html, own in zip((one, other), ids, strict=True):
        references = re.findall(r'(?:href="|url\()#([^")]+)', html)
        assert references
        assert set(references) <= set(own)


def test_the_same_figure_gives_the_same_bytes() -> None:
    """Nothing in an SVG depends on the time or on the process."""
    assert style.svg(drawn("t"), "one", "l") == style.svg(drawn("t"), "one", "l")


def test_the_style_stays_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing neither reads nor changes what the process has set for its own figures."""
    before = mpl.rcParams["axes.spines.top"], mpl.rcParams["font.size"]
    figure = drawn("t")
    assert not figure.axes[0].spines["top"].get_visible()
    assert (mpl.rcParams["axes.spines.top"], mpl.rcParams["font.size"]) == before


def test_lines_differ_in_dash_and_point_or_in_grey() -> None:
    """Any two lines of the cycle can be distinguished without colour."""
    looks = list(style.CYCLE)
    for k, one in enumerate(looks):
        for other in looks[:k]:
            grey = [luminance(tuple(round(255 * v) for v in to_rgb(look["color"]))) for look in (one, other)]
            dashes = one["linestyle"] != other["linestyle"]
            assert dashes or one["marker"] != other["marker"] or abs(grey[0] - grey[1]) > 0.2


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_panels_are_as_many_as_asked(count: int) -> None:
    """There is an axis for each thing to show, and the empty places show nothing."""
    figure, axes = style.panels(count)
    assert len(axes) == count
    assert sum(axis.axison for axis in figure.axes) == count


def test_a_png_is_small_and_the_same_each_time() -> None:
    """The picture of the figure, with its colours; a second drawing has the same bytes."""
    made = style.png(drawn("t"))
    assert made == style.png(drawn("t"))
    assert len(made) < 20_000
    with Image.open(BytesIO(made)) as image:
        assert image.size == (round(style.WIDTH * style.DPI), 2 * style.DPI)
        assert not image.info.get("Software")
        colours = np.asarray(image.convert("RGB")).reshape(-1, 3)
    ink = 255 * np.array(to_rgb(style.INK))
    assert np.abs(colours - ink).sum(axis=1).min() < 12
