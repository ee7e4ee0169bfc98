// A text whose characters are coloured: one span a code point, kept and recoloured in place.

import { BEGINNING, mark, spoken, turns } from "../../network/text.js";
import { el } from "../dom.js";

let made = 0; // strips so far: each has an id of its own

/** A coloured text. With `pick`, a character can be chosen by mouse, touch and arrow keys. */
export class Strip {
  constructor({ label, pick = null, hover = null, small = false, coder = null } = {}) {
    this.pick = pick;
    this.coder = coder; // with one, characters outside its vocabulary are hatched
    this.spans = [];
    this.characters = [];
    this.cursor = -1;
    this.root = el(small ? "div.strip.small" : "div.strip", { dir: "ltr", translate: "no" });
    this.root.id = `strip${made++}`;
    this.label = label ?? "a text";
    this.root.setAttribute("aria-label", this.label);
    if (pick) this.#listen(hover ?? pick);
    else this.root.setAttribute("role", "img");
  }

  #listen(hover) {
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "listbox");
    this.root.setAttribute("aria-orientation", "horizontal");
    const index = (event) => event.target.closest?.("[data-k]")?.dataset.k;
    this.root.addEventListener("pointerover", (event) => {
      if (index(event) !== undefined && !event.buttons) hover(Number(index(event)));
    });
    this.root.addEventListener("pointerdown", (event) => {
      if (index(event) !== undefined) this.pick(Number(index(event)), event);
    });
    this.root.addEventListener("keydown", (event) => this.#key(event));
    if (hover === this.pick) this.root.addEventListener("pointermove", (event) => this.#swipe(event));
  }

  #key(event) {
    const last = this.spans.length - 1;
    const line = this.#perLine();
    const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -line, ArrowDown: line, Home: -last, End: last };
    const move = moves[event.key];
    if (move === undefined || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.pick(Math.min(Math.max(this.cursor + move, 0), last), event);
  }

  // A finger that moves over the text takes the cursor with it.
  #swipe(event) {
    const k = event.pointerType === "touch" ? this.under(event) : -1;
    if (k >= 0 && k !== this.cursor) this.pick(k, event);
  }

  /** The number of the character that lies under a pointer; −1 where none of this strip does. */
  under({ clientX, clientY }) {
    const span = document.elementFromPoint(clientX, clientY)?.closest?.("[data-k]");
    return span ? this.spans.indexOf(span) : -1;
  }

  // Characters on the cursor's line, from where the spans lie.
  #perLine() {
    const top = this.spans[Math.max(this.cursor, 0)]?.offsetTop;
    return Math.max(1, this.spans.filter((span) => span.offsetTop === top).length);
  }

  /** Show `characters` (code points), coloured by `values` under `scale`. */
  show(characters, values, scale, theme) {
    const pool = this.spans.length;
    for (let k = pool; k < characters.length; k++) this.spans.push(this.#span(k));
    if (characters.length > pool) this.root.append(...this.spans.slice(pool));
    for (const span of this.spans.splice(characters.length)) span.remove();
    characters.forEach((character, k) => {
      if (this.characters[k] !== character) this.#dress(this.spans[k], character);
      const { fill: colour, ink } = scale.of(values[k], theme);
      const { style } = this.spans[k];
      style.backgroundColor = colour;
      style.color = ink;
    });
    this.characters = characters;
    if (!this.pick) this.root.setAttribute("aria-label", `${this.label}: ${characters.join("")}`);
    if (this.cursor >= characters.length) this.cursor = -1;
  }

  #dress(span, character) {
    const strange = this.coder && character !== BEGINNING && !this.coder.knows(character);
    span.textContent = character === BEGINNING ? "" : character;
    span.className = turns(character) ? "fenced" : "";
    span.classList.toggle("strange", Boolean(strange));
    const shown = mark(character);
    if (shown) span.dataset.mark = shown;
    else delete span.dataset.mark;
    if (this.pick)
      span.setAttribute("aria-label", spoken(character) + (strange ? ", outside the vocabulary" : ""));
  }

  #span(k) {
    const span = el("span", { "data-k": k });
    if (this.pick) {
      span.id = `${this.root.id}-${k}`;
      span.setAttribute("role", "option");
    }
    return span;
  }

  /** Move the cursor; screen readers hear the character. */
  point(k) {
    this.spans[this.cursor]?.classList.remove("at");
    this.spans[this.cursor]?.removeAttribute("aria-selected");
    this.cursor = k;
    this.spans[k]?.classList.add("at");
    if (!this.pick) return;
    this.spans[k]?.setAttribute("aria-selected", "true");
    if (this.spans[k]) this.root.setAttribute("aria-activedescendant", this.spans[k].id);
  }

  /** Underline the characters of a mask, given as [[start, end], …]. */
  underline(ranges) {
    this.spans.forEach((span, k) => {
      span.classList.toggle(
        "in",
        ranges.some(([start, end]) => start <= k && k < end),
      );
    });
  }
}
