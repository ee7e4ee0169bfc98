// The frame: header, routes, theme. A view is a function of the app that returns
// { root, update(what)?, leave()?, state()?, keys()?, strips()?, take(files)? }: it hears of every change while it is shown,
// `state` is what it adds to the address, `keys` and `strips` are what its picture holds.

import { App } from "./app.js";
import { parse } from "./network/address.js";
import { el, fill } from "./parts/dom.js";
import { tools } from "./parts/tools.js";
import { compareView } from "./views/compare.js";
import { detectorsView } from "./views/detectors.js";
import { experimentView } from "./views/experiment.js";
import { findView } from "./views/find.js";
import { galleryView } from "./views/gallery.js";
import { generateView } from "./views/generate.js";
import { learnView } from "./views/learn.js";
import { neuronView } from "./views/neuron.js";
import { readView } from "./views/read.js";
import { samplesView } from "./views/samples.js";
import { startView } from "./views/start.js";
import { stepView } from "./views/step.js";
import { whyView } from "./views/why.js";

const VIEWS = {
  start: ["Start", (app) => (app.data.experiment ? experimentView : startView)(app)],
  read: ["Read", readView],
  detectors: ["Detectors", detectorsView],
  neuron: ["Neuron", neuronView],
  find: ["Find", findView],
  generate: ["Generate", generateView],
  step: ["Step", stepView],
  why: ["Why", whyView],
  compare: ["Compare", compareView],
  samples: ["Samples", samplesView],
  learn: ["Learn", learnView],
  gallery: ["Gallery", galleryView],
};

const OF_A_NEURON = ["start", "read", "neuron", "find", "generate", "step", "why", "compare"]; // their address names it
const REST = 400; // milliseconds without a change before the address follows

function start() {
  const app = new App(JSON.parse(document.getElementById("data").textContent));
  const stage = document.getElementById("view");
  const links = new Map();
  app.titles = Object.fromEntries(Object.entries(VIEWS).map(([name, [title]]) => [name, title]));
  const named = menu();
  let shown = null;
  let resting = 0;
  const home = el("button.quiet", { type: "button", hidden: true, onclick: () => leave() });
  const leave = () => {
    app.back();
    app.visit("#/start");
  };
  document.querySelector(".corpus").after(" ", home);
  app.addEventListener("open", () => {
    document.querySelector(".corpus").textContent = app.data.name;
    home.textContent = `back to ${app.given.name}`;
    home.hidden = app.data === app.given;
  });
  const own = () => {
    const { view, argument } = app.route;
    return app.link(view, OF_A_NEURON.includes(view) ? undefined : argument, shown?.state?.());
  };
  const bar = tools(
    app,
    document.getElementById("tools"),
    () => shown,
    () => `${location.href.split("#")[0]}${own()}`,
  );
  const follow = () => {
    clearTimeout(resting);
    resting = setTimeout(() => remember("replaceState", own()), REST);
  };
  const show = (fragment) => {
    const known = app.read(fragment, Object.keys(VIEWS));
    if (!known) app.read("#/start", Object.keys(VIEWS));
    const wrong = lost(app, known, fragment);
    shown?.leave?.();
    const [title, view] = VIEWS[app.route.view];
    shown = view(app);
    fill(stage, shown.root);
    bar.update();
    if (wrong) stage.prepend(el("p.note", { role: "status" }, wrong));
    document.title = `${title} · ${app.data.name} · Tweetscope`;
    for (const [name, link] of links) {
      if (name === app.route.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    named(title);
    follow();
  };
  fill(
    document.getElementById("views"),
    Object.entries(VIEWS).map(([name, [title]]) => {
      links.set(name, el("a", { href: `#/${name}`, "data-label": title }, title));
      return links.get(name);
    }),
  );
  themes(app);
  app.addEventListener("change", ({ detail }) => {
    shown?.update?.(detail);
    if (!shown) return;
    if (detail !== "cursor") bar.update();
    follow();
  });
  app.visit = (fragment) => {
    remember("pushState", fragment);
    show(fragment);
    stage.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.visit(link.getAttribute("href"));
  });
  takeDrops(app, () => shown);
  window.addEventListener("popstate", () => show(location.hash));
  window.tweetscope = app;
  show(location.hash);
}

// What an address asks for that this page does not have, in a sentence; nothing of an address that it has.
function lost(app, known, fragment) {
  const { view, argument, query } = app.route;
  if (!known)
    return fragment.length > 1 ? `${fragment} is not a view of this page: here is its beginning.` : "";
  const [tweet, concept] = [query.get("tweet"), query.get("concept")];
  const named = [
    ...Object.keys(app.data.concepts),
    ...(app.data.certificates ?? []).map((row) => row.concept),
  ];
  return [
    argument && OF_A_NEURON.includes(view) && !parse(argument, app.network)
      ? `${argument} is not a neuron of this network.`
      : "",
    tweet && !app.tweets.has(tweet) ? `The tweet ${tweet} is not in this file.` : "",
    concept && !named.includes(concept) ? `${concept} is not a concept of this file.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

// Files that fall anywhere on the page go to the gallery.
function takeDrops(app, shown) {
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    const { files } = event.dataTransfer;
    if (!files.length) return;
    event.preventDefault();
    if (!shown().take) app.visit("#/gallery");
    shown().take(files);
  });
}

// On a narrow screen the views are behind a button, which names the present one.
function menu() {
  const [button, views] = ["menu", "views"].map((id) => document.getElementById(id));
  const open = (on) => {
    button.setAttribute("aria-expanded", String(on));
    views.classList.toggle("open", on);
  };
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
    open(false);
    button.focus();
  });
  return (title) => {
    open(false);
    button.textContent = `Menu: ${title}`;
  };
}

// A sandboxed frame may have no history of its own; the views work without it.
function remember(how, fragment) {
  try {
    history[how](null, "", fragment);
  } catch {
    document.documentElement.dataset.history = "none";
  }
}

function themes(app) {
  const button = document.getElementById("theme");
  const name = () => {
    button.textContent = app.theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `switch to the ${app.theme === "dark" ? "light" : "dark"} theme`);
  };
  button.addEventListener("click", () => {
    app.setTheme(app.theme === "dark" ? "light" : "dark");
    name();
  });
  app.setTheme(app.theme);
  name();
}

start();
