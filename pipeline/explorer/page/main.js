// The frame: header, routes, theme. A view is a function of the app that returns
// { root, update(what)?, leave()? }; it hears of every change while it is shown.

import { App } from "./app.js";
import { detectorsView } from "./detectors.js";
import { el, fill } from "./dom.js";
import { findView } from "./find.js";
import { galleryView } from "./gallery.js";
import { generateView } from "./generate.js";
import { neuronView } from "./neuron.js";
import { readView } from "./read.js";
import { samplesView } from "./samples.js";
import { stepView } from "./step.js";

const VIEWS = {
  read: ["Read", readView],
  detectors: ["Detectors", detectorsView],
  neuron: ["Neuron", neuronView],
  find: ["Find", findView],
  generate: ["Generate", generateView],
  step: ["Step", stepView],
  samples: ["Samples and quiz", samplesView],
  gallery: ["Gallery", galleryView],
};

function start() {
  const app = new App(JSON.parse(document.getElementById("data").textContent));
  const stage = document.getElementById("view");
  const links = new Map();
  let shown = null;
  const show = () => {
    if (!app.read(location.hash, Object.keys(VIEWS))) app.read("#/read", Object.keys(VIEWS));
    shown?.leave?.();
    const [title, view] = VIEWS[app.route.view];
    shown = view(app);
    fill(stage, shown.root);
    document.title = `${title} · ${app.data.name} · Tweetscope`;
    for (const [name, link] of links) {
      if (name === app.route.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  fill(
    document.getElementById("views"),
    Object.entries(VIEWS).map(([name, [title]]) => {
      const link = el("a", { href: `#/${name}` }, title);
      links.set(name, link);
      return link;
    }),
  );
  themes(app);
  app.addEventListener("change", (event) => shown?.update?.(event.detail));
  // A frame made from a string has no address of its own to resolve "#/…" against: set it by hand.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    visit(link.getAttribute("href"));
  });
  window.addEventListener("hashchange", show);
  const visit = (fragment) => {
    if (location.hash === fragment) show();
    else location.hash = fragment;
    document.getElementById("view").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  app.visit = visit;
  window.tweetscope = app;
  show();
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
