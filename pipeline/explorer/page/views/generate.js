// Generate: the network writes, once as it is and once with the chosen neuron held.

import { format } from "../network/address.js";
import { SIGNALS } from "../network/network.js";
import { Writing } from "../network/writing.js";
import { ceiling, signalScale } from "../parts/colour.js";
import { el, field, number } from "../parts/dom.js";
import { picker } from "../parts/pickers.js";
import { Strip } from "../parts/strip.js";

const FRAME = 12; // milliseconds of writing a frame

export function generateView(app) {
  let seed = 1;
  let frame = 0;
  let pair = [];
  const free = column("as it is");
  const held = column("held");
  const columns = el("div.columns", { "aria-live": "polite", "aria-busy": "true" }, free.root, held.root);
  const prompt = el("input", { type: "text", size: 28, value: "", spellcheck: "false" });
  const temperature = slider(0.1, 1.5, 0.05, 0.8, 2);
  const length = slider(20, 280, 10, 140, 0);
  const clamp = slider(-1, 1, 0.01, 1, 2);
  const chosen = picker(app);
  const write = el("button.primary", { type: "button", onclick: () => run(seed) }, "Write");
  const another = el("button", { type: "button", onclick: () => run(++seed) }, "Another");
  clamp.input.addEventListener("input", () => pair.length && run(seed));

  function range() {
    const gate = "ifo".includes(SIGNALS[app.address.signal]);
    const high = app.address.signal === 4 ? ceiling(app.values()) : 1;
    const low = gate ? 0 : -high;
    clamp.range(low, high, app.towards(app.address) > 0 ? high : low); // begins at the concept's end
  }

  function run(from) {
    cancelAnimationFrame(frame);
    const how = {
      prompt: prompt.value,
      temperature: temperature.value(),
      length: length.value(),
      seed: from,
    };
    const clamps = [{ ...app.address, value: clamp.value() }];
    pair = [new Writing(app, how), new Writing(app, { ...how, clamps })];
    columns.setAttribute("aria-busy", "true");
    held.title(`with ${format(app.address)} held at ${number(clamp.value(), 2)}`);
    frame = requestAnimationFrame(work);
  }

  function work() {
    const until = performance.now() + FRAME;
    while (performance.now() < until && !pair.every((writing) => writing.next()));
    show();
    if (pair.every((writing) => writing.done)) columns.setAttribute("aria-busy", "false");
    else frame = requestAnimationFrame(work);
  }

  function show() {
    pair.forEach((writing, k) => {
      const { layer, signal, unit } = app.address;
      const values = writing.trace.values(layer, signal, unit);
      [free, held][k].show(writing, values, signalScale(signal, values, app.towards(app.address)), app.theme);
    });
  }

  function update(what) {
    chosen.update();
    if (what === "address") {
      range();
      if (pair.length) run(seed);
    } else if (what === "theme") {
      show();
    }
  }

  range();
  const root = el(
    "div.generate",
    {},
    el("h1", {}, "Generate"),
    el(
      "p.lead",
      {},
      "The network runs in this page. Both tweets use the same random numbers, so every difference comes from the neuron.",
    ),
    el(
      "div.fields",
      {},
      field("beginning", prompt),
      temperature.field("temperature"),
      length.field("longest, characters"),
    ),
    el("div.bar", {}, chosen.root, clamp.field("held at")),
    el("div.bar", {}, write, another),
    columns,
  );
  run(seed);
  return { root, update, leave: () => cancelAnimationFrame(frame) };
}

function column(title) {
  const heading = el("h2", {}, title);
  const strip = new Strip({ label: `a tweet written ${title}` });
  const note = el("p.note");
  strip.root.classList.add("page");
  return {
    root: el("section", {}, heading, strip.root, note),
    title: (text) => {
      heading.textContent = text;
    },
    show: (writing, values, scale, theme) => {
      strip.show(writing.characters, values, scale, theme);
      const state = writing.done
        ? writing.characters.length >= writing.length
          ? "cut at the maximum length"
          : "finished"
        : "writing …";
      note.textContent = `${writing.characters.length} characters, ${state}`;
    },
  };
}

function slider(low, high, step, start, places) {
  const output = el("output", {}, number(start, places));
  const input = el("input", {
    type: "range",
    min: low,
    max: high,
    step,
    value: start,
    oninput: () => {
      output.textContent = number(Number(input.value), places);
    },
  });
  input.value = start;
  return {
    input,
    value: () => Number(input.value),
    field: (label) => field(label, el("span.slider", {}, input, output)),
    range: (from, to, begin) => {
      input.min = from;
      input.max = to;
      input.step = (to - from) / 200;
      input.value = begin;
      output.textContent = number(begin, places);
    },
  };
}
