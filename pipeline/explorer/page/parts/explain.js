// Words that explain themselves: a press, or a mouse at rest, opens a note below them; Escape closes it.

import { el, fill } from "./dom.js";

const NOTE = "explanation"; // the id of the one note of a page
const EDGE = 8; // pixels kept free at the sides of the window

/** A word as a button that shows `text` when it is pressed, by tap, mouse or keyboard. */
export function explained(word, text, { badge = false } = {}) {
  if (!text) return el("span", {}, word);
  const button = el(
    badge ? "button.explained.badge" : "button.explained",
    {
      type: "button",
      "aria-expanded": "false",
      onclick: () => (button.getAttribute("aria-expanded") === "true" ? close() : open(button, text)),
      onpointerenter: ({ pointerType }) => pointerType === "mouse" && open(button, text),
      onpointerleave: ({ pointerType }) => pointerType === "mouse" && close(),
      onkeydown: ({ key }) => key === "Escape" && close(),
      onblur: () => close(),
    },
    word,
  );
  return button;
}

function open(button, text) {
  close();
  const note = el("div.explanation", { id: NOTE, role: "tooltip" }, text);
  document.body.append(note);
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-describedby", NOTE);
  const { left, bottom } = button.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - note.offsetWidth - EDGE;
  note.style.left = `${Math.max(EDGE, Math.min(left, widest)) + window.scrollX}px`;
  note.style.top = `${bottom + 4 + window.scrollY}px`;
}

function close() {
  document.getElementById(NOTE)?.remove();
  for (const button of document.querySelectorAll(".explained[aria-expanded='true']")) {
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-describedby");
  }
}

/** The head of a table: `columns` is [[name, what it means], …]. */
export function tableHead(columns) {
  const cells = columns.map(([name, text]) => el("th", { scope: "col" }, name && explained(name, text)));
  return el("thead", {}, fill(el("tr"), cells));
}
