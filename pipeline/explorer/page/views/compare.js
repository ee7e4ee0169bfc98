// Compare: two networks over one text, where they differ, and which unit of the other does what ours does.

import { format } from "../network/address.js";
import { Matching, traced } from "../network/neurons/matching.js";
import { likely, spoken, surprisals } from "../network/text.js";
import { bring, fromTorch } from "../parts/bring.js";
import { scale, signalScale, surprisalScale } from "../parts/colour.js";
import { el, fill, number } from "../parts/dom.js";
import { dropped } from "../parts/dropped.js";
import { sideKeys, surprisalKeys } from "../parts/key.js";
import { picker, tweetPicker } from "../parts/pickers.js";
import { Strip } from "../parts/text/strip.js";

const TEXTS = 24; // over which units are matched
const MATCHES = 5;
const WORST = 5; // characters named at which the two differ most
const EQUAL = 0.05; // bits: less is not called a difference
const LIKELY = 4; // next characters shown of each
const MOST = 6; // bits of difference at which a colour is full

export function compareView(app) {
  const { beside } = app;
  const status = el("p", { role: "status" });
  const take = (files) => compareWith(app, files, status);
  if (!beside) return { root: missing(take, status), take };
  const here = { name: app.data.name, network: app.network, coder: app.coder };
  if (app.matching?.other !== beside || app.matching.one.network !== app.network) {
    const texts = app.data.tweets.slice(0, TEXTS).map((tweet) => tweet.text);
    app.matching = new Matching(here, beside, texts.length ? texts : [app.text]);
  }
  const { matching } = app;
  const apart = scale("diverging", -MOST, MOST);
  const pick = { pick: (k) => app.setCursor(k) };
  const difference = new Strip({ label: "where the two differ; choose a character", ...pick });
  difference.root.classList.add("page");
  const sides = [here, beside].map((side) => {
    const strip = new Strip({
      label: `bits of each character, ${side.name}`,
      small: true,
      coder: side.coder,
    });
    const unit = new Strip({ label: `a unit of ${side.name}`, small: true });
    return { ...side, strip, unit, next: el("p.note"), told: el("span.number") };
  });
  const [sum, worst, whole] = [el("p", { "aria-live": "polite" }), el("p.note"), el("p")];
  const [matches, units] = [el("div"), el("div.pins")];
  const chosen = picker(app);
  const tweets = tweetPicker(app);
  let mate = null; // the matched unit that is shown

  function text() {
    sides[0].trace = app.trace;
    sides[1].trace = traced(beside, app.text);
    const costs = sides.map(({ trace }) => surprisals(trace, false));
    const known = app.characters.map((character) => matching.shared(character));
    const gain = app.characters.map((_, k) => (known[k] ? costs[1][k] - costs[0][k] : 0));
    difference.show(app.characters, gain, apart, app.theme);
    sides.forEach(({ strip }, side) => {
      strip.show(app.characters, costs[side], surprisalScale(), app.theme);
    });
    const count = known.filter(Boolean).length;
    const mean = costs.map((all) => all.reduce((a, b, k) => a + (known[k] ? b : 0), 0) / count);
    sum.textContent = count
      ? `${here.name} needs ${number(mean[0], 2)} bits per character here, ${beside.name} ${number(mean[1], 2)}${count < known.length ? `, over the ${count} characters that both know` : ""}.`
      : "The two have no character of this text in common.";
    const differing = gain.map((_, k) => k).filter((k) => Math.abs(gain[k]) >= EQUAL);
    differing.sort((a, b) => Math.abs(gain[b]) - Math.abs(gain[a]));
    const named = differing.slice(0, WORST).map((k) => {
      const before = app.characters.slice(Math.max(0, k - 8), k).join("");
      return `“${spoken(app.characters[k])}” after “${before}” (${number(costs[0][k], 1)} and ${number(costs[1][k], 1)} bits)`;
    });
    worst.textContent = named.length ? `They differ most at ${named.join("; ")}.` : "";
    cursor();
  }

  function cursor() {
    difference.point(app.cursor);
    for (const { name, trace, coder, next } of sides) {
      const offered = likely(trace, Math.max(app.cursor, 0) + Number(app.characters.length > 0), LIKELY);
      const words = offered.map(({ id, p }) => `${spoken(coder.character(id))} ${number(p, 2)}`);
      next.textContent = `${name} expects after it: ${words.join(", ")}.`;
    }
  }

  async function match() {
    chosen.update();
    if (!matching.sums) fill(matches, el("p.note", { role: "status" }, "Tracing both networks …"));
    await matching.run();
    const { count, bits } = matching.bits();
    whole.textContent = count
      ? `Over ${matching.texts.length} texts of this file: ${number(bits[0], 3)} bits per character for ${here.name}, ${number(bits[1], 3)} for ${beside.name}.`
      : "";
    const rows = matching.best(app.address, MATCHES).filter((row) => row.address);
    mate = rows[0]?.address ?? null;
    fill(
      matches,
      el(
        "p",
        {},
        `Units of ${beside.name} that go with ${format(app.address)} over these texts. Units drawn at random from the same layer find a best match of ${number(matching.chance(app.address), 2)} (median): a match well above it says something.`,
      ),
      table(rows, (address) => {
        mate = address;
        draw();
      }),
    );
    draw();
  }

  function draw() {
    const addresses = [app.address, mate];
    fill(
      units,
      sides.map(({ name, trace, unit, told }, side) => {
        const address = addresses[side];
        if (!address || !trace) return null;
        const values = trace.values(address.layer, address.signal, address.unit);
        unit.show(app.characters, values, signalScale(address.signal, values), app.theme);
        told.textContent = `${name} ${format(address)}`;
        return el("div.pin", {}, told, unit.root);
      }),
    );
  }

  const root = el(
    "div.compare",
    {},
    el("h1", {}, "Compare"),
    el(
      "p.lead",
      {},
      `${here.name} beside ${beside.name}, on one text. A character is blue where ${here.name} needs fewer bits for it, red where ${beside.name} does.`,
    ),
    el("div.bar", {}, tweets.root),
    sum,
    difference.root,
    worst,
    sides.map(({ name, strip, next }) => el("div.side", {}, el("h2", {}, name), strip.root, next)),
    whole,
    el("h2", {}, "The best match of a unit"),
    el("div.bar", {}, chosen.root),
    matches,
    units,
    el("h2", {}, "Another network"),
    bring(take),
    status,
  );
  text();
  match();
  const update = (what) => {
    tweets.update();
    if (what === "cursor") return cursor();
    if (what === "text" || what === "colours") text();
    if (what === "address" || what === undefined) return match();
    draw();
  };
  const keys = () => [
    ...sideKeys(apart, "bits of difference", `${beside.name} is better`, `${here.name} is better`),
    ...surprisalKeys(surprisalScale()),
  ];
  const strips = () => [
    { caption: sum.textContent, strip: difference },
    ...sides.map(({ name, strip }) => ({ caption: name, strip })),
  ];
  return { root, update, keys, strips, take };
}

