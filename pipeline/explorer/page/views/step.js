// Step: one unit at one character as a lesson: the cell as a drawing, its terms, its sums, what pushed it, what follows.

import { format } from "../network/address.js";
import { pushed } from "../network/drivers.js";
import { BEGINNING } from "../network/text.js";
import { ceiling } from "../parts/colour.js";
import { el, fill, say } from "../parts/dom.js";
import { addressKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { player } from "../parts/player.js";
import { Strip } from "../parts/text/strip.js";
import { decisionLesson } from "../parts/unit/decision.js";
import { cellDrawing } from "../parts/unit/drawing.js";
import { equations, numbers, told } from "../parts/unit/equations.js";
import { glossary, pushes, way } from "../parts/unit/lesson.js";
import { curves } from "../parts/unit/plot.js";

export function stepView(app) {
  const strip = new Strip({
    label: "the text, after the symbol for its beginning; arrow keys step through it",
    pick: (k) => app.setCursor(k - 1), // the beginning is character −1
    coder: app.coder,
  });
  const { cell } = app.network;
  const asked = app.route.query.get("push") ?? app.address.signal;
  let signal = pushed(cell).includes(asked) ? asked : pushed(cell)[0];
  const choose = (name) => {
    signal = pushed(cell).includes(name) ? name : pushed(cell)[0];
    app.changed("state");
  };
  const drawing = cellDrawing(cell, choose);
  const [sums, terms, course, pushing, next] = [
    "sums",
    "terms-met",
    cell.memory === "c" ? "course" : "course.of-hidden",
    "pushing",
    "onward",
  ].map((name) => el(`div.${name}`));
  const story = el("p.lead", { "aria-live": "polite" });
  const chosen = picker(app);
  const tweets = tweetPicker(app);
  const move = (by) => () =>
    app.setCursor(Math.min(Math.max(app.cursor + by, -1), app.characters.length - 1));
  const playing = player({
    step: move(1),
    over: () => app.cursor >= app.characters.length - 1,
    begin: () => app.setCursor(-1),
    changed: (on) => story.setAttribute("aria-live", on ? "off" : "polite"),
  });
  const keys = () => addressKeys(app, values(app, app.address.signal));

  function update(what) {
    chosen.update();
    tweets.update();
    if (what !== "cursor")
      strip.show([BEGINNING, ...app.characters], values(app, app.address.signal), keys()[0].scale, app.theme);
    strip.point(app.cursor + 1);
    const now = numbers(app);
    drawing.update(now, ceiling(values(app, cell.memory)));
    say(story, told(app, now));
    fill(terms, glossary(app, now));
    fill(sums, el("h2", {}, "The same as sums"), equations(now, app));
    fill(pushing, pushes(app, app.cursor + 1, signal, choose));
    fill(next, way(app, app.cursor + 1));
    fill(course, chart(app));
  }

  const root = el(
    "div.step",
    {},
    el("h1", {}, "Step"),
    others(app),
    el("div.bar", {}, tweets.root, chosen.root),
    strip.root,
    el(
      "div.bar",
      {},
      el("button", { type: "button", onclick: move(-1) }, "‹ back"),
      el("button", { type: "button", onclick: move(1) }, "forward ›"),
      playing.root,
    ),
    story,
    el("div.columns.lesson", {}, drawing.root, terms),
    el("div.columns", {}, pushing, next),
    el("div.columns", {}, sums, course),
    decisionLesson(),
  );
  update("text");
  const strips = () => (app.text ? [{ caption: "", strip }] : []);
  return { root, update, keys, strips, leave: playing.stop, state: () => ({ push: signal }) };
}

// The same lesson with other kinds of cells, where the file holds them: what do gates add?
function others(app) {
  if (!app.others.length) return null;
  const own = app.data === app.given;
  const open = (kind) => () => {
    if (kind) app.openOther(kind);
    else app.back();
    app.visit(app.link("step"));
  };
  const button = (name, kind, pressed) =>
    el("button", { type: "button", "aria-pressed": String(pressed), onclick: open(kind) }, name);
  return el(
    "div.bar",
    {},
    el("span.note", {}, "The same task with other cells of as many parameters:"),
    el(
      "span.modes",
      { role: "group", "aria-label": "kind of cell" },
      button("this network", null, own),
      app.others.map((kind) => button(kind, kind, app.data.name === kind)),
    ),
  );
}

// A signal of the present unit from the beginning-of-text symbol on.
function values(app, signal) {
  const { layer, unit } = app.address;
  return [app.trace.value(layer, 0, signal, unit), ...app.values({ ...app.address, signal })];
}

function chart(app) {
  const line = (signal) => ({
    name: signal,
    points: values(app, signal).map((y, t) => ({ x: t - 1 - app.cursor, y })),
  });
  const states = [...app.network.cell.signals].filter((signal) => "ch".includes(signal));
  const label = `the states of ${format(app.address)}'s unit over the text`;
  return [
    el("h2", {}, "Over the whole text"),
    curves(label, states.map(line), { across: "characters from here", up: "value", zero: true }),
  ];
}
