// Detectors: concept by concept, the certified addresses and their evidence.

import { parse } from "../network/address.js";
import { Trace } from "../network/run/trace.js";
import { signalScale } from "../parts/colour.js";
import { el, fill, missing, number, scrolled, share } from "../parts/dom.js";
import { tableHead } from "../parts/explain.js";
import { generalKeys } from "../parts/key.js";
import { Strip } from "../parts/text/strip.js";
import { ablation, beyond, chance, grades, plain, score, scored } from "../parts/unit/evidence.js";

const GROUPS = {
  entity: "Hashtags, URLs, mentions",
  name: "Names",
  grammar: "Grammar",
  quotation: "Quotation",
  style: "Style",
  graded: "Positions",
  own: "Your own",
};
const HEAD = [
  ["grade", "What was shown, step by step. Press a grade to read what it asks for."],
  ["p", "The larger of two permutation tests on test tweets, after Holm over all claims."],
  ["selectivity", "The score minus that of the best of the control tasks, whose labels are random."],
  ["lift: untrained", "The score minus that of the best address of untrained networks."],
  [
    "strongest rival",
    "What else could explain it, and by how much the score is ahead: position, single characters or surprise.",
  ],
  ["lift: n-gram", "The score minus that of the best rule over a few characters."],
  [
    "bits without it, inside",
    "Bits per character more inside the concept when the cell is held at its mean; “chance” where units drawn at random do as much.",
  ],
];
const ADDRESS = ["address", "Layer, signal, unit: L2.c.137 is the cell state of unit 137 in layer 2."];

export function detectorsView(app) {
  const rows = app.data.certificates;
  const list = el("div.concepts");
  const root = el("div.detectors", {}, el("h1", {}, "Detectors"), rows ? intro(rows) : null, list);
  if (!rows) {
    fill(list, missing("Certified detector neurons", "analyze", app));
    return { root };
  }
  const tint = painter(app);
  const refused = rows.filter((row) => !row.certified);
  const box = el("input", {
    ...{ type: "checkbox", checked: app.route.query.get("all") === "1" },
    onchange: () => {
      show(box.checked);
      app.changed("state");
    },
  });
  const show = (all) => fill(list, groups(app, all ? rows : rows.filter((row) => row.certified), tint));
  if (refused.length) {
    list.before(
      el("label.check", {}, box, ` also the ${refused.length} addresses that were tried and not certified`),
    );
  }
  show(box.checked);
  return {
    ...{ root, update: (what) => what === "colours" && tint.again(), leave: tint.stop },
    ...{ keys: () => generalKeys(app), state: () => (box.checked ? { all: 1 } : {}) },
  };
}

function intro(rows) {
  const certified = rows.filter((row) => row.certified);
  const concepts = new Set(certified.map((row) => row.concept));
  return el(
    "p.lead",
    {},
    `${number(certified.length, 0)} addresses separate ${number(concepts.size, 0)} concepts beyond chance, control tasks and untrained networks. Number of concepts with an address that beats every rival explanation: ${count(rows, "beats_rivals")}; that is beyond spelling: ${count(rows, "beyond_spelling")}; that matters to what the network writes: ${count(rows, "matters")}. Addresses were chosen on train and valid tweets and measured on test tweets. Open one to see its evidence, and what breaks without it.`,
  );
}

const count = (rows, grade) =>
  number(new Set(rows.filter((row) => row[grade]).map((row) => row.concept)).size, 0);

function groups(app, rows, tint) {
  const known = app.data.concepts;
  const order = [...new Set([...Object.keys(known), ...rows.map((row) => row.concept)])];
  const of = (concept) => known[concept]?.group ?? "own";
  return Object.entries(GROUPS).map(([group, title]) => {
    const concepts = order.filter((name) => of(name) === group && rows.some((row) => row.concept === name));
    if (!concepts.length) return null;
    return el(
      "section",
      {},
      el("h2", {}, title),
      concepts.map((name) =>
        card(
          app,
          name,
          rows.filter((row) => row.concept === name),
          tint,
        ),
      ),
    );
  });
}

function card(app, concept, rows, tint) {
  const about = app.data.concepts[concept];
  return el(
    "article.concept",
    { id: `concept-${concept}` },
    el("h3", {}, plain(concept)),
    about && el("p.note", {}, about.sentence, " ", el("span.example", {}, about.example)),
    scrolled(
      `the evidence for ${plain(concept)}`,
      el(
        "table.evidence",
        {},
        tableHead([ADDRESS, scored(rows[0]), ...HEAD]),
        el(
          "tbody",
          {},
          rows.map((row) => line(app, row)),
        ),
      ),
    ),
    tint.example(concept, rows[0]),
  );
}

function line(app, row) {
  const effect = ablation(app, row);
  const href = app.link("neuron", row.address, { concept: row.concept });
  return el(
    row.certified ? "tr" : "tr.refused",
    {},
    el("td", {}, el("a.address", { href }, row.address), row.certified ? null : " (not certified)"),
    el("td", {}, score(row)),
    el("td", {}, grades(row)),
    el("td.number", {}, chance(row.p_holm)),
    el("td.number", {}, share(row.selectivity)),
    el("td.number", {}, share(row.lift_untrained)),
    el("td.number", {}, row.rival ? `${plain(row.rival)} ${share(row.rival_margin)}` : "–"),
    el("td.number", {}, share(row.lift_ngram)),
    el(
      "td.number",
      {},
      effect
        ? [el(beyond(effect) ? "b" : "span", {}, number(effect.value, 3)), beyond(effect) ? "" : " (chance)"]
        : "–",
    ),
  );
}

// Examples are traced when they come into sight, not before.
function painter(app) {
  const drawn = new Map();
  const paint = (node) => {
    const { strip, passage, address, concept } = drawn.get(node);
    const trace = new Trace(app.network);
    trace.update(app.coder.encode(passage.text));
    const values = trace.values(address.layer, address.signal, address.unit);
    const scale = signalScale(address.signal, values, app.towards(address, concept));
    strip.show(Array.from(passage.text), values, scale, app.theme);
    strip.underline(passage.mask ?? []);
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        watcher.unobserve(entry.target);
        paint(entry.target);
        drawn.get(entry.target).shown = true;
      }
    },
    { rootMargin: "200px" },
  );
  // On paper all of them are in sight.
  const all = () => {
    for (const node of drawn.keys()) paint(node);
  };
  window.addEventListener("beforeprint", all);
  return {
    example: (concept, row) => {
      const found = app.data.passages?.[concept];
      const passage = found?.passages.find((p) => p.kind === "example") ?? found?.passages[0];
      const name = found?.address ?? row.address;
      const address = parse(name, app.network);
      if (!passage || !address) return null;
      const strip = new Strip({
        label: `an example of ${plain(concept)}, coloured by ${name}`,
        small: true,
        coder: app.coder,
      });
      const node = el("div.example-strip", {}, el("span.note", {}, name), strip.root);
      drawn.set(node, { strip, passage, address, concept });
      watcher.observe(node);
      return node;
    },
    again: () => {
      for (const [node, one] of drawn) if (one.shown) paint(node);
    },
    stop: () => {
      watcher.disconnect();
      window.removeEventListener("beforeprint", all);
    },
  };
}
