// Read: a text, coloured by a neuron or by surprisal; every character opens up.

import { format } from "../network/address.js";
import { spoken, surprisals } from "../network/text.js";
import { signalScale, surprisalScale } from "../parts/colour.js";
import { el, fill, number, say } from "../parts/dom.js";
import { addressKeys, surprisalKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { Strip } from "../parts/text/strip.js";
import { proof } from "../parts/unit/evidence.js";
import { inspect } from "../parts/unit/inspect.js";

const REST = 150; // milliseconds without a change before the proof is made again

export function readView(app) {
  let by = app.route.query.get("by") === "surprisal" ? "surprisal" : "neuron";
  const strip = new Strip({
    label: "the text, coloured; arrow keys move through it",
    pick: (k) => app.setCursor(k),
    coder: app.coder,
  });
  strip.root.classList.add("page");
  const panel = el("aside.panel", { "aria-label": "the character under the cursor" });
  const heard = el("p.heard", { "aria-live": "polite" }); // the rest of the panel is read on demand
  const pins = el("div.pins");
  const summary = el("p.note");
  const strange = el("p.note.outside");
  const proved = el("p.note.proof");
  let resting = 0;
  let pinStrips = [];
  const input = el("textarea", {
    rows: 3,
    spellcheck: "false",
    "aria-label": "text",
    value: app.text,
    oninput: () => app.setText(input.value),
  });
  const chosen = picker(app);
  const tweets = tweetPicker(app);
  const modes = ["neuron", "surprisal"].map((mode) =>
    el("button", { type: "button", "aria-pressed": String(mode === by), onclick: () => choose(mode) }, mode),
  );

  function choose(mode) {
    by = mode;
    modes.forEach((button) => {
      button.setAttribute("aria-pressed", String(button.textContent === mode));
    });
    app.changed("state");
  }

  function keys() {
    return by === "neuron" ? addressKeys(app, app.values()) : surprisalKeys(surprisalScale());
  }

  function paint() {
    const values = by === "neuron" ? app.values() : surprisals(app.trace, false);
    strip.show(app.characters, values, keys()[0].scale, app.theme);
    if (app.cursor >= 0) strip.point(app.cursor);
    const bits = surprisals(app.trace);
    const total = bits.reduce((a, b) => a + b, 0);
    summary.textContent = `${app.characters.length} characters, ${number(total / bits.length, 2)} bits per character (with the end of the tweet)`;
    strange.textContent = outside(app);
  }

  // Once the typing rests: it looks at every number of the trace.
  function prove() {
    clearTimeout(resting);
    resting = setTimeout(() => {
      proved.textContent = proof(app.trace);
    }, REST);
  }

  function paintPins() {
    const made = app.pins.map((address) => pinned(app, address));
    pinStrips = made.map(({ strip: one }) => one);
    fill(
      pins,
      made.map((one) => one.root),
    );
  }

  function update(what) {
    if (what === "text" && input.value !== app.text) input.value = app.text;
    if (what === "text") prove();
    if (what !== "cursor") {
      paint();
      paintPins();
    } else {
      strip.point(app.cursor);
    }
    chosen.update();
    tweets.update();
    inspect(app, panel);
    say(heard, brief(app));
  }

  const pin = el("button.quiet", { type: "button", onclick: () => addPin(app) }, "Add as strip");
  const root = el(
    "div.read",
    {},
    el(
      "section.main",
      {},
      el("h1", {}, "Read"),
      el("div.bar", {}, tweets.root, el("div.modes", { role: "group", "aria-label": "colour by" }, modes)),
      input,
      el("div.bar", {}, chosen.root, pin),
      strip.root,
      summary,
      strange,
      proved,
      pins,
      heard,
    ),
    panel,
  );
  update("text");
  const pictured = () => [
    { caption: "", strip },
    ...app.pins.map((address, k) => ({ caption: format(address), strip: pinStrips[k] })),
  ];
  return {
    ...{ root, update, keys, leave: () => clearTimeout(resting) },
    ...{ state: () => (by === "surprisal" ? { by } : {}), strips: () => (app.text ? pictured() : []) },
  };
}

// What changed with the cursor: the strip says the character itself.
function brief(app) {
  const value = app.values()[app.cursor];
  if (value === undefined) return "";
  const bits = surprisals(app.trace, false)[app.cursor];
  return `${format(app.address)} ${number(value, 2)}, surprisal ${number(bits, 1)} bits`;
}

// What the network cannot read, in a sentence; nothing where it knows every character.
function outside(app) {
  const found = [...new Set(app.characters.filter((character) => !app.coder.knows(character)))];
  if (!found.length) return "";
  return `Hatched: outside the vocabulary (${found.map(spoken).join(" ")}). The network reads each of these as the same unknown character.`;
}

function addPin(app) {
  if (!app.pins.some((pin) => format(pin) === format(app.address))) app.pins.push(app.address);
  app.changed("pins");
}

function pinned(app, address) {
  const name = format(address);
  const strip = new Strip({ label: `the text, coloured by ${name}`, small: true, coder: app.coder });
  const values = app.values(address);
  strip.show(app.characters, values, signalScale(address.signal, values, app.towards(address)), app.theme);
  const remove = () => {
    app.pins = app.pins.filter((pin) => pin !== address);
    app.changed("pins");
  };
  const root = el(
    "div.pin",
    {},
    el("a.address", { href: app.link("neuron", name) }, name),
    strip.root,
    el("button.quiet", { type: "button", "aria-label": `remove ${name}`, onclick: remove }, "×"),
  );
  return { root, strip };
}
