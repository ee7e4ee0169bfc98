// The lesson around a step: each term with its number, what pushed a gate, where the hidden state goes.

import { format, SIGNAL_NAMES } from "../../network/address.js";
import { drivers, onward, pushed } from "../../network/drivers.js";
import { BEGINNING, spoken } from "../../network/text.js";
import { el, number } from "../dom.js";
import { TERMS } from "./equations.js";

const SHOWN = 5; // parts of each kind
const LETTERS = 6; // next characters
const ORDER = "fzirgcoh"; // in which terms are met: what is kept, what is written, what is shown

/** All signals of the present unit, each with its number and what it is. */
export function glossary(app, now) {
  const signals = [...ORDER].filter((signal) => app.network.cell.signals.includes(signal));
  return el(
    "dl.glossary",
    {},
    signals.flatMap((signal) => [
      el(`dt.of-${signal}`, {}, el("b", {}, signal), el("span.number", {}, number(now[signal], 2))),
      el("dd", {}, signal === "h" && !("c" in now) ? STATE : TERMS[signal]),
    ]),
  );
}

const STATE =
  "Hidden state: all that this cell remembers, and what it shows to other units. It stays between −1 and 1.";

/** What pushed one signal of the unit at position t: the parts of its pre-activation, which they sum to. */
export function pushes(app, t, signal, choose) {
  const { layer, unit } = app.address;
  const { inputs, states, own, bias, total } = drivers(app.trace, t, app.address, signal);
  const value = app.trace.value(layer, t, signal, unit);
  const read = t ? app.characters[t - 1] : BEGINNING;
  const squash = signal === "g" || signal === "h" ? "tanh" : "σ";
  const buttons = pushed(app.network.cell).map((name) =>
    el(
      "button",
      { type: "button", "aria-pressed": String(name === signal), onclick: () => choose(name) },
      name,
    ),
  );
  const others = (parts) => parts.slice(SHOWN).reduce((sum, part) => sum + part.value, 0);
  const most = Math.max(
    ...[...inputs, ...states].map((part) => Math.abs(part.value)),
    Math.abs(bias),
    Math.abs(total),
    1e-6,
  );
  const line = (name, size) => row(name, size, most);
  const some = (parts, rest) => [
    parts.slice(0, SHOWN).map((part) => line(named(app, part, read), part.value)),
    parts.length > SHOWN ? line(`${rest}: ${parts.length - SHOWN} others`, others(parts)) : null,
  ];
  return [
    el("h2", {}, `What pushed the ${SIGNAL_NAMES[signal]}`),
    el(
      "div.bar",
      {},
      el("span.modes", { role: "group", "aria-label": "the signal that was pushed" }, buttons),
    ),
    el(
      "table.parts",
      {},
      el("caption.note", {}, "Weight times input. The parts sum to the last line, without a rest."),
      el(
        "tbody",
        {},
        some(inputs, `layer ${layer}`),
        some(states, "its own layer, a character before"),
        own ? line("its own cell (peephole)", own) : null,
        line("bias", bias),
      ),
      el("tfoot", {}, row("sum", total, most)),
    ),
    el("p.note", {}, `${squash}(${number(total, 3)}) = ${number(value, 3)}`),
  ];
}

function named(app, part, read) {
  if (!part.address) return `x: “${spoken(read)}”`;
  return el("a.address", { href: app.link("step", format(part.address)) }, part.name);
}

function row(name, value, most) {
  const width = (50 * Math.min(Math.abs(value), most)) / most;
  const left = value < 0 ? 50 - width : 50;
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    el("td.number", {}, number(value, 3)),
    el(
      "td.bar-cell",
      { "aria-hidden": "true" },
      el(
        "span.bar-track",
        {},
        el(value < 0 ? "span.bar-fill.less" : "span.bar-fill.plain", {
          style: { left: `${left}%`, width: `${width}%` },
        }),
        el("span.bar-zero", { style: { left: "50%" } }),
      ),
    ),
  );
}

/** Where the hidden state goes: to the next character's probabilities, or to the layer above. */
export function way(app, t) {
  const { letters, pushes: above } = onward(app.trace, t, app.address, LETTERS);
  const hidden = number(app.trace.value(app.address.layer, t, "h", app.address.unit), 2);
  if (!letters) {
    const most = Math.max(...above.map((part) => Math.abs(part.value)), 1e-6);
    return [
      el("h2", {}, "On to the layer above"),
      el(
        "p",
        {},
        `h = ${hidden} goes to every gate and candidate of layer ${app.address.layer + 2}. It pushes these most:`,
      ),
      el(
        "table.parts",
        {},
        el(
          "tbody",
          {},
          above.map((part) => {
            const name = format(part.address);
            return row(el("a.address", { href: app.link("step", name) }, name), part.value, most);
          }),
        ),
      ),
      el("p.note", {}, "The last layer's hidden states decide the next character."),
    ];
  }
  return [
    el("h2", {}, "On to the next character"),
    el(
      "p",
      {},
      `h = ${hidden} is multiplied by a weight for each character and added to that character's logit; softmax makes probabilities of all logits.`,
    ),
    el(
      "table.parts.letters",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ["next", "probability", "", "this unit adds"].map((name) =>
            name ? el("th", { scope: "col" }, name) : el("td"),
          ),
        ),
      ),
      el(
        "tbody",
        {},
        letters.map(({ id, p, value }) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, el("bdi.next-name", {}, spoken(app.coder.character(id)))),
            el("td.number", {}, number(p, 3)),
            el(
              "td.bar-cell",
              { "aria-hidden": "true" },
              el(
                "span.bar-track",
                {},
                el("span.bar-fill.plain", { style: { left: "0", width: `${100 * p}%` } }),
              ),
            ),
            el("td.number", {}, number(value, 2)),
          ),
        ),
      ),
    ),
    el("p", {}, el("a", { href: app.link("why") }, "Why this character? All units and characters together")),
  ];
}
