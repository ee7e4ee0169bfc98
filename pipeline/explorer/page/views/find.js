// Find: mark characters; every address is ranked by how well it tells them from the rest.

import { format } from "../network/address.js";
import { lagged, maskOf, rangesOf } from "../network/neurons/stats.js";
import { survey } from "../network/neurons/surveyed.js";
import { signalScale } from "../parts/colour.js";
import { el, fill, share } from "../parts/dom.js";
import { explained } from "../parts/explain.js";
import { generalKeys } from "../parts/key.js";
import { nounOf, tweetPicker } from "../parts/pickers.js";
import { Marker } from "../parts/text/marker.js";
import { Strip } from "../parts/text/strip.js";
import { plain } from "../parts/unit/evidence.js";

const SHOWN = 15;

export function findView(app) {
  const addresses = app.network.addresses();
  const status = el("p.note", { role: "status" });
  const results = el("div.found");
  const reading = el("p.note");
  let ready = false;
  let pending = 0;
  let drawn = [];
  const marker = new Marker(app, () => {
    later();
    app.changed("state");
  });
  const corpus = el("input", { type: "checkbox", checked: true, onchange: () => rank() });
  const tweets = tweetPicker(app);
  const input = el("textarea", {
    rows: 2,
    spellcheck: "false",
    "aria-label": "text",
    value: app.text,
    oninput: () => app.setText(input.value),
  });
  const labels = el("div.labels");

  survey(app, (done) => {
    reading.textContent = `Reading the ${nounOf(app)}s of this file: ${Math.round(100 * done)} %. Until then only this text is compared.`;
  }).then(() => {
    ready = true;
    reading.textContent = "";
    rank();
  });

  // While a mark grows, rank once a frame.
  function later() {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(rank);
  }

  function rank() {
    const marked = marker.mask.reduce((a, b) => a + b, 0);
    if (!marked || marked === marker.mask.length) {
      status.textContent = `Mark some of the characters above: ${addresses.length.toLocaleString("en")} addresses will be ranked by how well they separate these from the rest.`;
      fill(results);
      return;
    }
    const known = app.survey;
    const wide = ready && corpus.checked;
    const own = known.tweets.findIndex((tweet) => tweet.id === app.tweet?.id);
    const block = known.block(app.trace);
    const found = [0, 1].map((lag) => {
      const mask = lagged(marker.mask, lag);
      const here = known.rank(block, mask, false);
      return { here, scores: wide ? known.rank(block, mask, true, own) : here };
    });
    const order = best(found).slice(0, SHOWN);
    const others = wide
      ? ` and ${known.characters.toLocaleString("en")} of the ${known.tweets.length} ${nounOf(app)}s of this file`
      : "";
    status.textContent = `${marked} marked against ${marker.mask.length - marked} other characters${others}: the best of ${addresses.length.toLocaleString("en")} addresses, each read at the character and one before it. Found by search on few characters: a hint, not a certificate.`;
    const rows = order.map(({ k, lag }) =>
      result(app, addresses[k], lag, found[lag].scores[k], found[lag].here[k]),
    );
    drawn = rows.map(({ name, strip }) => ({ caption: name, strip }));
    fill(
      results,
      head(wide),
      rows.map((row) => row.root),
    );
  }

  const strips = () => (results.childElementCount ? drawn : []);

  function concepts() {
    const spans = Object.entries(app.tweet?.spans ?? {});
    fill(
      labels,
      spans.length > 0 && el("span.note", {}, "mark as labelled:"),
      spans.map(([concept, ranges]) =>
        el(
          "button.quiet",
          { type: "button", onclick: () => marker.set(maskOf(ranges, app.characters.length)) },
          plain(concept),
        ),
      ),
    );
  }

  function update(what) {
    if (what === "text") {
      if (input.value !== app.text) input.value = app.text;
      tweets.update();
      concepts();
      marker.set(new Uint8Array(app.characters.length));
    } else if (what === "colours") {
      rank();
    }
  }

  const clear = el(
    "button.quiet",
    { type: "button", onclick: () => marker.set(new Uint8Array(app.characters.length)) },
    "Clear marks",
  );
  const root = el(
    "div.find",
    {},
    el("h1", {}, "Find"),
    el(
      "p.lead",
      {},
      "Mark characters with the mouse or a finger, or with Shift and the arrow keys. Space marks one, Escape clears.",
    ),
    el("div.bar", {}, tweets.root),
    input,
    el(
      "div.bar",
      {},
      labels,
      clear,
      el("label.check", {}, corpus, ` the ${nounOf(app)}s of this file count as unmarked`),
    ),
    marker.strip.root,
    status,
    reading,
    results,
  );
  update("text");
  const asked = (app.route.query.get("marks") ?? "").split(",").filter(Boolean);
  if (asked.length) {
    const ranges = asked.map((range) => range.split("-").map(Number));
    marker.set(maskOf(ranges, app.characters.length));
  }
  const marks = () => rangesOf(marker.mask).map(([start, end]) => `${start}-${end}`);
  return {
    ...{
      root,
      update,
      leave: () => cancelAnimationFrame(pending),
      keys: () => generalKeys(app, "what is marked"),
    },
    ...{ state: () => (marks().length ? { marks: marks().join(",") } : {}), strips: () => strips() },
  };
}

// Each address at its better lag, furthest from chance first; among equals the one clearer in this text.
function best(found) {
  const distance = (values, k) => Math.abs((values[k] || 0.5) - 0.5);
  const order = (a, b) => b.wide - a.wide || b.near - a.near || a.lag - b.lag;
  const at = (k, lag) => ({
    k,
    lag,
    wide: distance(found[lag].scores, k),
    near: distance(found[lag].here, k),
  });
  return Array.from(found[0].scores, (_, k) => [at(k, 0), at(k, 1)].sort(order)[0]).sort(order);
}

function head(wide) {
  const titles = [
    ["address", "Layer, signal, unit."],
    [
      wide ? "AUROC, all" : "AUROC",
      "How well it separates the marked characters from all that was compared.",
    ],
    [
      "read",
      "“at it”: the value after the character was read (lag 0). “before it”: the value one character earlier, which predicts it (lag 1).",
    ],
    ["here", "The AUROC within this text alone."],
    ["this text, coloured by the address", ""],
    ["certified", "The concept that this address is certified for, if any."],
  ];
  return el(
    "div.result-head",
    {},
    titles.map(([title, text]) => explained(title, text)),
  );
}

const LAGS = ["at it", "before it"];

function result(app, address, lag, score, here) {
  const name = format(address);
  const values = app.values(address);
  const strip = new Strip({ label: `the text, coloured by ${name}`, small: true, coder: app.coder });
  // One colour means towards the marked characters, whether the address is high there or low.
  const towards = app.raw || score >= 0.5 ? 1 : -1;
  strip.show(app.characters, values, signalScale(address.signal, values, towards), app.theme);
  const row = app.certificate(address);
  const both = (value) => share(Math.max(value, 1 - value));
  const root = el(
    "div.result",
    { "data-lag": lag },
    el("a.address", { href: app.link("neuron", name, row ? { concept: row.concept } : {}) }, name),
    el("span.number", {}, el("b", {}, both(score)), score < 0.5 ? " low" : " high"),
    el("span.note", {}, LAGS[lag]),
    el("span.number.range", {}, both(here)),
    strip.root,
    el("span.note", {}, row?.certified ? plain(row.concept) : ""),
  );
  return { root, name, strip };
}
