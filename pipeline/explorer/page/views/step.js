// Step: one unit at one character, its equations with their numbers.

import { format } from "../network/address.js";
import { SIGNALS } from "../network/network.js";
import { spoken } from "../network/text.js";
import { scale, signalScale } from "../parts/colour.js";
import { el, fill, number } from "../parts/dom.js";
import { bar } from "../parts/inspect.js";
import { addressKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { curves } from "../parts/plot.js";
import { Strip } from "../parts/strip.js";

export function stepView(app) {
  const strip = new Strip({
    label: "the text; arrow keys step through it",
    pick: (k) => app.setCursor(k),
    coder: app.coder,
  });
  const sums = el("div.sums", { "aria-live": "polite" });
  const story = el("p.lead");
  const course = el("div.course");
  const chosen = picker(app);
  const tweets = tweetPicker(app);
  const move = (by) => () => app.setCursor(Math.min(Math.max(app.cursor + by, 0), app.characters.length - 1));

  const keys = () => addressKeys(app, app.values());

  function update(what) {
    chosen.update();
    tweets.update();
    if (!app.characters.length) {
      fill(sums, el("p.missing", {}, "The text is empty: choose a tweet."));
      return;
    }
    if (app.cursor < 0) app.cursor = 0;
    if (what !== "cursor") {
      const values = app.values();
      strip.show(app.characters, values, keys()[0].scale, app.theme);
    }
    strip.point(app.cursor);
    const now = numbers(app);
    story.textContent = told(app, now);
    fill(sums, equations(now, app));
    fill(course, chart(app));
  }

  const root = el(
    "div.step",
    {},
    el("h1", {}, "Step"),
    el("div.bar", {}, tweets.root, chosen.root),
    strip.root,
    el(
      "div.bar",
      {},
      el("button", { type: "button", onclick: move(-1) }, "‹ back"),
      el("button", { type: "button", onclick: move(1) }, "forward ›"),
    ),
    story,
    el("div.columns", {}, sums, course),
  );
  update("text");
  return { root, update, keys, strips: () => (app.text ? [{ caption: "", strip }] : []) };
}

/** The six signals of the present unit at the cursor, and what the cell held before. */
function numbers(app) {
  const { layer, unit } = app.address;
  const at = (t, s) => app.trace.layers[layer][app.trace.at(layer, t, s, unit)];
  const t = app.cursor + 1;
  const [i, f, g, o, c, h] = SIGNALS.map((_, s) => at(t, s));
  return { i, f, g, o, c, h, before: at(t - 1, 4), squashed: Math.tanh(c) };
}

function told(app, { i, f, g, o, c, h, before }) {
  const kept =
    f > 0.9 ? "keeps nearly all of" : f < 0.1 ? "drops nearly all of" : `keeps ${Math.round(100 * f)} % of`;
  const written = Math.abs(i * g) < 0.05 ? "adds almost nothing" : `adds ${number(i * g, 2)}`;
  const shown = o < 0.1 ? "hides it" : o > 0.9 ? "shows it in full" : `shows ${Math.round(100 * o)} % of it`;
  return `Reading “${spoken(app.characters[app.cursor])}” (${app.cursor + 1} of ${app.characters.length}), unit ${app.address.unit} of layer ${app.address.layer + 1} ${kept} the ${number(before, 2)} in its cell, ${written}, so holds ${number(c, 2)}, and ${shown}: ${number(h, 2)}.`;
}

function equations({ i, f, g, o, c, h, before, squashed }, app) {
  const cell = signalScale(4, app.values({ ...app.address, signal: 4 }));
  const [gate, unit] = [scale("gate", 0, 1), scale("diverging", -1, 1)];
  const term = (name, value, of) =>
    el("span.term", {}, el("var", {}, name), el("b.number", {}, number(value, 3)), bar(value, of, app.theme));
  const op = (text) => el("span.op", {}, text);
  const line = (title, ...parts) => el("div.equation", {}, el("h2", {}, title), el("div.terms", {}, parts));
  return [
    line(
      "Kept",
      term("f", f, gate),
      op("·"),
      term("c before", before, cell),
      op("="),
      term("kept", f * before, cell),
    ),
    line("Written", term("i", i, gate), op("·"), term("g", g, unit), op("="), term("written", i * g, cell)),
    line(
      "Held",
      term("kept", f * before, cell),
      op("+"),
      term("written", i * g, cell),
      op("="),
      term("c", c, cell),
    ),
    line("Shown", term("o", o, gate), op("·"), term("tanh(c)", squashed, unit), op("="), term("h", h, unit)),
  ];
}

function chart(app) {
  const line = (signal) => ({
    name: SIGNALS[signal],
    points: Array.from(app.values({ ...app.address, signal }), (y, x) => ({ x: x - app.cursor, y })),
  });
  const label = `cell and hidden state of ${format(app.address)} over the text`;
  return [
    el("h2", {}, "Over the whole text"),
    curves(label, [line(4), line(5)], { across: "characters from here", up: "value", zero: true }),
  ];
}
