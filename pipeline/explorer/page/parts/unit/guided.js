// The three things to try on the first page: see it, break it, steer it.

import { format } from "../../network/address.js";
import { dosed, spread } from "../../network/neurons/moments.js";
import { Trace } from "../../network/run/trace.js";
import { likely, spoken, surprisals } from "../../network/text.js";
import { Writing } from "../../network/writing.js";
import { addressScale } from "../colour.js";
import { el, fill, number, say } from "../dom.js";
import { Strip } from "../text/strip.js";
import { plain } from "./evidence.js";

const NEXT = 6; // characters shown
const KEYSTROKE = 110; // milliseconds between two typed characters
const WRITTEN = 110; // characters that steering writes
const DOSES = { "less of it": -3, "as it is": null, "more of it": 3 };
const FRAME = 12; // milliseconds of writing a frame

const section = (number, title, text, ...children) =>
  el("section.step-card", {}, el("h2", {}, `${number}. ${title}`), el("p", {}, text), children);
const conceptOf = (app) => (app.concept ? plain(app.concept) : "the concept");

/** See it: an example of the concept is typed behind the text; the colour follows. */
export function seeIt(app) {
  let timer = 0;
  const text = el("p");
  const stop = () => clearInterval(timer);
  const type = () => {
    stop();
    const rest = Array.from(` ${example(app)} `);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still) return app.setText(app.text + rest.join(""));
    timer = setInterval(() => {
      if (!rest.length) return stop();
      app.setText(app.text + rest.shift());
      app.setCursor(app.characters.length - 1);
    }, KEYSTROKE);
  };
  const root = section(
    1,
    "See it",
    text,
    el("button.primary", { type: "button", onclick: type }, "Type one for me"),
  );
  const update = () => {
    text.textContent = `Type a ${conceptOf(app)} at the end of the text, or watch one being typed: the colour changes at its first character, and back after its last.`;
  };
  return { root, update, leave: stop };
}

// A short span of the concept from another tweet of the file.
function example(app) {
  for (const tweet of app.data.tweets) {
    for (const [start, end] of tweet.spans[app.concept] ?? []) {
      if (tweet.id !== app.tweet?.id && end - start >= 3 && end - start <= 30)
        return Array.from(tweet.text).slice(start, end).join("");
    }
  }
  return "#example";
}

/** Break it: what the network expects at the cursor, as it is and with the unit's memory held at its mean. */
export function breakIt(app) {
  const sides = el("div.sides");
  const text = el("p");
  const told = el("p", { role: "status" });
  const root = section(
    2,
    "Break it",
    text,
    el("button.primary", { type: "button", onclick: () => show(worst(app)) }, "Break it where it hurts most"),
    sides,
    told,
  );
  let open = false;

  function show(k) {
    open = true;
    if (k !== null) app.setCursor(k);
    update("cursor");
  }

  function update(what) {
    text.textContent =
      "Hold that one number at its usual value, so that it says nothing any more, and compare what the network expects next.";
    if (!open || what === "state" || app.cursor < 0) return;
    const broken = traced(app, held(app));
    const k = app.cursor + 1;
    const next = app.characters[app.cursor + 1];
    fill(
      sides,
      [
        ["as it is", app.trace],
        ["without it", broken],
      ].map(([title, trace]) =>
        el(
          "div",
          {},
          el("h3", {}, title),
          el(
            "ol.next",
            {},
            likely(trace, k, NEXT).map((item) => chance(app, item, next)),
          ),
        ),
      ),
    );
    const [mine, theirs] = [app.trace, broken].map((trace) => surprisals(trace)[k]);
    const here = `After “${app.characters.slice(Math.max(0, app.cursor - 14), app.cursor + 1).join("")}”`;
    say(
      told,
      `${here} the next character, ${next ? `“${spoken(next)}”` : "the end"}, costs ${number(mine, 2)} bits as it is and ${number(theirs, 2)} without it.`,
    );
  }

  return { root, update };
}

function chance(app, { id, p }, next) {
  const character = app.coder.character(id);
  return el(
    character === (next ?? "") ? "li.right" : "li",
    {},
    el("bdi.next-name", {}, spoken(character)),
    el(
      "span.bar-track",
      { "aria-hidden": "true" },
      el("span.bar-fill.plain", { style: { left: "0", width: `${100 * p}%` } }),
    ),
    el("span.number", {}, number(p, 3)),
  );
}

// The unit's memory at its mean: the clamp of the lasting ablation.
function held(app) {
  const memory = app.network.memory(app.address);
  return [{ ...memory, value: spread(app, memory).mean }];
}

function traced(app, clamps) {
  const trace = new Trace(app.network, clamps);
  trace.update(app.coder.encode(app.text));
  return trace;
}

// The character after which the next one costs most more without the unit; inside the concept where it is known.
function worst(app) {
  const [mine, theirs] = [app.trace, traced(app, held(app))].map((trace) => surprisals(trace, false));
  const inside = app.tweet?.spans[app.concept] ?? [];
  let found = null;
  for (let k = 1; k < mine.length; k++) {
    const within = !inside.length || inside.some(([start, end]) => start < k && k <= end);
    if (within && (found === null || theirs[k] - mine[k] > theirs[found] - mine[found])) found = k;
  }
  return found === null ? null : found - 1;
}

/** Steer it: the same random numbers with less of the concept, as it is, and with more. */
export function steerIt(app) {
  const strip = new Strip({ label: "what the network writes", coder: app.coder });
  const told = el("p.note", { role: "status" });
  const text = el("p");
  let frame = 0;
  let seed = 1;
  let dose = 3;
  const stop = () => cancelAnimationFrame(frame);
  const buttons = Object.entries(DOSES).map(([name, size]) =>
    el("button", { type: "button", onclick: () => write(size) }, name),
  );
  const again = el("button.quiet", { type: "button", onclick: () => write(dose, seed + 1) }, "another");
  const root = section(
    3,
    "Steer it",
    text,
    el("div.bar", {}, el("span.modes", { role: "group", "aria-label": "how much of it" }, buttons), again),
    strip.root,
    told,
  );

  function write(size, from = seed) {
    stop();
    [dose, seed] = [size, from];
    buttons.forEach((button) => {
      button.setAttribute("aria-pressed", String(DOSES[button.textContent] === dose));
    });
    const memory = app.network.memory(app.address);
    const clamps = dose === null ? [] : [{ ...memory, value: dosed(app, memory, dose, app.direction()) }];
    const writing = new Writing(app, { prompt: "", temperature: 0.7, length: WRITTEN, seed, clamps });
    const work = () => {
      const until = performance.now() + FRAME;
      while (performance.now() < until && !writing.next());
      const values = writing.trace.values(app.address.layer, app.address.signal, app.address.unit);
      strip.show(writing.characters, values, addressScale(app, values), app.theme);
      if (!writing.done) frame = requestAnimationFrame(work);
      else
        told.textContent =
          dose === null
            ? "Written as it is."
            : `Written with ${format(memory)} held ${Math.abs(dose)} standard deviations towards ${dose > 0 ? "more" : "less"} of ${conceptOf(app)}.`;
    };
    frame = requestAnimationFrame(work);
  }

  const update = (what) => {
    text.textContent = `Let the network write with more or less of ${conceptOf(app)}. The random numbers are the same each time: every difference comes from one unit.`;
    if (what === "colours" && strip.characters.length) write(dose);
  };
  return { root, update, leave: stop };
}
