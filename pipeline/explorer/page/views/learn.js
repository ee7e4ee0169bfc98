// Learn: a small network learns to count before one's eyes; the trained one opens in all views.

import { batches, counted, counterOf, examined, known, LETTERS, SIZE } from "../network/counting.js";
import { Learner } from "../network/learning.js";
import { Network } from "../network/run/network.js";
import { signalScale } from "../parts/colour.js";
import { el, fill, number } from "../parts/dom.js";
import { sideKeys } from "../parts/key.js";
import { slider } from "../parts/slider.js";
import { Strip } from "../parts/text/strip.js";
import { curves } from "../parts/unit/plot.js";

const FRAME = 10; // milliseconds of learning a frame
const LOOK = 10; // steps between two looks
const BATCH = 8;
const LONGER = 2; // times the longest length that it learned from, which are tried in the end
const ENOUGH = 3; // looks in a row at which every length is right

export function learnView(app) {
  const { query } = app.route;
  const asked = (key, usual) => Number(query.get(key)) || usual;
  const changed = () => app.changed("state");
  const sliders = {
    units: slider(1, 20, 1, asked("units", 10), 0, changed),
    rate: slider(0.002, 0.05, 0.002, asked("rate", 0.01), 3, changed),
    longest: slider(4, 30, 1, asked("longest", 12), 0, changed),
    seed: slider(1, 20, 1, asked("seed", 1), 0, changed),
  };
  const told = el("p.lead");
  const loss = el("div");
  const lengths = el("p.lengths");
  const strip = new Strip({ label: "a string, coloured by the cell of the counting unit" });
  strip.root.classList.add("page");
  strip.root.hidden = true; // there is nothing to colour yet
  const course = el("div.course");
  const status = el("p", { role: "status" });
  const open = el(
    "button",
    { type: "button", disabled: true, onclick: () => show() },
    "Open it in all views",
  );
  const start = el("button.primary", { type: "button", onclick: () => run() }, "Learn");
  let frame = 0;
  let learner = null;
  let most = 0; // a's that it learns from, wherever the slider stands meanwhile
  let points = [];
  let scale = signalScale("c", [1]);

  function run() {
    cancelAnimationFrame(frame);
    const [units, rate, longest, seed] = Object.values(sliders).map((one) => one.value());
    most = longest;
    learner = new Learner({ units, rate, seed, size: SIZE });
    const texts = batches(longest, BATCH, seed);
    points = [];
    let right = 0;
    open.disabled = true;
    status.textContent = "Learning …";
    const began = performance.now();
    const work = () => {
      const until = performance.now() + FRAME;
      while (performance.now() < until && right < ENOUGH) {
        const bits = learner.step(texts.next().value);
        if (learner.steps % LOOK) continue;
        points.push({ x: learner.steps, y: bits });
        right = examined(learner, longest).right.every(Boolean) ? right + 1 : 0;
      }
      draw();
      if (right < ENOUGH) frame = requestAnimationFrame(work);
      else finish((performance.now() - began) / 1000);
    };
    frame = requestAnimationFrame(work);
  }

  function draw() {
    strip.root.hidden = false;
    const found = examined(learner, most);
    const known = found.right.filter(Boolean).length;
    told.textContent = `After ${learner.steps} steps it continues ${known} of ${most} lengths without a mistake. Its best counter is unit ${found.unit}: the correlation of its cell with the number of a's is ${number(found.correlation, 3)}.`;
    if (points.length > 1) {
      const series = [{ name: "bits per character", points }];
      fill(loss, curves("bits per character during training", series, { across: "step", up: "bits" }));
    }
    lengths.replaceChildren(
      ...found.right.map((right, k) =>
        el(right ? "span.holds" : "span.fails", {}, `${k + 1} ${right ? "✓" : "✗"} `),
      ),
    );
    const values = found.trace.values(0, "c", found.unit);
    scale = signalScale("c", values);
    strip.show(Array.from(counted(most)), values, scale, app.theme);
    const line = (signal) => ({
      name: signal,
      points: Array.from(found.trace.values(0, signal, found.unit), (y, x) => ({ x: x + 1, y })),
    });
    fill(
      course,
      curves(`cell and hidden state of unit ${found.unit}`, [line("c"), line("h")], {
        across: "character",
        up: "value",
      }),
    );
  }

  function finish(seconds) {
    const wrong = examined(learner, LONGER * most).right.indexOf(false);
    const further = wrong < 0 ? LONGER * most : wrong; // the length before the first that is wrong
    status.textContent = `Learned in ${number(seconds, 1)} s. It never saw more than ${most} a's; it is right up to ${further}${further < LONGER * most ? ", then it loses count: open it in all views, and its first page finds out why" : " at least"}.`;
    open.disabled = false;
    app.changed("state");
  }

  function show() {
    const texts = Array.from({ length: most }, (_, k) => counted(k + 1));
    const arrays = learner.arrays();
    const experiment = counterOf("A counter that learned in this page", new Network(arrays), known, most);
    app.open("a counter", arrays, LETTERS, texts, { experiment });
    app.visit("#/start");
  }

  const root = el(
    "div.learn",
    {},
    el("h1", {}, "Learn"),
    el(
      "p.lead",
      {},
      "An LSTM learns here, in your browser, to write as many b's as it has read a's: aaaXbbb. To do so it must count. Watch one of its cells become a counter.",
    ),
    el(
      "div.fields",
      {},
      sliders.units.field("units"),
      sliders.rate.field("learning rate"),
      sliders.longest.field("most a's"),
      sliders.seed.field("seed"),
    ),
    el("div.bar", {}, start, open),
    status,
    told,
    el("div.columns", {}, loss, course),
    strip.root,
    lengths,
  );
  return {
    ...{
      root,
      leave: () => cancelAnimationFrame(frame),
      strips: () => (learner ? [{ caption: "", strip }] : []),
    },
    state: () => Object.fromEntries(Object.entries(sliders).map(([name, one]) => [name, one.value()])),
    keys: () => (learner ? sideKeys(scale, "cell", "", "") : []),
    update: (what) => what === "colours" && learner && draw(),
  };
}
