// The key to colours: what the two ends of a scale stand for.

import { format } from "../network/address.js";
import { addressScale, scale } from "./colour.js";
import { el, fill, number } from "./dom.js";

const SWATCHES = 11;

/** A key: { scale, title, ends: [at its first colour, at its last], of: the values there }. */
function key(of, title, away, to, numbers = true) {
  const [first, last] = of.towards < 0 ? [of.high, of.low] : [of.low, of.high];
  const places = of.kind === "diverging" && of.high !== Math.round(of.high) ? 1 : 0;
  const said = (words, value) => (numbers ? `${words} ${number(value, places)}` : words);
  return { scale: of, title, ends: [said(away, first).trim(), said(to, last).trim()], first, last };
}

/** The keys of an address, coloured over some values. */
export function addressKeys(app, values) {
  const row = app.certificate(app.address, app.concept);
  const of = addressScale(app, values);
  const concept = row?.certified && !app.raw ? row.concept.replaceAll("_", " ") : null;
  const words = concept ? [`away from ${concept}`, `towards ${concept}`] : ["", ""];
  return [key(of, format(app.address), ...words)];
}

/** The keys of a view that colours by many addresses, each over its own range, towards `what`. */
export function generalKeys(app, what = null) {
  const plain = app.raw || (!what && !app.directed()); // without a concept colours are signs
  const sides = plain ? ["negative", "positive"] : ["away", `towards ${what ?? "its concept"}`];
  const gates = plain ? ["shut", "open"] : ["away", "towards"];
  return [
    key(scale("diverging", -1, 1), "states", ...sides, false),
    key(scale("gate", 0, 1), "gates", ...gates, false),
  ];
}

/** The key of a scale that is about no signal (`own`), with words at its ends. */
export const sideKeys = (of, title, away, to) => [{ ...key(of, title, away, to), own: true }];

export const surprisalKeys = (of) => [
  { ...key(of, "surprisal", "", ""), own: true, ends: [`${of.low}`, `${of.high}+ bits`] },
];

/** Show keys in a node. */
export function showKeys(node, keys, theme) {
  fill(
    node,
    keys.map(({ scale: of, title, ends, first, last }) =>
      el(
        "span.key",
        {},
        el("span.legend-title", {}, title),
        el("span", {}, ends[0]),
        el(
          "span.swatches",
          { role: "img", "aria-label": `colours from ${ends[0]} to ${ends[1]}` },
          swatches(first, last).map((value) =>
            el("span.swatch", { style: { backgroundColor: of.of(value, theme).fill } }),
          ),
        ),
        el("span", {}, ends[1]),
      ),
    ),
  );
}

/** The values at a key's swatches, from its first colour to its last. */
export function swatches(first, last) {
  return Array.from({ length: SWATCHES }, (_, k) => first + ((last - first) * k) / (SWATCHES - 1));
}
