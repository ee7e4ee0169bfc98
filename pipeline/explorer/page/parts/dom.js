// Elements. Text enters the page here, always as text and never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `el("p.note", { id: "x", onclick: f }, "text", child, [more])`. */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  set(node, properties);
  append(node, children);
  return node;
}

/** The same for SVG. */
export function svg(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElementNS(SVG, tag);
  if (classes.length) node.setAttribute("class", classes.join(" "));
  set(node, properties);
  append(node, children);
  return node;
}

function set(node, properties) {
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") Object.assign(node.style, value);
    else if (key === "value" || key === "checked" || key === "selected") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
}

function append(node, children) {
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

/** Put `children` in place of what `node` holds. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

/** Put `text` into a live region only where it is new, so that it is spoken once. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A table, or what else may be wider than the page: it scrolls inside, also by keyboard. */
export function scrolled(label, ...children) {
  return el("div.scroll", { tabindex: "0", role: "region", "aria-label": label }, children);
}

/** A number for people: 0.982, −1.20, 12,345; "–" for none. */
export function number(value, places = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = Math.abs(value).toLocaleString("en", {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
  return Number(text.replaceAll(",", "")) === 0 ? text : (value < 0 ? "−" : "") + text;
}

/** AUROC and other shares without the leading zero: .982. */
export function share(value, places = 3) {
  return number(value, places).replace(/^(−?)0\./, "$1.");
}

/** A labelled form control. */
export function field(label, control, hint = "") {
  return el("label.field", {}, el("span.field-name", {}, label), control, hint && el("span.hint", {}, hint));
}

/** A note that an artefact is missing, and what makes it, if anything does. */
export function missing(what, target, app) {
  const { name } = app.data;
  if (!app.analysed)
    return el(
      "p.missing",
      { role: "note" },
      `${what}: there are none for a network of the lab, or one that was opened on this page.`,
    );
  return el(
    "p.missing",
    { role: "note" },
    `${what}: not in this file yet. Run `,
    el("code", {}, `make ${target} NAME=${name}`),
    ", then ",
    el("code", {}, `make explore NAME=${name}`),
    ".",
  );
}
