// What a certificate says, in figures and in words.

import { el, number, share } from "../dom.js";
import { explained } from "../explain.js";
import { interval } from "./plot.js";

const PROOF = 1e-5; // as Python's: a trace that is further off is not shown as one

export const plain = (concept) => concept.replaceAll("_", " ");

/** The proof of a trace in a line: do its gates explain its states, and how closely. */
export function proof(trace) {
  if (trace.ids.length < 2) return ""; // an empty text proves nothing
  const residual = trace.residual();
  const units = trace.network.units.reduce((a, b) => a + b, 0);
  const verdict = residual < PROOF ? "✓ Proof" : "✗ No proof";
  return `${verdict}: ${trace.network.cell.equations}, in all ${units} units at every character, to ${tiny(residual)}.`;
}

/** A residual for people: 3 · 10⁻⁶. */
export const tiny = (value) =>
  value < 1e-12 ? "0" : value.toExponential(0).replace("e-", " · 10⁻").replace(/\d+$/, raised);

const raised = (digits) => Array.from(digits, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");

/** The rows of one kind of intervention on an address, for a concept. */
export function effects(app, row, kind) {
  return (app.data.interventions ?? []).filter(
    (effect) => effect.kind === kind && effect.concept === row.concept && effect.address === row.address,
  );
}

/** The lasting ablation inside the concept, or null. */
export function ablation(app, row) {
  return effects(app, row, "ablate_c").find((effect) => effect.where === "inside") ?? null;
}

/** Is the effect beyond what units drawn at random do? */
export const beyond = (effect) => effect.low > (effect.random_high ?? 0);

/** p of a permutation test is never 0: it is at most 1 / (permutations + 1). */
export const chance = (p) => (p !== null && p < 0.001 ? "< .001" : share(p));

const GRADES = {
  beyond_spelling: "It also beats the best rule over a few characters: it knows more than spelling.",
  beats_rivals:
    "It also beats every rival explanation: position, single characters, surprise, other concepts.",
  tells: "It separates its concept beyond chance, beyond control tasks and beyond untrained networks.",
};
const MATTERS =
  "Set to its value on another text, it moves what the network writes towards the concept, beyond units drawn at random.";

/** The highest grade of a certificate, whether it matters too, and what keeps it from more: badges. */
export function grades(row) {
  const highest = Object.keys(GRADES).find((grade) => row[grade]);
  const unmet = row.unmet ? `not beyond ${row.unmet.split(", ").map(rival).join(", ")}` : "";
  return el(
    "span.grades",
    {},
    highest && explained(plain(highest), GRADES[highest], { badge: true }),
    row.matters && explained("matters", MATTERS, { badge: true }),
    unmet && el("span.note", {}, unmet),
  );
}

const RIVALS = {
  ngram: "n-gram rules",
  character: "rules over one character",
  position: "position in the tweet",
};
const rival = (name) => RIVALS[name] ?? plain(name);

/** The head of the column of scores, with what they are: rank correlations and AUROC never share one. */
export function scored(row) {
  return row.kind === "graded"
    ? [
        "|rank correlation|, 95 % interval",
        "Between the signal and the position, on test tweets: 0 is chance.",
      ]
    : ["AUROC, 95 % interval", "On test tweets, which nothing was chosen on: .5 is chance, 1 is perfect."];
}

export function score(row) {
  return el(
    "span.score",
    {},
    interval(row.auroc, row.auroc_low, row.auroc_high, row.kind === "graded" ? [0, 1] : [0.5, 1]),
    el("b", {}, share(row.auroc)),
    el("span.range", {}, ` ${share(row.auroc_low)} – ${share(row.auroc_high)}`),
  );
}

/** One sentence or two for a person in a hurry. */
export function verdict(app, row) {
  if (!row) return el("p.verdict", {}, "No certificate: no claim is made about this neuron.");
  const graded = row.kind === "graded";
  const what = graded
    ? `follows ${plain(row.concept)}: its rank correlation is ${share(row.auroc)}`
    : `separates characters of ${plain(row.concept)} from the others: AUROC ${share(row.auroc)}`;
  const sure = ` (95 % interval ${share(row.auroc_low)} to ${share(row.auroc_high)}, ${number(row.tweets, 0)} test tweets, p ${chance(row.p_holm)} over all claims). `;
  const open = row.certified ? "" : "Not certified: the evidence below does not support the claim. ";
  return el("p.verdict", {}, open, "This neuron ", el("strong", {}, what), sure, loss(app, row));
}

function loss(app, row) {
  const found = effects(app, row, "ablate_c").filter((e) => e.value !== null && PLACES[e.where]);
  return found.map((effect) => lost(effect, `${PLACES[effect.where]} “${plain(row.concept)}”`));
}

const PLACES = { inside: "Without it, the inside of", edge: "Without it, the edge of" };

function lost(effect, place) {
  const change = `${number(effect.value, 3)} bits per character (${number(effect.low, 3)} to ${number(effect.high, 3)})`;
  const others = `; units drawn at random: ${number(effect.random_mean, 3)} (${number(effect.random_low, 3)} to ${number(effect.random_high, 3)}).`;
  // A change that chance explains is neither a cost nor a saving.
  const words = beyond(effect) ? ` ${effect.value >= 0 ? "costs" : "saves"} ` : " changes by ";
  const weight = beyond(effect) ? "" : " That is not beyond chance.";
  return [` ${place}${words}`, el("strong", {}, change), others, weight];
}

/** The certificate in full, as a table of figures with what they mean. */
export function certificate(row) {
  const graded = row.kind === "graded";
  const lines = [
    [
      graded ? "|rank correlation|" : "AUROC",
      `${share(row.auroc)} [${share(row.auroc_low)}, ${share(row.auroc_high)}]`,
      "test tweets; 95 % over tweets",
    ],
    ["when it was chosen", share(row.select_auroc), "the same score on train and valid tweets"],
    ["p", chance(row.p_holm), "the larger of two permutation tests on test tweets, Holm over all claims"],
    !graded && [
      "average precision",
      share(row.average_precision),
      `chance is the prevalence, ${share(row.prevalence)}`,
    ],
    !graded && [
      "F1, IoU",
      `${share(row.f1)}, ${share(row.iou)}`,
      `above ${number(row.threshold, 3)}, chosen on train`,
    ],
    [
      "control task",
      share(row.control_auroc),
      "the best of several with a random label for each word type, searched in the same way",
    ],
    ["selectivity", share(row.selectivity), "score minus the control task's"],
    ["untrained networks", share(row.untrained_auroc), `lift ${share(row.lift_untrained)}`],
    ["best n-gram rule", share(row.ngram_auroc), `lift ${share(row.lift_ngram)}`],
    row.rival && [
      "strongest rival",
      plain(row.rival),
      `ahead of it by ${share(row.rival_margin)} [${share(row.rival_low)}, ${share(row.rival_high)}]`,
    ],
    row.sibling && [
      `against ${plain(row.sibling)}`,
      `${share(row.contrast_auroc)} [${share(row.contrast_low)}, ${share(row.contrast_high)}]`,
      "among the characters of both concepts alone",
    ],
    row.other && [
      "it also scores",
      `${plain(row.other)} ${share(row.other_auroc)}`,
      `rank correlation with the position in the tweet ${share(row.with_position)}`,
    ],
    ["grade", grades(row), "“Reading a certificate” in the manual says what each asks for"],
    Number.isFinite(row.matched_auroc ?? Number.NaN) && [
      "against other capitals",
      `${share(row.matched_auroc)} [${share(row.matched_low)}, ${share(row.matched_high)}]`,
      "names against capitalised words that are not names, in the same case pattern",
    ],
    [
      "direction",
      row.sign > 0 ? "high inside" : "low inside",
      row.lag ? "before the character is read (lag 1)" : "when the character has been read (lag 0)",
    ],
    [
      "based on",
      `${number(row.tweets, 0)} test tweets`,
      `${number(row.positives, 0)} of ${number(row.characters, 0)} characters`,
    ],
  ];
  return el(
    "table.certificate",
    {},
    el(
      "tbody",
      {},
      lines
        .filter(Boolean)
        .map(([name, value, note]) =>
          el("tr", {}, el("th", { scope: "row" }, name), el("td.number", {}, value), el("td.note", {}, note)),
        ),
    ),
  );
}

const WHERE = { inside: "inside", edge: "at its edges", outside: "elsewhere" };
const KINDS = { ablate_c: "cell held at its mean (lasting)", ablate_h: "output held at its mean (one step)" };

/** What ablation costs, in bits per character, beside units drawn at random. */
export function ablations(app, row) {
  const rows = Object.keys(KINDS).flatMap((kind) => effects(app, row, kind).filter((r) => r.value !== null));
  if (!rows.length) return null;
  const reach = Math.max(
    ...rows.flatMap((r) => [Math.abs(r.low), Math.abs(r.high), Math.abs(r.random_high ?? 0)]),
  );
  return el(
    "table.ablation",
    {},
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        ["", "", "change in bits per character", "", "units at random"].map((h) =>
          h ? el("th", { scope: "col" }, h) : el("td"),
        ),
      ),
    ),
    el(
      "tbody",
      {},
      rows.map((r) =>
        el(
          "tr",
          {},
          el("td.note", {}, r.where === "inside" ? KINDS[r.kind] : ""),
          el("th", { scope: "row" }, WHERE[r.where] ?? r.where),
          el("td", {}, interval(r.value, r.low, r.high, [-reach, reach], 0)),
          el(
            "td.number",
            {},
            el("b", {}, number(r.value, 3)),
            el("span.range", {}, ` ${number(r.low, 3)} – ${number(r.high, 3)}`),
          ),
          el("td.number", {}, `${number(r.random_low, 3)} – ${number(r.random_high, 3)}`),
        ),
      ),
    ),
  );
}

/** Share of time that each gate is nearly shut, in between, nearly open. */
export function saturation(row) {
  const gates = [
    ["i", "input"],
    ["f", "forget"],
    ["o", "output"],
  ];
  return el(
    "div.saturation",
    {},
    gates.map(([gate, name]) => {
      const [low, high] = [row[`${gate}_low`], row[`${gate}_high`]];
      const parts = [
        ["shut", low],
        ["between", 1 - low - high],
        ["open", high],
      ];
      return el(
        "div.stack-row",
        {
          role: "img",
          "aria-label": `${name} gate: ${share(low)} of the time below .1, ${share(high)} above .9`,
        },
        el("span.stack-name", {}, name),
        el(
          "span.stack",
          {},
          parts.map(([kind, part]) => el(`span.stack-${kind}`, { style: { width: `${100 * part}%` } })),
        ),
        el("span.number.range", {}, `${share(low, 2)} shut, ${share(high, 2)} open`),
      );
    }),
  );
}
