"""The graph of the stages as an SVG picture, from what each stage declares to read and write."""

from html import escape
from pathlib import Path

from pipeline.core.settings import Preset
from pipeline.core.workspace import Workspace
from pipeline.runner.plan import feeds
from pipeline.runner.registry import STAGES

WIDTH, ACROSS, DOWN, LINE, PAD = 210, 40, 44, 17, 10  # pixels: of a box, between boxes, of a text line
Outputs = dict[str, list[str]]
Needs = dict[str, set[str]]
Place = tuple[int, int]


def declared() -> tuple[Outputs, Needs]:
    """Stage → names of the files it writes, and stage → stages whose files it reads."""
    workspace, preset = Workspace(Path("mine")), Preset()
    made = {stage.name: [path.name for path in stage.outputs(workspace, preset)] for stage in STAGES}
    needs = {
        stage.name: {one.name for one in STAGES if one is not stage and feeds(one, stage, workspace, preset)}
        for stage in STAGES
    }
    return made, needs


def ancestors(needs: Needs, name: str) -> set[str]:
    """Every stage that a stage depends on, directly or not."""
    found: set[str] = set()
    for one in needs[name]:
        found |= {one} | ancestors(needs, one)
    return found


def reduced(needs: Needs) -> Needs:
    """The same order with as few arrows as possible.

    >>> reduced({"a": set(), "b": {"a"}, "c": {"a", "b"}})["c"]
    {'b'}
    """
    return {
        name: {one for one in direct if not any(one in ancestors(needs, other) for other in direct)}
        for name, direct in needs.items()
    }


def rows(needs: Needs) -> dict[str, int]:
    """Stage → row: one below the last stage that it depends on."""
    found: dict[str, int] = {}
    for name in needs:  # stages stand in an order in which they can run
        found[name] = 1 + max((found[one] for one in needs[name]), default=-1)
    return found


def placed(row: dict[str, int], arrows: Needs, needs: Needs, height: dict[str, int]) -> dict[str, Place]:
    """Stage → its left upper corner: what most depends on stands left, the ends of long arrows right."""
    place, y = {}, PAD
    for number in range(1 + max(row.values())):
        here = [name for name in row if row[name] == number]
        later = {name: sum(name in ancestors(needs, one) for one in needs) for name in here}
        here.sort(key=lambda name: (-later[name], any(number - row[one] > 1 for one in arrows[name])))
        for column, name in enumerate(here):
            place[name] = (PAD + column * (WIDTH + ACROSS), y)
        y += max(height[name] for name in here) + DOWN
    return place


def drawing() -> str:
    """The picture."""
    outputs, needs = declared()
    arrows, row = reduced(needs), rows(needs)
    height = {name: PAD * 2 + LINE * (1 + len(files)) for name, files in outputs.items()}
    place = placed(row, arrows, needs, height)
    right = max(x for x, _ in place.values()) + WIDTH
    bottom = max(y + height[name] for name, (_, y) in place.items())
    parts = [HEAD.format(width=right + 2 * ACROSS, height=bottom + PAD)]
    for name, before in arrows.items():
        for one in sorted(before):
            start = (place[one][0], place[one][1], height[one])
            long = row[name] - row[one] > 1
            parts.append(
                around(start, place[name], height[name], right) if long else arrow(start, place[name])
            )
    parts += [box(name, outputs[name], *place[name], height[name]) for name in needs]
    return "\n".join([*parts, "</svg>", ""])


HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"
 width="{width}" height="{height}" font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0 L8 4 L0 8 z" fill="#6f6f6f"/></marker></defs>"""


def box(name: str, files: list[str], x: int, y: int, height: int) -> str:
    """A stage with the files that it writes."""
    lines = [
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{height}" rx="5" fill="#f4f7fb" stroke="#08306b"/>',
        f'<text x="{x + PAD}" y="{y + PAD + 12}" font-weight="bold" fill="#08306b">{escape(name)}</text>',
    ]
    for number, file in enumerate(files, 1):
        top = y + PAD + 12 + LINE * number
        lines.append(
            f'<text x="{x + PAD}" y="{top}" font-family="DejaVu Sans Mono, monospace" font-size="11" '
            f'fill="#333333">{escape(file)}</text>'
        )
    return "\n".join(lines)


def arrow(start: tuple[int, int, int], end: Place) -> str:
    """A line from the bottom of one box to the top of another in the next row."""
    x1, y1, x2, y2 = start[0] + WIDTH // 2, start[1] + start[2], end[0] + WIDTH // 2, end[1]
    middle = y2 - DOWN // 2
    return line(f"M{x1} {y1} C{x1} {middle} {x2} {middle} {x2} {y2}")


def around(start: tuple[int, int, int], end: Place, tall: int, right: int) -> str:
    """A line between the right sides of two boxes, past the rows between them."""
    x1, y1, x2, y2 = start[0] + WIDTH, start[1] + start[2] // 2, end[0] + WIDTH, end[1] + tall // 2
    lane = right + ACROSS
    turn, back = f"C{lane} {y1} {lane} {y1} {lane} {y1 + DOWN}", f"C{lane} {y2} {lane} {y2} {x2} {y2}"
    return line(f"M{x1} {y1} {turn} V{y2 - DOWN} {back}")


def line(path: str) -> str:
    """A line with a tip at its end."""
    return f'<path d="{path}" fill="none" stroke="#6f6f6f" stroke-width="1.3" marker-end="url(#tip)"/>'
