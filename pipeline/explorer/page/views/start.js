// Start: one tweet, one neuron, what its colours show, three things to try, and the map of the views.

import { format } from "../network/address.js";
import { GATES } from "../network/run/cells.js";
import { el, fill, number, share } from "../parts/dom.js";
import { addressKeys } from "../parts/key.js";
import { detectorSelect } from "../parts/pickers.js";
import { Strip } from "../parts/text/strip.js";
import { ablation, beyond, plain } from "../parts/unit/evidence.js";
import { breakIt, seeIt, steerIt } from "../parts/unit/guided.js";

const MAP = {
  read: "Type any text and look at it through any neuron, or through the network's surprise.",
  detectors: "All neurons that follow a concept, with their evidence and its grades.",
  neuron: "One neuron: how sure we are, what breaks without it, where it is wrong.",
  find: "Mark characters; every neuron is ranked by how well it separates them from the rest.",
  generate: "Write with the network, once as it is and once with a neuron held.",
  step: "A lesson: the cell as a drawing whose gates open and close, one character at a time.",
  why: "Which characters speak for the next one, and which units drive the one at hand.",
  compare: "Two networks on one text: where they differ, and which unit of the other does the same.",
  samples: "What the network wrote, how new it is, and a quiz: which tweet is real?",
  learn: "A small network learns to count before your eyes.",
  gallery: "Bring your own network: drop its file, open it in all views, compare it.",
};

export function startView(app) {
  const strip = new Strip({
    ...{ label: "a tweet, coloured by the neuron; arrow keys move through it", coder: app.coder },
    pick: (k) => app.setCursor(k),
  });
  strip.root.classList.add("page");
  const input = el("textarea", {
    ...{ rows: 2, spellcheck: "false", "aria-label": "the text, to change as you like", value: app.text },
    oninput: () => app.setText(input.value),
  });
  const steps = [seeIt(app), breakIt(app), steerIt(app)];
  const [said, shown] = [el("p.lead"), el("p.note")];
  const detectors = detectorSelect(app, ({ kind }) => kind !== "graded");
  const keys = () => addressKeys(app, app.values());

  function update(what) {
    if (what === "text" && input.value !== app.text) input.value = app.text;
    if (what !== "cursor" && what !== "state") {
      strip.show(app.characters, app.values(), keys()[0].scale, app.theme);
      strip.underline(app.tweet?.spans[app.concept] ?? []);
    }
    strip.point(app.cursor);
    fill(said, sentence(app));
    fill(shown, evidence(app));
    detectors.update();
    for (const step of steps) step.update(what);
  }

  const root = el(
    "div.start",
    {},
    el("h1", {}, "Inside a network that writes tweets"),
    said,
    strip.root,
    input,
    shown,
    detectors.root && el("label.bar", {}, "The same with another concept: ", detectors.root),
    el(
      "div.guided",
      {},
      steps.map((step) => step.root),
    ),
    el("h2", {}, "All views"),
    map(app),
  );
  update("text");
  const leave = () => {
    for (const step of steps) step.leave?.();
  };
  return { root, update, leave, keys, strips: () => (app.text ? [{ caption: "", strip }] : []) };
}

// What the colours show, in a sentence or two.
function sentence(app) {
  const row = app.certificate(app.address, app.concept);
  const unit = `unit ${app.address.unit} of layer ${app.address.layer + 1}`;
  if (!row?.certified || app.raw)
    return `This network learned to write by reading tweets, one character after another. Each character below is coloured by one number inside it, of ${unit}: red is negative, blue positive.`;
  const concept = plain(row.concept);
  const gate = GATES.includes(row.signal);
  return [
    `This network learned to write by reading tweets, one character after another. Nobody told it what “${concept}” means. Yet one of its numbers, in ${unit}, follows it: a character is `,
    el("strong", {}, `${gate ? "dark violet" : "blue"} where that number says “${concept}”`),
    gate ? " and pale where it does not." : " and red where it says the opposite.",
  ];
}

function evidence(app) {
  const row = app.certificate(app.address, app.concept);
  if (!app.directed())
    return "No neuron of this network is certified for a concept: colours are the sign of a signal.";
  if (!row?.certified) return `${format(app.address)} is not certified for a concept.`;
  const score = share(row.auroc, 2);
  const does =
    row.kind === "graded"
      ? `its rank correlation with ${plain(row.concept)} is ${score} (0 is chance)`
      : `it separates the characters of ${plain(row.concept)} from all others with an AUROC of ${score} (.5 is chance)`;
  const effect = ablation(app, row);
  const cost = effect
    ? `; held at its usual value, it costs ${number(effect.value, 2)} bits per character inside the concept${beyond(effect) ? ", more than units drawn at random" : ", no more than units drawn at random"}`
    : "";
  const lift = Number.isFinite(row.lift_untrained)
    ? `, ${share(Math.abs(row.lift_untrained), 2)} ${row.lift_untrained > 0 ? "more" : "less"} than the best unit of untrained networks`
    : "";
  return [
    `The evidence, on tweets that it was not trained on: ${does}${lift}${cost}. `,
    el("a", { href: app.link("neuron", row.address, { concept: row.concept }) }, `All about ${row.address}`),
    ".",
  ];
}

/** The map of the other views. */
export function map(app) {
  return el(
    "ul.map",
    {},
    Object.entries(MAP).map(([view, text]) =>
      el("li", {}, el("a", { href: `#/${view}` }, app.titles[view]), el("p.note", {}, text)),
    ),
  );
}
