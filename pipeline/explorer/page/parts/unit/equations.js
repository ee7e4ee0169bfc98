// One step of one unit in words and as sums with their numbers, for each kind of cell.

import { BEGINNING, spoken } from "../../network/text.js";
import { scale, signalScale } from "../colour.js";
import { el, number } from "../dom.js";
import { explained } from "../explain.js";
import { bar } from "./inspect.js";

// Standard names first; in brackets those of Exploring LSTMs (Chen 2017).
export const TERMS = {
  f: "Forget gate (Chen: remember gate): how much of the cell is kept, from 0, nothing, to 1, all.",
  i: "Input gate (Chen: save gate): how much of the candidate is written, from 0 to 1.",
  o: "Output gate (Chen: focus gate): how much of the cell is shown to other units, from 0 to 1.",
  g: "Candidate: what could be written, from −1 to 1. It comes from the character and the hidden states before.",
  c: "Cell state (Chen: long-term memory): what the unit remembers. It has no bounds, so it can count.",
  h: "Hidden state (Chen: working memory): what the unit shows, to its own layer at the next character and to the layer above.",
  z: "Update gate: how much of the old state is kept, from 0 to 1. The rest is new, written by the candidate.",
  r: "Reset gate: how much of the old states the candidate sees, from 0 to 1.",
  "c before": "The cell state after the character before.",
  "h before": "The hidden state after the character before.",
  "tanh(c)": "The cell state brought between −1 and 1.",
};

/** The signals of the present unit at the cursor, and what its memory held before. */
export function numbers(app) {
  const { layer, unit } = app.address;
  const t = app.cursor + 1;
  const { signals, memory } = app.network.cell;
  const now = Object.fromEntries(
    [...signals].map((signal) => [signal, app.trace.value(layer, t, signal, unit)]),
  );
  const before = app.trace.value(layer, t - 1, memory, unit);
  return { ...now, before, squashed: app.network.squash(now.c ?? 0) };
}

const kept = (gate) =>
  gate > 0.9
    ? "keeps nearly all of"
    : gate < 0.1
      ? "drops nearly all of"
      : `keeps ${Math.round(100 * gate)} % of`;
const added = (value) => (Math.abs(value) < 0.05 ? "adds almost nothing" : `adds ${number(value, 2)}`);
const seen = (gate) =>
  gate < 0.1 ? "hides it" : gate > 0.9 ? "shows it in full" : `shows ${Math.round(100 * gate)} % of it`;

/** What happens, in a sentence. */
export function told(app, now) {
  const { unit, layer } = app.address;
  const read =
    app.cursor < 0
      ? `Step 0: reading the ${spoken(BEGINNING)} symbol from a state of zeros`
      : `Reading “${spoken(app.characters[app.cursor])}” (${app.cursor + 1} of ${app.characters.length})`;
  const start = `${read}, unit ${unit} of layer ${layer + 1}`;
  const before = number(now.before, 2);
  if ("c" in now)
    return `${start} ${kept(now.f)} the ${before} in its cell, ${added(now.i * now.g)}, so holds ${number(now.c, 2)}, and ${seen(now.o)}: ${number(now.h, 2)}.`;
  if ("z" in now)
    return `${start} ${kept(now.z)} the ${before} in its state and ${added((1 - now.z) * now.g)}: ${number(now.h, 2)}. Its candidate sees ${Math.round(100 * now.r)} % of the old states.`;
  return `${start} replaces its whole state: ${before} becomes ${number(now.h, 2)}. A plain RNN has no gate that could keep it.`;
}

/** The sums, as elements. */
export function equations(now, app) {
  const [gate, one] = [scale("gate", 0, 1), scale("diverging", -1, 1)];
  const term = (name, value, of) =>
    el(
      "span.term",
      {},
      el("var", {}, explained(name, TERMS[name])),
      el("b.number", {}, number(value, 3)),
      bar(value, of, app.theme),
    );
  const op = (text) => el("span.op", {}, text);
  const line = (title, a, sign, b, c) =>
    el(
      "div.equation",
      {},
      el("h2", {}, title),
      el("div.terms", {}, term(...a), op(sign), term(...b), op("="), term(...c)),
    );
  const { before } = now;
  if ("c" in now) {
    const cell = signalScale("c", app.values({ ...app.address, signal: "c" }));
    const { i, f, g, o, c, h, squashed } = now;
    return [
      line("Kept", ["f", f, gate], "·", ["c before", before, cell], ["kept", f * before, cell]),
      line("Written", ["i", i, gate], "·", ["g", g, one], ["written", i * g, cell]),
      line("Held", ["kept", f * before, cell], "+", ["written", i * g, cell], ["c", c, cell]),
      line("Shown", ["o", o, gate], "·", ["tanh(c)", squashed, one], ["h", h, one]),
    ];
  }
  if ("z" in now) {
    const { z, g, h } = now;
    return [
      line("Kept", ["z", z, gate], "·", ["h before", before, one], ["kept", z * before, one]),
      line("Written", ["1 − z", 1 - z, gate], "·", ["g", g, one], ["written", (1 - z) * g, one]),
      line("State", ["kept", z * before, one], "+", ["written", (1 - z) * g, one], ["h", h, one]),
    ];
  }
  return [el("div.terms", {}, term("h before", before, one), op("→"), term("h", now.h, one))];
}
