// Why: which of the characters that were read speak for a next character, and which units drive the one at hand.

import { Trace } from "../network/run/trace.js";
import { likely, spoken } from "../network/text.js";
import { Backward, decompose, gradientTimesInput } from "../network/why.js";
import { scale } from "../parts/colour.js";
import { el, fill, number } from "../parts/dom.js";
import { explained } from "../parts/explain.js";
import { sideKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { Strip } from "../parts/text/strip.js";
import { driven } from "../parts/unit/driven.js";
import { tiny } from "../parts/unit/evidence.js";

const OFFERED = 8; // next characters to choose from
const REST = 120; // milliseconds without a change before the tests are made again
const REMOVED = 3; // characters taken away as a test
const WAYS = {
  decomposition:
    "The text is compared with one of the same length that says nothing; the difference of the two logits is divided among the characters, without a rest.",
  "gradient × input":
    "How the logit would change if a character were a little stronger, times the character. It does not sum to the logit.",
};

export function whyView(app) {
  app.backward ??= new Backward(app.network);
  let way = Object.keys(WAYS).includes(app.route.query.get("way"))
    ? app.route.query.get("way")
    : "decomposition";
  let wanted = app.route.query.get("next"); // a character; null is the likeliest
  let shown = scale("diverging", -1, 1);
  const strip = new Strip({
    ...{ label: "the text; choose the character after which to ask", coder: app.coder },
    pick: (k) => app.setCursor(k),
  });
  strip.root.classList.add("page");
  const asked = el("p.lead", { "aria-live": "polite" });
  const sum = el("p");
  const test = el("p.note");
  const drive = el("div.driven");
  let resting = 0;
  const next = el("span.modes", { role: "group", "aria-label": "the next character in question" });
  const tweets = tweetPicker(app);
  const chosen = picker(app);
  const ways = Object.entries(WAYS).map(([name, text]) =>
    el(
      "span",
      {},
      el("button", { type: "button", onclick: () => change({ way: name }) }, name),
      explained("?", text),
    ),
  );

  function change(to) {
    way = to.way ?? way;
    if ("wanted" in to) wanted = to.wanted;
    app.changed("state");
  }

  function update() {
    tweets.update();
    chosen.update();
    if (!app.characters.length) return fill(asked, "The text is empty: choose a tweet.");
    const t = Math.max(app.cursor, 0) + 1;
    const offered = likely(app.trace, t, OFFERED);
    const id = wanted !== null && app.coder.knows(wanted) ? app.coder.id(wanted) : offered[0].id;
    const found = decompose(app.backward, app.trace, t, id);
    const parts = way === "decomposition" ? found.parts : gradientTimesInput(app.backward, app.trace, t, id);
    const most = parts.subarray(1).reduce((a, b) => Math.max(a, Math.abs(b)), 1e-6);
    shown = scale("diverging", -most, most);
    const later = app.characters.length - t;
    strip.show(app.characters, [...parts.subarray(1), ...Array(later).fill(0)], shown, app.theme);
    strip.spans.forEach((span, k) => {
      span.classList.toggle("later", k >= t);
    });
    strip.point(t - 1);
    fill(
      next,
      offered.map((item) => {
        const character = app.coder.character(item.id);
        const choose = () => change({ wanted: character || null });
        const pressed = String(item.id === id);
        return el(
          "button",
          { type: "button", "aria-pressed": pressed, onclick: choose },
          `${spoken(character)} ${number(item.p, 2)}`,
        );
      }),
    );
    ways.forEach((one) => {
      one.firstChild.setAttribute("aria-pressed", String(one.firstChild.textContent === way));
    });
    const name = spoken(app.coder.character(id));
    const before = app.characters.slice(Math.max(0, t - 20), t).join("");
    const question = `Why does “${name}” follow “${before}”?`;
    if (asked.textContent !== question)
      fill(asked, "Why does “", el("strong", {}, name), `” follow “${before}”?`);
    const all = parts.reduce((a, b) => a + b, 0);
    sum.textContent =
      way === "decomposition"
        ? `Logit ${number(found.logit, 3)} = ${number(found.rest, 3)} without a text + ${number(all, 3)} from the characters (off by ${tiny(Math.abs(found.rest + all - found.logit))}).`
        : `The parts sum to ${number(all, 3)}; the logit is ${number(found.logit, 3)}.`;
    clearTimeout(resting);
    if (drive.childElementCount) resting = setTimeout(() => follow(t, id, found.parts), REST);
    else follow(t, id, found.parts);
  }

  // What takes longer waits until the cursor rests.
  function follow(t, id, parts) {
    fill(test, [
      tested(app, t, id, parts, "the decomposition"),
      " ",
      tested(app, t, id, gradientTimesInput(app.backward, app.trace, t, id), "gradient × input"),
    ]);
    fill(drive, driven(app, t));
  }

  const root = el(
    "div.why",
    {},
    el("h1", {}, "Why"),
    el("div.bar", {}, tweets.root),
    asked,
    el("div.bar", {}, next, el("span.bar", { role: "group", "aria-label": "how it is explained" }, ways)),
    strip.root,
    sum,
    test,
    el("h2", {}, "What drives a unit here, by path"),
    el("div.bar", {}, chosen.root),
    drive,
  );
  update();
  const state = () => ({
    ...(way === "decomposition" ? {} : { way }),
    ...(wanted === null ? {} : { next: wanted }),
  });
  const keys = () => sideKeys(shown, "the next character", "against it", "for it");
  return {
    root,
    update,
    keys,
    state,
    leave: () => clearTimeout(resting),
    strips: () => (app.text ? [{ caption: asked.textContent, strip }] : []),
  };
}

// What it costs to take away the characters that a way credits most.
function tested(app, t, id, parts, way) {
  const order = Array.from({ length: t }, (_, k) => k + 1).sort((a, b) => parts[b] - parts[a]);
  const gone = order.slice(0, REMOVED);
  const trace = new Trace(app.network);
  trace.update(app.trace.ids.slice(0, t + 1).filter((_, s) => !gone.includes(s)));
  const bits = (run, at) => -Math.log2(run.probabilities(at)[id]);
  const names = gone.map((s) => spoken(app.characters[s - 1])).join(" ");
  const characters = gone.length > 1 ? `${gone.length} characters` : "character";
  return `Without the ${characters} that ${way} credits most (${names}), it costs ${number(bits(trace, trace.ids.length - 1), 2)} bits in place of ${number(bits(app.trace, t), 2)}.`;
}
