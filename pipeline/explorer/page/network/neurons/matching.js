// Units of another network that do what a unit of this one does: correlations over the same texts.

import { Trace } from "../run/trace.js";
import { surprisals } from "../text.js";
import { random } from "./stats.js";

const SLICE = 24; // milliseconds of work between two breaths
const DRAWN = 8; // units drawn at random, for what a match is worth
const SEED = 1; // of that draw

/** Two networks { network, coder } over the same texts. Signals of all units are kept, so keep the texts few. */
export class Matching {
  constructor(one, other, texts) {
    Object.assign(this, { one, other, texts, traces: [], characters: 0, done: null, chances: new Map() });
  }

  /** Trace all texts once; `progress(share)` is told how far. */
  run(progress) {
    this.done ??= this.#run(progress);
    return this.done;
  }

  async #run(progress) {
    let breath = performance.now();
    for (const text of this.texts) {
      this.traces.push([this.one, this.other].map((side) => traced(side, text)));
      this.characters += Array.from(text).length;
      if (performance.now() - breath < SLICE) continue;
      progress?.(this.traces.length / this.texts.length);
      await new Promise((resume) => setTimeout(resume));
      breath = performance.now();
    }
    this.#moments();
    return this;
  }

  // Sums of every signal of the other network, and of its squares, over all characters.
  #moments() {
    this.sums = this.#columns(() => 1);
    this.squares = this.#columns((_, value) => value);
  }

  // For each layer of the other network the sum over characters of weight(k, value) · value, by column.
  #columns(weight) {
    const { cell, units } = this.other.network;
    const out = units.map((count) => new Float64Array(cell.signals.length * count));
    let k = 0;
    for (const [, trace] of this.traces) {
      for (let t = 1; t < trace.ids.length; t++, k++)
        out.forEach((sums, layer) => {
          const values = trace.layers[layer];
          const at = t * sums.length;
          for (let j = 0; j < sums.length; j++) sums[j] += weight(k, values[at + j]) * values[at + j];
        });
    }
    return out;
  }

  /** The units of the other network nearest to an address of this one, each by its nearest signal: [{ address, r }]. */
  best({ layer, signal, unit }, count) {
    const mine = this.traces.flatMap(([trace]) => Array.from(trace.values(layer, signal, unit)));
    const n = mine.length;
    const mean = mine.reduce((a, b) => a + b, 0) / n;
    const apart = mine.map((value) => value - mean);
    const spread = Math.sqrt(apart.reduce((all, value) => all + value * value, 0));
    const shared = this.#columns((k) => apart[k]);
    const { cell, units } = this.other.network;
    const rows = [];
    shared.forEach((sums, at) => {
      for (let other = 0; other < units[at]; other++) {
        let found = { r: 0 };
        for (let s = 0; s < cell.signals.length; s++) {
          const j = s * units[at] + other;
          const theirs = Math.sqrt(Math.max(0, this.squares[at][j] - this.sums[at][j] ** 2 / n));
          const r = spread * theirs > 1e-9 * n ? sums[j] / (spread * theirs) : 0;
          if (Math.abs(r) >= Math.abs(found.r))
            found = { r, address: { layer: at, signal: cell.signals[s], unit: other } };
        }
        rows.push(found);
      }
    });
    return rows.sort((a, b) => Math.abs(b.r) - Math.abs(a.r)).slice(0, count);
  }

  /** The median of the best |r| of units of the same layer and signal that were drawn at random, once for each of these. */
  chance({ layer, signal }) {
    const key = `${layer} ${signal}`;
    if (!this.chances.has(key)) this.chances.set(key, this.#drawn(layer, signal));
    return this.chances.get(key);
  }

  #drawn(layer, signal) {
    const next = random(SEED);
    const count = this.one.network.units[layer];
    const found = Array.from({ length: Math.min(DRAWN, count) }, () => {
      const unit = Math.floor(next() * count);
      return Math.abs(this.best({ layer, signal, unit }, 1)[0].r);
    }).sort((a, b) => a - b);
    return found[found.length >> 1];
  }

  /** Bits per character of both over the characters of all texts that both know, and how many those are. */
  bits() {
    const total = [0, 0];
    let count = 0;
    this.traces.forEach((pair, k) => {
      const costs = pair.map((trace) => surprisals(trace, false));
      Array.from(this.texts[k]).forEach((character, t) => {
        if (!this.shared(character)) return;
        count += 1;
        for (const side of [0, 1]) total[side] += costs[side][t];
      });
    });
    return { count, bits: total.map((sum) => sum / count) };
  }

  /** Do both networks know the character? */
  shared(character) {
    return this.one.coder.knows(character) && this.other.coder.knows(character);
  }
}

/** A network { network, coder } over a text. */
export function traced({ network, coder }, text) {
  const trace = new Trace(network);
  trace.update(coder.encode(text));
  return trace;
}
