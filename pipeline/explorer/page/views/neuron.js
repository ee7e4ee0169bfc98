// Neuron: all that is known of one address, and its six signals over the present text.

import { format, parse, SIGNAL_NAMES } from "../network/address.js";
import { survey } from "../network/neurons/surveyed.js";
import { signalScale } from "../parts/colour.js";
import { el, fill, missing, scrolled } from "../parts/dom.js";
import { generalKeys } from "../parts/key.js";
import { nounOf, picker, tweetPicker } from "../parts/pickers.js";
import { passageList, peakList } from "../parts/text/passages.js";
import { Strip } from "../parts/text/strip.js";
import { birthChart, doseChart, histogramChart, positionChart, probeChart } from "../parts/unit/charts.js";
import { ablations, certificate, plain, saturation, verdict } from "../parts/unit/evidence.js";

const COUNTS = { 4: "four", 6: "six" };

export function neuronView(app) {
  if (!parse(app.route.argument, app.network)) {
    app.route.argument = format(app.address);
    app.route.query.set("concept", app.concept ?? "");
  }
  const wanted = app.route.query.get("concept");
  const row = app.certificate(app.address, wanted);
  const body = el("div");
  const strips = signalStrips(app);
  const title = el(
    "h1",
    {},
    el("span.address", {}, format(app.address)),
    row ? ` — ${plain(row.concept)}` : "",
  );
  const chosen = picker(app);
  const root = el(
    "div.neuron",
    {},
    title,
    verdict(app, row),
    el("div.bar", {}, chosen.root, others(app, row)),
    body,
  );
  fill(body, evidence(app, row), strips.root);
  const shown = format(app.address);
  const update = (what) => {
    // Another neuron is another page: its address says so.
    if (what === "address" && format(app.address) !== shown)
      app.visit(app.link("neuron", format(app.address)));
    else strips.update(what);
  };
  const pictured = () => (app.text ? strips.strips() : []);
  return { root, update, keys: () => generalKeys(app), strips: pictured };
}

// Other concepts that this address is certified for.
function others(app, row) {
  const address = format(app.address);
  const rows = (app.data.certificates ?? []).filter(
    (r) => r.address === address && r.concept !== row?.concept,
  );
  if (!rows.length) return null;
  return el(
    "span.note",
    {},
    "also: ",
    rows.map((r, k) => [
      k ? ", " : "",
      el("a", { href: app.link("neuron", address, { concept: r.concept }) }, plain(r.concept)),
    ]),
  );
}

function evidence(app, row) {
  const { certificates, interventions } = app.data;
  return [
    !certificates && missing("Certificates", "analyze", app),
    row && block("Its certificate", scrolled("the certificate", certificate(row))),
    row &&
      block(
        "What breaks without it",
        scrolled("what breaks", ablations(app, row) ?? missing("Ablation", "analyze", app)),
      ),
    el("div.columns", {}, charts(app, row, interventions)),
    row &&
      Number.isFinite(row.i_low ?? Number.NaN) &&
      block(
        "Its gates",
        saturation(row),
        el("p.note", {}, "share of time below .1 (shut) and above .9 (open), test tweets"),
      ),
    row && app.data.passages?.[row.concept]?.address === row.address
      ? passageList(app, row)
      : peaks(app, row),
  ];
}

function charts(app, row, interventions) {
  if (!row) return null;
  const hold = el("div.waiting", { role: "status" }, "Reading the tweets of this file …");
  if (row.kind !== "graded") {
    survey(app, (share) => {
      hold.textContent = `Reading the tweets of this file: ${Math.round(100 * share)} %`;
    }).then((known) => fill(hold, histogramChart(app, known, row)));
  } else {
    fill(hold);
  }
  return [
    hold.textContent && block("Inside against outside", hold),
    chart("Around a span", positionChart(app, row)),
    chart("Dose and response", doseChart(app, row)),
    chart("Birth", birthChart(app, row)),
    chart("One neuron or many", probeChart(app, row)),
    !interventions && missing("Position, dose-response and ablation", "analyze", app),
  ];
}

const chart = (title, node) => (node ? block(title, node) : null);
const block = (title, ...children) => el("section", {}, el("h2", {}, title), children);

// For an address without passages of its own: where it is strongest in the tweets of this file.
function peaks(app, row) {
  const hold = el("div", { role: "status" }, `Reading the ${nounOf(app)}s of this file …`);
  survey(app).then((known) => fill(hold, peakList(app, known, row?.sign ?? 1)));
  return block(`Where it is strongest, in the ${nounOf(app)}s of this file`, hold);
}

function signalStrips(app) {
  const signals = [...app.network.cell.signals];
  const strips = signals.map(
    (name) =>
      new Strip({
        ...{ label: `the current text, coloured by the ${SIGNAL_NAMES[name]}`, small: true },
        coder: app.coder,
      }),
  );
  const input = el("textarea", {
    rows: 2,
    spellcheck: "false",
    "aria-label": "text",
    value: app.text,
    oninput: () => app.setText(input.value),
  });
  const tweets = tweetPicker(app);
  const update = (what) => {
    if (what === "text" && input.value !== app.text) input.value = app.text;
    tweets.update();
    strips.forEach((strip, k) => {
      const signal = signals[k];
      const values = app.values({ ...app.address, signal });
      const towards = signal === app.address.signal ? app.towards(app.address) : 1;
      strip.show(app.characters, values, signalScale(signal, values, towards), app.theme);
    });
  };
  update("text");
  const root = block(
    signals.length > 1 ? `Its ${COUNTS[signals.length]} signals over a text` : "Its signal over a text",
    el("div.bar", {}, tweets.root, el("a", { href: app.link("step") }, "step through it")),
    input,
    el(
      "div.pins",
      {},
      signals.map((name, s) =>
        el("div.pin.six", {}, el("span", {}, el("b", {}, name), ` ${SIGNAL_NAMES[name]}`), strips[s].root),
      ),
    ),
  );
  const pictured = () =>
    signals.map((name, s) => ({ caption: `${name} ${SIGNAL_NAMES[name]}`, strip: strips[s] }));
  return { root, update, strips: pictured };
}
