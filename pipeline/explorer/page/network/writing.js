// Writing with the network: one character after another, with or without a clamp. No DOM here.

import { draw, random } from "./neurons/stats.js";
import { BOS, EOS, UNK } from "./run/network.js";
import { Trace } from "./run/trace.js";

/** A text being written. The same seed uses the same number at the same character; at temperature 0 the likeliest is written. */
export class Writing {
  constructor(app, { prompt, temperature, length, seed = 0, clamps = [] }) {
    this.coder = app.coder;
    this.temperature = temperature;
    this.length = length;
    this.chance = random(seed);
    this.trace = new Trace(app.network, clamps);
    this.ids = app.coder.encode(prompt);
    this.characters = Array.from(prompt);
    this.trace.update(this.ids);
    this.done = this.characters.length >= length;
  }

  /** Write one character; true when the tweet is over. */
  next() {
    if (this.done) return true;
    const id = this.#choose();
    if (id === EOS) {
      this.done = true;
    } else {
      this.ids = [...this.ids, id];
      this.characters = [...this.characters, this.coder.character(id)];
      this.trace.update(this.ids);
      this.done = this.characters.length >= this.length;
    }
    return this.done;
  }

  #choose() {
    const p = this.trace.probabilities(this.ids.length - 1, this.temperature || 1);
    p[BOS] = 0; // never written
    p[UNK] = 0; // has no shape
    if (!this.temperature) return p.indexOf(p.reduce((a, b) => Math.max(a, b)));
    const sum = p.reduce((a, b) => a + b, 0);
    return draw(
      p.map((value) => value / sum),
      this.chance(),
    );
  }
}
