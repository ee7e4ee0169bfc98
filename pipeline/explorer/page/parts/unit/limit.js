// The limit of a counter: tried length by length until it fails; then what its cell did until there.

import { times } from "../../network/experiment.js";
import { asked, moves, trial } from "../../network/limit.js";
import { el, fill, number, say } from "../dom.js";
import { curves } from "./plot.js";

const MOST = 200; // letters tried
const SLICE = 24; // milliseconds of work between two breaths
const FULL = 0.5; // a last step below this share of the first: the cell is nearly full

/** The section { root, leave } of a network that counts. */
export function limit(app) {
  const { experiment } = app.data;
  const status = el("p", { role: "status" });
  const told = el("div.limit");
  const start = el("button.primary", { type: "button", onclick: () => search() }, "Find where it fails");
  let stopped = false;

  async function search() {
    start.disabled = true;
    const tried = [];
    let breath = performance.now();
    for (let n = 1; n <= MOST && !stopped && (tried.at(-1)?.right ?? true); n++) {
      tried.push(trial(app, experiment, n));
      if (performance.now() - breath < SLICE) continue;
      say(status, `Trying ${n} ${experiment.counted}'s …`);
      await new Promise((resume) => setTimeout(resume));
      breath = performance.now();
    }
    start.disabled = false;
    if (!stopped) show(tried);
  }

  function show(tried) {
    const { n, right, printed } = tried.at(-1);
    const { counted, written } = experiment;
    if (right) return say(status, `It is right for every number of ${counted}'s that was tried: 1 to ${n}.`);
    const [prompt] = asked(experiment, n);
    say(
      status,
      `It is right up to ${n - 1} ${counted}'s. After ${n} ${counted}'s it prints ${times(printed, written)} ${written}'s.`,
    );
    app.setText(prompt + printed);
    if (tried.length > 2) fill(told, reasons(app, tried));
  }

  const root = el(
    "section.step-card",
    {},
    el("h2", {}, "Where it fails, and why"),
    el("p", {}, "It is asked with one letter, then with two, and so on, until an answer is wrong."),
    start,
    status,
    told,
  );
  return {
    root,
    leave: () => {
      stopped = true;
    },
  };
}

// How many letters it has learned, as its strings say.
function learned(app, { counted }) {
  const known = app.data.tweets.filter(({ split }) => split === "train");
  return Math.max(...(known.length ? known : app.data.tweets).map(({ text }) => times(text, counted)));
}

// The cell is nearly full where the last letter hardly moves it; else its steps up and down are not equal.
function reasons(app, tried) {
  const { experiment } = app.data;
  const moved = moves(app, experiment, tried.at(-1).n);
  const full = Math.abs(moved.last) < FULL * Math.abs(moved.first);
  const [words, chart] = full ? filled(experiment, tried, moved) : drifted(app, tried, moved);
  const onward = app.link("step", experiment.cells[0].address, { at: app.characters.length - 1 });
  const link = el("p", {}, el("a", { href: onward }, "Step through this string"));
  return el("div.columns", {}, el("div", {}, words, link), chart);
}

function filled({ counted, cells }, tried, { first, last }) {
  const [{ address }] = cells;
  const bounded = address.includes(".h.")
    ? " A hidden state stays between −1 and 1: it has room for few."
    : "";
  const text = `${address} is nearly full: the first ${counted} moves it by ${size(first)}, the last by ${size(last)}.${bounded} So it is nearly the same after many ${counted}'s as after one more, and the network cannot tell how many there were.`;
  const points = tried.map(({ n, held }) => ({ x: n, y: held }));
  return [
    el("p", {}, text),
    chart(`${address} after the last ${counted}`, points, `${counted}'s read`, "value"),
  ];
}

function drifted(app, tried, { read, written: back }) {
  const { experiment } = app.data;
  const { counted, written, cells } = experiment;
  const [{ address }] = cells;
  const { n } = tried.at(-1);
  const most = Math.min(learned(app, experiment), n - 1);
  const [then, now] = [most, n].map((letters) => tried[letters - 1].left / read); // in steps of one letter
  const one =
    cells.length > 1 ? `${address}, one of the ${cells.length} cells that carry the count,` : address;
  const steps = `Over this string ${one} moves by ${size(read)} at each ${counted} and back by ${size(back)} at each ${written}, on average. Gates are never quite open or shut, so the two are not equal, and the difference adds up.`;
  const away = `After the right answer the cell should stand where it stands after a short string. Counted in steps of one ${counted}, it stands at ${number(then, 2)} after ${most} ${counted}'s, which it has learned, and at ${number(now, 2)} after ${n}: ${number(Math.abs(now - then), 2)} steps away. A whole step is one ${written}: from about half a step on, the count beside the right one is nearer.`;
  const points = tried.map((one) => ({ x: one.n, y: one.left / read }));
  const title = `What is left in the cell after as many ${written}'s as ${counted}'s, in steps of one ${counted}`;
  return [[el("p", {}, steps), el("p", {}, away)], chart(title, points, `${counted}'s read`, "steps left")];
}

const size = (value) => number(Math.abs(value), 3);

function chart(title, points, across, up) {
  return el(
    "figure",
    {},
    curves(title, [{ name: "", points }], { across, up }),
    el("figcaption.note", {}, `${title}; the last point is the first string that it gets wrong.`),
  );
}
