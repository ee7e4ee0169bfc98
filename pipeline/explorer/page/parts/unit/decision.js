// The second lesson of Step: one cell of two units, all of whose numbers are shown, decides from mood and budget.

import { EXAMPLE, worked } from "../../network/decision.js";
import { el, fill, number } from "../dom.js";

const PLACES = 3;
const GATES = { f: "forget gate f", i: "input gate i", g: "candidate g", o: "output gate o" };
const show = (values) => values.map((value) => el("td.number", {}, number(value, PLACES)));

/** The lesson, closed until it is asked for. */
export function decisionLesson() {
  const days = worked(EXAMPLE);
  const body = el("div");
  function choose(k) {
    fill(body, buttons(k), sums(days[k]), ending(days[k]));
  }
  const buttons = (chosen) =>
    el(
      "div.bar",
      {},
      el(
        "span.modes",
        { role: "group", "aria-label": "day" },
        days.map(({ name }, k) =>
          el(
            "button",
            { type: "button", "aria-pressed": String(k === chosen), onclick: () => choose(k) },
            name,
          ),
        ),
      ),
    );
  choose(0);
  return el(
    "details.decision",
    {},
    el("summary", {}, "Another lesson: a decision from mood and budget"),
    el("p", {}, INTRODUCTION),
    body,
  );
}

const INTRODUCTION =
  "A cell of two units, appetite and caution, reads two numbers a day: mood and budget, from −1 to 1. " +
  "It remembers over days, and its hidden state decides whether to go out. All weights are given, so every number can be worked out by hand.";

function sums({ x, before, steps, kept, written, c, squashed, h }) {
  const read = EXAMPLE.inputs.map((name, k) => `${name} ${number(x[k], 2)}`).join(", ");
  const row = (words, values) => el("tr", {}, el("th", { scope: "row" }, words), show(values));
  const spelled = (gate, part, names) =>
    EXAMPLE.units
      .map((unit, k) => {
        const terms = EXAMPLE.gates[gate][part][k].map((w, n) => `${number(w, 2)} · ${names[n]}`);
        return `${unit}: ${terms.join(" + ")}`;
      })
      .join("; ");
  const states = EXAMPLE.units.map((unit) => `h of ${unit}`);
  const gate = (name) => {
    const { fromInput, fromHidden, bias, sum, value } = steps[name];
    return [
      row(`${GATES[name]}: from the input (${spelled(name, "input", EXAMPLE.inputs)})`, fromInput),
      row(`from the hidden states before (${spelled(name, "hidden", states)})`, fromHidden),
      row("bias", bias),
      row("sum", sum),
      el(
        "tr.outcome",
        {},
        el("th", { scope: "row" }, `${name} = ${name === "g" ? "tanh" : "σ"}(sum)`),
        show(value),
      ),
    ];
  };
  return el(
    "table.parts",
    {},
    el("caption.note", {}, `Read: ${read}.`),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", {}, ""),
        EXAMPLE.units.map((unit) => el("th", { scope: "col" }, unit)),
      ),
    ),
    el(
      "tbody",
      {},
      row("cell state before", before.c),
      row("hidden state before", before.h),
      Object.keys(GATES).map(gate),
      row("kept = f · cell state before", kept),
      row("written = i · g", written),
      row("cell state c = kept + written", c),
      row("tanh(c)", squashed),
      row("hidden state h = o · tanh(c)", h),
    ),
  );
}

function ending({ name, h, score, chance }) {
  const { hidden, bias } = EXAMPLE.decision;
  const terms = hidden.map((weight, k) => `${number(weight, 0)} · ${number(h[k], PLACES)}`).join(" + ");
  const told = chance > 0.5 ? "go out" : "stay in";
  return el(
    "p.lead",
    {},
    `${name}: ${terms} + ${number(bias, 0)} = ${number(score, PLACES)}, and σ of it is ${number(chance, PLACES)}: ${told}.`,
  );
}
