// Generate: the network writes, once as it is and once with the chosen neuron held.

import { format } from "../network/address.js";
import { dosed } from "../network/neurons/moments.js";
import { Writing } from "../network/writing.js";
import { el, field, fill, number, say } from "../parts/dom.js";
import { addressKeys } from "../parts/key.js";
import { picker } from "../parts/pickers.js";
import { slider } from "../parts/slider.js";
import { Strip } from "../parts/text/strip.js";
import { plain } from "../parts/unit/evidence.js";

const FRAME = 12; // milliseconds of writing a frame
const DOSE = 3; // standard deviations towards the concept, to begin with
const MOST = 5;

export function generateView(app) {
  const { query } = app.route;
  const asked = (key, usual) => (query.has(key) ? Number(query.get(key)) || 0 : usual);
  let seed = asked("seed", 1);
  let frame = 0;
  let pair = [];
  const free = column(app, "as it is");
  const held = column(app, "held");
  const columns = el("div.columns", { "aria-busy": "true" }, free.root, held.root);
  const prompt = el("input", {
    ...{ type: "text", size: 28, value: query.get("prompt") ?? "", spellcheck: "false" },
    onchange: () => app.changed("state"),
  });
  const changed = () => app.changed("state");
  const temperature = slider(0.1, 1.5, 0.05, asked("temperature", 0.8), 2, changed);
  const length = slider(20, 280, 10, asked("length", 140), 0, changed);
  const dose = slider(-MOST, MOST, 0.1, asked("dose", DOSE), 1, () => {
    if (pair.length) run(seed);
    changed();
  });
  const ends = [el("span.hint"), el("span.hint")];
  const chosen = picker(app);
  const write = el("button.primary", { type: "button", onclick: () => run(seed) }, "Write");
  const another = el(
    "button",
    {
      type: "button",
      onclick: () => {
        run(++seed);
        changed();
      },
    },
    "Another",
  );

  function name() {
    const row = app.certificate(app.address, app.concept);
    const words = row?.certified
      ? [`less of ${plain(row.concept)}`, `more of ${plain(row.concept)}`]
      : ["lower", "higher"];
    words.forEach((word, k) => {
      fill(ends[k], word);
    });
    return words;
  }

  function run(from) {
    cancelAnimationFrame(frame);
    const how = {
      prompt: prompt.value,
      temperature: temperature.value(),
      length: length.value(),
      seed: from,
    };
    const value = dosed(app, app.address, dose.value(), app.direction());
    pair = [new Writing(app, how), new Writing(app, { ...how, clamps: [{ ...app.address, value }] })];
    columns.setAttribute("aria-busy", "true");
    const [less, more] = name();
    const size = `${number(Math.abs(dose.value()), 1)} standard deviations`;
    held.title(
      `with ${format(app.address)} held at ${number(value, 2)}: ${size} ${dose.value() < 0 ? less : more}`,
    );
    frame = requestAnimationFrame(work);
  }

  function work() {
    const until = performance.now() + FRAME;
    while (performance.now() < until && !pair.every((writing) => writing.next()));
    show();
    if (pair.every((writing) => writing.done)) {
      columns.setAttribute("aria-busy", "false");
      app.changed("written");
    } else frame = requestAnimationFrame(work);
  }

  const written = () =>
    pair.map(({ trace }) => trace.values(app.address.layer, app.address.signal, app.address.unit));
  const keys = () =>
    addressKeys(
      app,
      written().flatMap((values) => Array.from(values)),
    );

  function show() {
    const { scale } = keys()[0];
    written().forEach((values, k) => {
      [free, held][k].show(pair[k], values, scale, app.theme);
    });
  }

  function update(what) {
    chosen.update();
    if (what === "address") run(seed);
    else if (what === "colours") show();
  }

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
    el(
      "div.bar",
      {},
      chosen.root,
      dose.field("held at, in standard deviations from its mean", ends[0], ends[1]),
    ),
    el("div.bar", {}, write, another),
    columns,
  );
  run(seed);
  const state = () => ({
    ...{ dose: dose.value(), temperature: temperature.value(), length: length.value(), seed },
    ...(prompt.value ? { prompt: prompt.value } : {}),
  });
  const strips = () => [free, held].map((one) => ({ caption: one.heading.textContent, strip: one.strip }));
  return { root, update, keys, state, strips, leave: () => cancelAnimationFrame(frame) };
}

function column(app, title) {
  const heading = el("h2", {}, title);
  const strip = new Strip({ label: `a tweet written ${title}`, coder: app.coder });
  const note = el("p.note", { role: "status" });
  strip.root.classList.add("page");
  return {
    ...{ heading, strip, root: el("section", {}, heading, strip.root, note) },
    title: (text) => {
      heading.textContent = text;
    },
    show: (writing, values, scale, theme) => {
      strip.show(writing.characters, values, scale, theme);
      const end = writing.characters.length >= writing.length ? "cut at the maximum length" : "finished";
      say(note, writing.done ? `${writing.characters.length} characters, ${end}` : "writing …");
    },
  };
}
