// Step: one unit at one character, its equations with their numbers.

import { format } from "../network/address.js";
import { el, fill } from "../parts/dom.js";
import { addressKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { Strip } from "../parts/text/strip.js";
import { equations, numbers, told } from "../parts/unit/equations.js";
import { curves } from "../parts/unit/plot.js";

const SPEEDS = { slow: 1200, medium: 500, fast: 120 }; // milliseconds a character

export function stepView(app) {
  const strip = new Strip({
    label: "the text; arrow keys step through it",
    pick: (k) => app.setCursor(k),
    coder: app.coder,
  });
  const sums = el("div.sums");
  const story = el("p.lead", { "aria-live": "polite" });
  const course = el("div.course");
  const chosen = picker(app);
  const tweets = tweetPicker(app);
  let timer = 0;
  const speed = el(
    "select",
    { "aria-label": "speed", onchange: () => timer && play() },
    Object.keys(SPEEDS).map((name) => el("option", { value: name, selected: name === "medium" }, name)),
  );
  const player = el(
    "button",
    { type: "button", "aria-pressed": "false", onclick: () => (timer ? stop() : play()) },
    "play",
  );
  function stop() {
    clearInterval(timer);
    timer = 0;
    player.setAttribute("aria-pressed", "false");
  }
  function play() {
    stop();
    if (app.cursor >= app.characters.length - 1) app.setCursor(0);
    player.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      if (app.cursor >= app.characters.length - 1) stop();
      else app.setCursor(app.cursor + 1);
    }, SPEEDS[speed.value]);
  }
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
      player,
      speed,
      el("a", { href: app.link("why") }, "why the next character?"),
    ),
    story,
    el("div.columns", {}, sums, course),
  );
  update("text");
  const strips = () => (app.text ? [{ caption: "", strip }] : []);
  return { root, update, keys, strips, leave: stop };
}

function chart(app) {
  const line = (signal) => ({
    name: signal,
    points: Array.from(app.values({ ...app.address, signal }), (y, x) => ({ x: x - app.cursor, y })),
  });
  const states = [...app.network.cell.signals].filter((signal) => "ch".includes(signal));
  const label = `the states of ${format(app.address)}'s unit over the text`;
  return [
    el("h2", {}, "Over the whole text"),
    curves(label, states.map(line), { across: "characters from here", up: "value", zero: true }),
  ];
}
