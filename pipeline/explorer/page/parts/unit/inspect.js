// The character under the cursor: what it is, how surprising, what may follow, and the unit's signals.

import { SIGNAL_NAMES } from "../../network/address.js";
import { codePoint, likely, spoken } from "../../network/text.js";
import { signalScale } from "../colour.js";
import { el, fill, number } from "../dom.js";

const NEXT = 8; // characters shown

export function inspect(app, node) {
  const k = app.cursor;
  if (k < 0 || k >= app.characters.length) {
    fill(node, el("p.hint", {}, "Point at a character, or focus the text and use the arrow keys."));
    return;
  }
  const character = app.characters[k];
  const before = app.trace.probabilities(k);
  const id = app.coder.id(character);
  fill(
    node,
    el("p.glyph", {}, el("bdi", {}, spoken(character))),
    el("p.facts", {}, `character ${k + 1} of ${app.characters.length}, ${codePoint(character)}`),
    el("p.facts", {}, `surprisal ${number(-Math.log2(before[id]), 2)} bits (p = ${number(before[id], 4)})`),
    inside(app, k),
    el("h2", {}, `Unit ${app.address.unit} of layer ${app.address.layer + 1}`),
    el(
      "table.signals",
      {},
      el(
        "tbody",
        {},
        [...app.network.cell.signals].map((name) => signalRow(app, k, name)),
      ),
    ),
    el("h2", {}, "What comes next"),
    el(
      "ol.next",
      {},
      likely(app.trace, k + 1, NEXT).map((item) => nextRow(app, item)),
    ),
  );
}

// The concepts whose spans hold this character, where the text is a tweet of the corpus.
function inside(app, k) {
  const found = Object.entries(app.tweet?.spans ?? {})
    .filter(([, ranges]) => ranges.some(([start, end]) => start <= k && k < end))
    .map(([concept]) => concept.replaceAll("_", " "));
  return found.length ? el("p.facts", {}, `labelled: ${found.join(", ")}`) : null;
}

function signalRow(app, k, name) {
  const address = { ...app.address, signal: name };
  const value = app.trace.value(address.layer, k + 1, name, address.unit);
  const scale = signalScale(name, app.values(address));
  const select = () => app.setAddress(address);
  return el(
    "tr",
    { "aria-current": name === app.address.signal ? "true" : null },
    el(
      "th",
      { scope: "row" },
      el("button.link", { type: "button", onclick: select }, el("b", {}, name), ` ${SIGNAL_NAMES[name]}`),
    ),
    el("td.number", {}, number(value, 3)),
    el("td.bar-cell", {}, bar(value, scale, app.theme)),
  );
}

/** A bar from the scale's zero to the value. */
export function bar(value, scale, theme) {
  const place = (v) =>
    (100 * (Math.min(Math.max(v, scale.low), scale.high) - scale.low)) / (scale.high - scale.low);
  const [zero, end] = [place(0), place(value)];
  return el(
    "span.bar-track",
    { "aria-hidden": "true" },
    el("span.bar-fill", {
      style: {
        left: `${Math.min(zero, end)}%`,
        width: `${Math.abs(end - zero)}%`,
        backgroundColor: scale.of(strong(value, scale), theme).fill,
      },
    }),
    scale.low < 0 && el("span.bar-zero", { style: { left: `${zero}%` } }),
  );
}

// A bar is never as pale as its value would be: the colour says the side, the length how much.
function strong(value, { kind, high }) {
  const least = 0.4 * high;
  return kind === "gate" ? least + 0.6 * value : Math.sign(value) * (least + 0.6 * Math.abs(value));
}

function nextRow(app, { id, p }) {
  const character = app.coder.character(id);
  return el(
    "li",
    {},
    el("bdi.next-name", {}, spoken(character)),
    el(
      "span.bar-track",
      { "aria-hidden": "true" },
      el("span.bar-fill.plain", { style: { left: "0", width: `${100 * p}%` } }),
    ),
    el("span.number", {}, number(p, 3)),
  );
}
