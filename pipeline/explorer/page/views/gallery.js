// Gallery: other networks. Those that can run open in all views; signals of the 2017 explorer are judged and shown.

import { SIGNAL_NAMES } from "../network/address.js";
import { judge, read, SIGNALS, told, write } from "../network/chen.js";
import { bring, fromTorch } from "../parts/bring.js";
import { signalScale } from "../parts/colour.js";
import { el, fill } from "../parts/dom.js";
import { dropped } from "../parts/dropped.js";
import { save } from "../parts/files.js";
import { generalKeys } from "../parts/key.js";
import { Strip } from "../parts/text/strip.js";
import { proof } from "../parts/unit/evidence.js";

const OURS_UNITS = 24; // of ours shown; the file holds them all

export function galleryView(app) {
  app.gallery ??= [];
  const list = el("div");
  const status = el("p", { role: "status" });

  async function take(files) {
    const { found, wrong } = await dropped(files);
    app.gallery = [...found, ...app.gallery];
    status.textContent = wrong.join("; ");
    show();
  }

  const show = () =>
    fill(
      list,
      app.gallery.map((network) => (network.arrays ? runnable(app, network) : exhibit(app, network))),
    );
  const ours = () => {
    const network = read(
      write(app.trace, app.characters, `${app.data.name}: ${app.text.slice(0, 40)}`),
      "ours",
    );
    app.gallery = [
      { ...network, verdict: judge(network), layer: network.layers.length - 1, signal: 5 },
      ...app.gallery,
    ];
    show();
  };
  const lstm = app.network.cell.signals === SIGNALS.join(""); // the format knows LSTMs alone
  const root = el(
    "div.gallery",
    {},
    el("h1", {}, "Gallery"),
    el(
      "p.lead",
      {},
      "Bring another network. A file that holds its weights opens in all views and can be compared with this one; it is read in your browser and does not leave it.",
    ),
    el(
      "p.note",
      {},
      "Weights: a state dict of PyTorch (Embedding, LSTM, GRU or RNN, Linear) as .safetensors, or arrays by the manual's names as .npz. If the file does not hold its vocabulary, drop with it a JSON list of characters in the order of ids. Signals: the JSON of the original explorer; the page checks whether its gates explain its states: c = f · c before + i · g and h = o · tanh(c).",
    ),
    bring(take),
    fromTorch(),
    lstm &&
      el(
        "div.bar",
        {},
        el("button", { type: "button", onclick: () => keep(app) }, "Save this network over the current text"),
        el("button", { type: "button", onclick: ours }, "Show ours here"),
      ),
    el("p.note.proof", {}, app.text ? `This network over the current text. ${proof(app.trace)}` : ""),
    status,
    list,
  );
  show();
  const keys = () => (app.gallery.some((one) => one.verdict) ? generalKeys({ raw: true }) : []);
  return { root, keys, take, update: (what) => what === "colours" && show() };
}

// A network that can run: what it is, and where it can be seen.
function runnable(app, given) {
  const { network, name } = given;
  const { text, data } = app;
  const texts = data.tweets.map((tweet) => tweet.text);
  const open = () => {
    app.open(name, given.arrays, given.vocabulary, texts);
    app.setText(text);
    app.visit("#/read");
  };
  const compare = () => {
    app.beside = given;
    app.visit("#/compare");
  };
  return el(
    "article.concept",
    {},
    el("h3", {}, name),
    el(
      "p",
      {},
      `${network.units.length} ${network.units.length > 1 ? "layers" : "layer"} of ${network.units.join(" and ")} units (${given.arrays.cell}), ${given.vocabulary.length} characters.`,
    ),
    el(
      "div.bar",
      {},
      el("button", { type: "button", onclick: open }, "Open in all views"),
      el("button", { type: "button", onclick: compare }, `Compare with ${data.name}`),
    ),
  );
}

function keep(app) {
  const text = write(app.trace, app.characters, app.data.name);
  save(new Blob([text], { type: "application/json" }), `${app.data.name}.json`);
}

function exhibit(app, network) {
  const strips = el("div.pins");
  const choose = (key, names) =>
    names.map((name, value) => {
      const press = () => {
        network[key] = value;
        show();
      };
      return el("button", { type: "button", "data-key": key, "data-value": value, onclick: press }, name);
    });
  const layers = choose(
    "layer",
    network.layers.map((_, k) => `layer ${k + 1}`),
  );
  const signals = choose(
    "signal",
    SIGNALS.map((name) => `${name} ${SIGNAL_NAMES[name]}`),
  );
  function show() {
    for (const button of [...layers, ...signals]) {
      button.setAttribute(
        "aria-pressed",
        String(network[button.dataset.key] === Number(button.dataset.value)),
      );
    }
    const units = network.layers[network.layer][SIGNALS[network.signal]].slice(0, OURS_UNITS);
    fill(
      strips,
      units.map((values, unit) => strip(app, network, values, unit)),
    );
  }
  show();
  const { verdict } = network;
  return el(
    "article.concept",
    {},
    el("h3", {}, network.name),
    el(verdict.holds ? "p.holds" : "p.fails", {}, verdict.holds ? "✓ " : "✗ ", told(verdict)),
    el(
      "div.bar",
      {},
      el("span.modes", { role: "group", "aria-label": "layer" }, layers),
      el("span.modes", { role: "group", "aria-label": "signal" }, signals),
    ),
    strips,
  );
}

function strip(app, network, values, unit) {
  const drawn = new Strip({ label: `unit ${unit} of ${network.name}`, small: true });
  drawn.show(network.characters, values, signalScale(SIGNALS[network.signal], values), app.theme);
  return el("div.pin.six", {}, el("span.number", {}, `unit ${unit}`), drawn.root);
}
