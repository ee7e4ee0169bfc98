// Controls that several views share: choosing a neuron, choosing a tweet.

import { format, parse, SIGNAL_NAMES } from "../network/address.js";
import { el, fill } from "./dom.js";

/** Choose a neuron: its address as text, its signal, the next and the previous unit, or a concept's detector. */
export function picker(app) {
  const units = app.network.units;
  const text = el("input.address", {
    type: "text",
    size: 10,
    spellcheck: "false",
    autocomplete: "off",
    "aria-label": "address of the neuron, as L2.c.137",
    onchange: () => {
      const address = parse(text.value, app.network);
      text.setAttribute("aria-invalid", String(!address));
      if (address) app.setAddress(address);
    },
  });
  const step = (by) => () => {
    const count = units[app.address.layer];
    app.setAddress({ ...app.address, unit: (app.address.unit + by + count) % count });
  };
  const signals = [...app.network.cell.signals].map((name) =>
    el(
      "button",
      {
        type: "button",
        "aria-label": SIGNAL_NAMES[name],
        onclick: () => app.setAddress({ ...app.address, signal: name }),
      },
      name,
    ),
  );
  const detectors = detectorSelect(app);
  const called = el("span.hint");
  const update = () => {
    text.value = format(app.address);
    text.setAttribute("aria-invalid", "false");
    signals.forEach((button) => {
      button.setAttribute("aria-pressed", String(button.textContent === app.address.signal));
    });
    called.textContent = SIGNAL_NAMES[app.address.signal];
    detectors.update();
  };
  const root = el(
    "div.picker",
    { role: "group", "aria-label": "neuron" },
    detectors.root,
    el("button.quiet", { type: "button", "aria-label": "previous unit", onclick: step(-1) }, "‹"),
    text,
    el("button.quiet", { type: "button", "aria-label": "next unit", onclick: step(1) }, "›"),
    el("span.modes", { role: "group", "aria-label": "signal" }, signals),
    called,
  );
  update();
  return { root, update };
}

/** Choose the detector of a concept, of those that `wanted` lets pass; nothing where no neuron is certified. */
export function detectorSelect(app, wanted = () => true) {
  const best = (app.data.certificates ?? []).filter((row) => row.certified && row.rank === 0);
  const rows = best.filter(wanted);
  if (!rows.length) return { root: null, update: () => {} };
  const select = el(
    "select",
    {
      "aria-label": "the detector of a concept",
      onchange: () => {
        const row = rows[select.selectedIndex - 1];
        if (row) app.pick(row);
      },
    },
    el("option", { value: "" }, "a detector …"),
    rows.map((row) =>
      el("option", { value: row.address }, `${row.concept.replaceAll("_", " ")} (${row.address})`),
    ),
  );
  const update = () => {
    const mine = rows.filter((row) => row.address === format(app.address));
    const row = mine.find((one) => one.concept === app.concept) ?? mine[0];
    select.selectedIndex = rows.indexOf(row) + 1;
  };
  return { root: select, update };
}

/** What a text of the file is called: a network of the lab has strings. */
export const nounOf = (app) => (app.data.experiment ? "string" : "tweet");

/** Choose a tweet of the corpus; a search narrows the list. */
export function tweetPicker(app) {
  const noun = nounOf(app);
  const select = el("select.tweets", {
    "aria-label": `a ${noun} of the corpus`,
    onchange: () => {
      const tweet = app.tweets.get(select.value);
      if (tweet) app.setText(tweet.text, tweet);
    },
  });
  const search = el("input", {
    type: "search",
    placeholder: `find in ${noun}s`,
    "aria-label": `find in ${noun}s`,
    oninput: () => list(),
  });
  const next = (by) => () => {
    const found = [...select.options].filter((option) => option.value);
    const here = found.findIndex((option) => option.value === app.tweet?.id);
    const option = found[(here + by + found.length) % found.length];
    if (option) app.setText(app.tweets.get(option.value).text, app.tweets.get(option.value));
  };
  function list() {
    const wanted = search.value.toLowerCase();
    const found = app.data.tweets.filter((tweet) => tweet.text.toLowerCase().includes(wanted));
    fill(select, [
      el("option", { value: "" }, `your own text, or one of ${found.length} ${noun}s`),
      found.map((tweet) => el("option", { value: tweet.id }, excerpt(tweet.text))),
    ]);
    update();
  }
  function update() {
    select.value = app.tweet?.id ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  list();
  const root = el(
    "div.picker",
    { role: "group", "aria-label": noun },
    search,
    el("button.quiet", { type: "button", "aria-label": `previous ${noun}`, onclick: next(-1) }, "‹"),
    select,
    el("button.quiet", { type: "button", "aria-label": `next ${noun}`, onclick: next(1) }, "›"),
  );
  return { root, update };
}

function excerpt(text) {
  const characters = Array.from(text.replace(/\s+/g, " "));
  return characters.length > 64 ? `${characters.slice(0, 63).join("")}…` : characters.join("");
}