function table(rows, choose) {
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, el("th", {}, "unit"), el("th", {}, "correlation"))),
    el(
      "tbody",
      {},
      rows.map(({ address, r }) =>
        el(
          "tr",
          {},
          el(
            "td",
            {},
            el("button.quiet", { type: "button", onclick: () => choose(address) }, format(address)),
          ),
          el("td.number", {}, number(r, 3)),
        ),
      ),
    ),
  );
}

// The first network of some files stands beside the present one; the others are in the gallery.
async function compareWith(app, files, status) {
  const { found, wrong } = await dropped(files);
  app.gallery = [...found, ...(app.gallery ?? [])];
  const given = found.find(({ arrays }) => arrays);
  if (given) {
    app.beside = given;
    return app.visit(app.link("compare"));
  }
  const signals = found.map(({ name }) => `${name} holds signals, not weights: the view Gallery shows them`);
  status.textContent = [...wrong, ...signals].join("; ");
}

function missing(take, status) {
  return el(
    "div.compare",
    {},
    el("h1", {}, "Compare"),
    el(
      "p.lead",
      {},
      "Two networks on one text: where they differ, and which unit does the same in the other.",
    ),
    el(
      "p.note",
      {},
      "This page holds one network. Bring the file of another, of PyTorch or of this program. It is read in your browser and does not leave it.",
    ),
    bring(take),
    status,
    fromTorch(),
    el(
      "p.note",
      {},
      "Or write the page with two: ",
      el("code", {}, "tweetscope explore --beside OTHER"),
      ".",
    ),
  );
}
