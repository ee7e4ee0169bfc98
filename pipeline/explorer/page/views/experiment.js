// The first page of a lab network: its task, its strings, the unit that was found, one's own strings, a slider.

import { format } from "../network/address.js";
import { completed, nudged, refusal, times } from "../network/experiment.js";
import { addressScale } from "../parts/colour.js";
import { el, number, say } from "../parts/dom.js";
import { addressKeys } from "../parts/key.js";
import { tweetPicker } from "../parts/pickers.js";
import { slider } from "../parts/slider.js";
import { Strip } from "../parts/text/strip.js";
import { limit } from "../parts/unit/limit.js";
import { map } from "./start.js";

export function experimentView(app) {
  const { experiment } = app.data;
  const { query } = app.route;
  const movable = experiment.cells.length > 0;
  const strip = new Strip({
    ...{ label: "a string of the task, coloured by the unit that was found", coder: app.coder },
    pick: (k) => app.setCursor(k),
  });
  strip.root.classList.add("page");
  const strings = tweetPicker(app);
  const own = typed(app);
  const prompt = line(query.get("prompt") ?? experiment.prompt, "your own string", () =>
    app.changed("state"),
  );
  const [low, high, by] = experiment.slider ?? [0, 0, 1];
  const amount = slider(low, high, by, Number(query.get("add")) || 0, by < 1 ? 1 : 0, () =>
    app.changed("state"),
  );
  const plain = side(app, "what the network prints");
  const moved = side(app, "what it prints after the addition");

  const [onward, why] = ["Step through it", "Why does it print the next character?"].map((words) =>
    el("a", {}, words),
  );
  const failing = experiment.counted && movable ? limit(app) : null;

  function answer() {
    const wrong = refusal(experiment, prompt.value);
    prompt.setAttribute("aria-invalid", String(wrong !== ""));
    if (wrong) {
      plain.refuse(wrong);
      moved.refuse("");
      return;
    }
    plain.show(prompt.value, completed(app, prompt.value));
    if (!movable) return;
    const clamps = nudged(app, experiment, prompt.value, amount.value());
    if (clamps) moved.show(prompt.value, completed(app, prompt.value, clamps));
    else moved.refuse(`Nothing is added: ${experiment.mark} was not read.`);
  }

  function update(what) {
    strings.update();
    if (what === "text") own.update();
    if (what !== "cursor" && what !== "state")
      strip.show(app.characters, app.values(), addressScale(app, app.values()), app.theme);
    strip.point(app.cursor);
    onward.href = app.link("step");
    why.href = app.link("why");
    if (what !== "cursor") answer();
  }

  const root = el(
    "div.start.experiment",
    {},
    el("h1", {}, experiment.title),
    el("p.lead", {}, experiment.about, " ", found(app)),
    el("div.bar", {}, strings.root),
    own.root,
    strip.root,
    el(
      "div.guided",
      {},
      el(
        "section.step-card",
        {},
        el("h2", {}, "1. Give it a string"),
        el(
          "p",
          {},
          "It writes on, always with its likeliest character, until it says that the string is over.",
        ),
        prompt,
        plain.root,
      ),
      movable &&
        el(
          "section.step-card",
          {},
          el("h2", {}, "2. Add to its cell"),
          el("p", {}, added(experiment)),
          amount.field(experiment.words),
          moved.root,
        ),
      el(
        "section.step-card",
        {},
        el("h2", {}, `${movable ? 3 : 2}. Look inside`),
        el(
          "p",
          {},
          "Step through the string and watch the gates of the unit that was found, or ask which units drive it.",
        ),
        el("p", {}, onward),
        el("p", {}, why),
      ),
    ),
    failing?.root,
    el("h2", {}, "All views"),
    map(app),
  );
  update("text");
  return {
    ...{ root, update, keys: () => addressKeys(app, app.values()), leave: () => failing?.leave() },
    strips: () => (app.text ? [{ caption: "", strip }] : []),
    state: () => ({ prompt: prompt.value, ...(amount.value() ? { add: amount.value() } : {}) }),
  };
}

// A line of text to type into.
function line(value, label, oninput) {
  const rest = { type: "text", size: 30, spellcheck: "false", autocomplete: "off" };
  return el("input", { ...rest, value, "aria-label": label, oninput });
}

// Any string of the task's characters for the strip; what is none of it is refused in one line and changes nothing.
function typed(app) {
  const { experiment } = app.data;
  const told = el("p.note.refused", { role: "status" });
  const input = line(app.text, "a string for the strip, to change as you like", () => {
    const wrong = refused();
    if (!wrong) app.setText(input.value);
  });
  function refused() {
    const wrong = refusal(experiment, input.value);
    input.setAttribute("aria-invalid", String(wrong !== ""));
    say(told, wrong);
    return wrong;
  }
  function update() {
    if (input.value === app.text) return;
    input.value = app.text;
    refused();
  }
  return { root: el("div.own", {}, input, told), update };
}

// The units that were found, in a sentence.
function found(app) {
  const { cells, address } = app.data.experiment;
  const link = (name) => el("a.address", { href: app.link("step", name) }, name);
  const names = cells.map((cell, k) => [k ? ", " : "", link(cell.address)]);
  if (!cells.length && !address) return "No unit was found that does it.";
  if (!cells.length)
    return ["The unit that tells most of it is ", link(address), ": the colours are its values."];
  const many = cells.length > 1 ? "The cells that carry it together are " : "The cell that carries it is ";
  return [many, names, `. The colours are the values of ${format(app.address)}.`];
}

const added = ({ mark, cells }) =>
  `When ${mark} has been read, this much is added to ${cells.length > 1 ? `the ${cells.length} cells` : "the cell"}, once. Nothing else changes: what it prints is what the network makes of it.`;

// A prompt with what is printed behind it, and the count where the task has one.
function side(app, label) {
  const strip = new Strip({ label, coder: app.coder });
  const told = el("p.count", { role: "status" });
  const { counted, written } = app.data.experiment;
  return {
    root: el("div", {}, strip.root, told),
    refuse: (words) => say(told, words),
    show: (prompt, { text, ended, trace }) => {
      const { layer, signal, unit } = app.address;
      const values = trace.values(layer, signal, unit);
      strip.show(Array.from(prompt + text), values, addressScale(app, values), app.theme);
      strip.underline([[Array.from(prompt).length, Array.from(prompt + text).length]]);
      const end = ended ? "" : ", and does not stop";
      const [read, printed] = [times(prompt, counted), times(text, written)];
      say(
        told,
        counted
          ? `${number(printed, 0)} ${written}'s printed, ${number(read, 0)} ${counted}'s read${end}`
          : `It prints ${text || "nothing"}${end}.`,
      );
    },
  };
}
