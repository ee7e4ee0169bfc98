// Small charts in SVG: curves with bands, histograms, intervals. Each has a text that says it all.

import { number, svg } from "../dom.js";

const WIDTH = 340;
const HEIGHT = 170;
const EDGE = { left: 58, right: 10, top: 10, bottom: 34 };

// Both ends and the middle; between whole numbers a whole one, as half a character does not exist.
function ticksOf(low, high) {
  const middle = (low + high) / 2;
  return [low, Number.isInteger(low) && Number.isInteger(high) ? Math.round(middle) : middle, high];
}

// As many digits as tell the ends of the axis apart.
function short(value, span) {
  if (Math.abs(value) >= 10 || Number.isInteger(value)) return number(value, 0);
  return number(value, span > 0 ? Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(span)))) : 2);
}

function frame(label, x, y, { across, up }) {
  const line = (x1, y1, x2, y2) => svg("line.axis", { x1, y1, x2, y2 });
  const [left, right] = [EDGE.left, WIDTH - EDGE.right];
  const [top, bottom] = [EDGE.top, HEIGHT - EDGE.bottom];
  const place = {
    x: (value) => left + ((value - x[0]) / (x[1] - x[0] || 1)) * (right - left),
    y: (value) => bottom - ((value - y[0]) / (y[1] - y[0] || 1)) * (bottom - top),
  };
  const root = svg(
    "svg.plot",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label },
    line(left, bottom, right, bottom),
    line(left, top, left, bottom),
    ticksOf(...x).map((v, k) =>
      svg(
        "text.tick",
        { x: place.x(v), y: bottom + 13, "text-anchor": ["start", "middle", "end"][k] },
        short(v, x[1] - x[0]),
      ),
    ),
    ticksOf(...y).map((v) =>
      svg("text.tick", { x: left - 5, y: place.y(v) + 4, "text-anchor": "end" }, short(v, y[1] - y[0])),
    ),
    svg("text.axis-name", { x: (left + right) / 2, y: HEIGHT - 5, "text-anchor": "middle" }, across),
    up &&
      svg(
        "text.axis-name",
        {
          x: 9,
          y: (top + bottom) / 2,
          "text-anchor": "middle",
          transform: `rotate(-90 9 ${(top + bottom) / 2})`,
        },
        up,
      ),
  );
  return { root, place };
}

function extent(values, least = 0) {
  const known = values.filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const slack = Math.max((high - low) * 0.05, least);
  return [low - slack, high + slack];
}

/** Curves: `series` is [{ name, points: [{ x, y, low?, high? }] }]; `zero` draws a line at x = 0. */
export function curves(label, series, { across, up, zero = false, y = null }) {
  const points = series.flatMap((line) => line.points);
  const xs = points.map((point) => point.x);
  const ys = points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]);
  const { root, place } = frame(label, [Math.min(...xs), Math.max(...xs)], y ?? extent(ys, 1e-6), {
    across,
    up,
  });
  if (zero)
    root.append(svg("line.zero", { x1: place.x(0), x2: place.x(0), y1: EDGE.top, y2: HEIGHT - EDGE.bottom }));
  series.forEach((line, k) => {
    const path = (of, list) => list.map((point) => `${place.x(point.x)},${place.y(of(point))}`);
    if (line.points.every((point) => Number.isFinite(point.low ?? Number.NaN))) {
      const band = [...path((p) => p.low, line.points), ...path((p) => p.high, line.points).reverse()];
      root.append(svg(`polygon.band.s${k}`, { points: band.join(" ") }));
    }
    root.append(svg(`polyline.curve.s${k}`, { points: path((p) => p.y, line.points).join(" ") }));
    // Names stand in a corner, one under another: curves may end at the same place.
    root.append(svg(`text.curve-name.s${k}`, { x: EDGE.left + 6, y: EDGE.top + 9 + 13 * k }, line.name));
  });
  return root;
}

/** Two histograms, one over the other: `groups` is [{ name, shares }], over the same bins. */
export function histograms(label, groups, [low, high], across) {
  const top = Math.max(...groups.flatMap((group) => [...group.shares]));
  const { root, place } = frame(label, [low, high], [0, top], { across, up: "share" });
  groups.forEach(({ name, shares }, group) => {
    const k = 2 - group; // grey for the first, the ground
    const width = (high - low) / shares.length;
    const corners = Array.from(shares, (value, bin) => [
      `${place.x(low + bin * width)},${place.y(value)}`,
      `${place.x(low + (bin + 1) * width)},${place.y(value)}`,
    ]).flat();
    const outline = [`${place.x(low)},${place.y(0)}`, ...corners, `${place.x(high)},${place.y(0)}`];
    root.append(svg(`polygon.area.s${k}`, { points: outline.join(" ") }));
    root.append(
      svg(`text.curve-name.s${k}`, { x: WIDTH - EDGE.right, y: 20 + 15 * group, "text-anchor": "end" }, name),
    );
  });
  return root;
}

/** A point with its interval on a line from low to high, as a small inline figure. */
export function interval(value, from, to, [low, high], reference = null) {
  const x = (v) => 2 + (96 * (Math.min(Math.max(v, low), high) - low)) / (high - low);
  return svg(
    "svg.interval",
    { viewBox: "0 0 100 14", "aria-hidden": "true" },
    svg("line.axis", { x1: 2, x2: 98, y1: 7, y2: 7 }),
    reference !== null && svg("line.zero", { x1: x(reference), x2: x(reference), y1: 1, y2: 13 }),
    from !== null && svg("line.whisker", { x1: x(from), x2: x(to), y1: 7, y2: 7 }),
    svg("circle.dot", { cx: x(value), cy: 7, r: 3 }),
  );
}
