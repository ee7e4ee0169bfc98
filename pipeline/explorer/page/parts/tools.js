// The line below the header: the key to the colours, the raw sign, Copy link, Save picture.

import { el, fill } from "./dom.js";
import { copied, save } from "./files.js";
import { showKeys } from "./key.js";
import { asPng, asSvg, picture } from "./text/picture.js";

const SAID = 6000; // milliseconds that a word of success stays

/** { update() } over `node`; `shown()` is the present view and `address()` the whole address of the page. */
export function tools(app, node, shown, address) {
  const legend = el("div.legend");
  const told = el("span.note", { role: "status" });
  const raw = el(
    "button.quiet",
    {
      type: "button",
      onclick: () => {
        app.raw = !app.raw;
        app.changed("colours");
      },
    },
    "raw sign",
  );
  let forget = 0;
  const tell = (...words) => {
    clearTimeout(forget);
    fill(told, words);
    forget = setTimeout(() => fill(told), SAID);
  };
  const link = async () => {
    if (await copied(address())) tell("Link copied.");
    else {
      const field = el("input", { type: "text", readonly: true, value: address(), "aria-label": "the link" });
      clearTimeout(forget);
      fill(told, "Copy it from here: ", field);
      field.select();
    }
  };
  const keep = (kind, how) => async () => {
    const drawn = draw(app, shown());
    save(await how(drawn), `${app.data.name}-${app.route.view}.${kind}`);
    tell(`Picture saved as ${kind.toUpperCase()}.`);
  };
  const pictures = el(
    "span.modes",
    { role: "group", "aria-label": "save a picture of the coloured text" },
    el("button.quiet", { type: "button", onclick: keep("png", asPng) }, "Save picture"),
    el("button.quiet", { type: "button", onclick: keep("svg", asSvg) }, "SVG"),
  );
  const copy = el("button.quiet", { type: "button", onclick: link }, "Copy link");
  fill(node, legend, raw, el("span.tools", {}, told, copy, pictures));
  const update = () => {
    const view = shown();
    const keys = view.keys?.() ?? [];
    showKeys(legend, keys, app.theme);
    raw.hidden = !keys.some((key) => !key.own) || !app.directed();
    raw.setAttribute("aria-pressed", String(app.raw));
    pictures.hidden = !view.strips?.().length;
  };
  return { update };
}

function draw(app, view) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = {
    paper: colour("sheet"),
    ink: colour("ink"),
    soft: colour("soft"),
    accent: colour("accent"),
  };
  const title = `${document.querySelector("main h1").textContent} · ${app.data.name}`;
  return picture(title, view.strips(), view.keys(), app.theme, colours);
}
