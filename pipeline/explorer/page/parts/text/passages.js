// Passages: where a neuron is strongest, and where it is wrong.

import { format, parse } from "../../network/address.js";
import { Trace } from "../../network/run/trace.js";
import { signalScale } from "../colour.js";
import { el, number } from "../dom.js";
import { Strip } from "./strip.js";

const KINDS = {
  top: ["Strongest", "test tweets where the neuron is strongest"],
  false_positive: ["Worst false alarms", "strongest outside the concept"],
  miss: ["Worst misses", "weakest inside the concept"],
  example: ["Examples", "tweets of the concept"],
};
const PEAKS = 8;

/** The passages of a certificate, by kind. */
export function passageList(app, row) {
  const { passages } = app.data.passages[row.concept];
  return Object.entries(KINDS).map(([kind, [title, note]]) => {
    const found = passages.filter((passage) => passage.kind === kind);
    if (!found.length) return null;
    return el(
      "section",
      {},
      el("h2", {}, title, " ", el("span.note", {}, note)),
      found.map((passage) => drawn(app, parse(row.address, app.network), passage)),
    );
  });
}

/** The tweets of this file in which the present address is strongest: the survey finds them, their traces order them. */
export function peakList(app, survey, sign) {
  const found = survey.peaks(app.address, sign, PEAKS).map(({ text, id }) => {
    const values = traced(app, app.address, text);
    const position = values.reduce((best, value, t) => (sign * value > sign * values[best] ? t : best), 0);
    return { text, position, tweet_id: id, top: sign * values[position] };
  });
  const order = found.sort((a, b) => b.top - a.top).slice(0, PEAKS);
  return order.map((passage) => drawn(app, app.address, passage));
}

function traced(app, { layer, signal, unit }, text) {
  const trace = new Trace(app.network);
  trace.update(app.coder.encode(text));
  return trace.values(layer, signal, unit);
}

/** One passage, coloured; the character in question is ringed, the concept underlined. */
export function drawn(app, address, { text, position, tweet_id: id, mask }) {
  const values = traced(app, address, text);
  const strip = new Strip({
    label: `a tweet, coloured by ${format(address)}`,
    small: true,
    coder: app.coder,
  });
  strip.show(Array.from(text), values, signalScale(address.signal, values, app.towards(address)), app.theme);
  strip.underline(mask ?? []);
  if (Number.isInteger(position) && position < values.length) strip.point(position);
  const open = () => {
    app.setText(text, app.tweets.get(id) ?? null);
    app.visit(app.link("read", format(address)));
  };
  return el(
    "div.passage",
    {},
    el("span.number.note", {}, number(values[position], 2)),
    strip.root,
    el("button.quiet", { type: "button", onclick: open, "aria-label": "read this tweet" }, "read"),
  );
}
