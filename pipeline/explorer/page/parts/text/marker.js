// Marking characters: drag or Shift + arrows; Space marks one, Escape clears.

import { Strip } from "./strip.js";

/** A strip of the app's text with a mask; `changed(mask)` hears of every change. */
export class Marker {
  constructor(app, changed) {
    this.app = app;
    this.changed = changed;
    this.mask = new Uint8Array(app.characters.length);
    this.anchor = 0;
    this.paint = 1;
    this.before = this.mask;
    this.strip = new Strip({
      label: "the text; drag, or hold Shift and use the arrow keys, to mark characters",
      pick: (k, event) => this.#pick(k, event),
      hover: () => {},
      coder: app.coder,
    });
    const { root } = this.strip;
    root.classList.add("page", "markable");
    root.setAttribute("aria-multiselectable", "true");
    root.addEventListener("pointerover", (event) => {
      const k = event.target.closest?.("[data-k]")?.dataset.k;
      if (event.buttons === 1 && k !== undefined) this.#extend(Number(k));
    });
    root.addEventListener("pointermove", (event) => {
      const k = event.pointerType === "touch" ? this.strip.under(event) : -1; // a finger holds on to where it began
      if (k >= 0) this.#extend(k);
    });
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  #pick(k, event) {
    if (event.type === "pointerdown") {
      event.preventDefault(); // a drag marks here, it does not select
      this.strip.root.focus();
      this.#begin(k);
      this.#extend(k);
    } else if (event.shiftKey) {
      if (!this.extending) this.#begin(Math.max(this.strip.cursor, 0), 1);
      this.extending = true;
      this.#extend(k);
    } else {
      this.extending = false;
    }
    this.strip.point(k);
  }

  #key(event) {
    const k = Math.max(this.strip.cursor, 0);
    if (event.key === " ") {
      this.#begin(k);
      this.#extend(k);
    } else if (event.key === "Escape") {
      this.set(new Uint8Array(this.app.characters.length));
    } else {
      return;
    }
    event.preventDefault();
  }

  // From k on, characters are marked, or cleared if the first was marked.
  #begin(k, paint = 1 - this.mask[k]) {
    this.anchor = k;
    this.paint = paint;
    this.before = this.mask.slice();
  }

  #extend(k) {
    const mask = this.before.slice();
    mask.fill(this.paint, Math.min(k, this.anchor), Math.max(k, this.anchor) + 1);
    this.set(mask);
  }

  set(mask) {
    this.mask = mask;
    this.show();
    this.changed(mask);
  }

  show() {
    const { app, strip } = this;
    if (this.mask.length !== app.characters.length) this.mask = new Uint8Array(app.characters.length);
    strip.show(app.characters, this.mask, { of: () => ({ fill: "transparent", ink: "inherit" }) }, app.theme);
    strip.spans.forEach((span, k) => {
      span.classList.toggle("marked", Boolean(this.mask[k]));
      if (k !== strip.cursor) span.setAttribute("aria-selected", String(Boolean(this.mask[k])));
    });
  }
}
