// Every signal of every unit over the carried tweets, as bytes: what Find and the histograms ask.
//
// A tweet's block is [address][character]; a value in [−1, 1] is a byte, the cell state through c / (1 + |c|),
// which keeps order and, unlike tanh, still separates 9 from 10. One pass, in slices of time, so that the page stays alive.

import { Trace } from "../run/trace.js";
import { binnedAuroc, lagged, maskOf } from "./stats.js";

const SLICE = 24; // milliseconds of work between two breaths
const BINS = 256;
const EQUAL = 4; // times as many tweets as asked for, at most, where peaks are equal

export const toByte = (value) => Math.round((value + 1) * 127.5);
export const fromByte = (byte) => byte / 127.5 - 1;
export const bounded = (c) => c / (1 + Math.abs(c));

export class Survey {
  constructor(app) {
    this.app = app;
    this.count = app.network.units.reduce((a, b) => a + app.network.cell.signals.length * b, 0);
    this.tweets = [];
    this.blocks = [];
    this.characters = 0;
    this.done = null;
  }

  /** Run over all tweets once; `progress(share)` is told how far. */
  run(progress) {
    this.done ??= this.#run();
    this.progress = progress;
    return this.done;
  }

  async #run() {
    let breath = performance.now();
    const { tweets } = this.app.data;
    for (const tweet of tweets) {
      const characters = Array.from(tweet.text);
      if (!characters.length) continue;
      const trace = new Trace(this.app.network);
      trace.update(this.app.coder.encode(tweet.text));
      this.tweets.push({ ...tweet, characters });
      this.blocks.push(this.block(trace));
      this.characters += characters.length;
      if (performance.now() - breath > SLICE) {
        this.progress?.(this.tweets.length / tweets.length);
        await new Promise((resume) => setTimeout(resume));
        breath = performance.now();
      }
    }
    return this;
  }

  /** The block of one trace: Uint8Array [addresses · characters]. */
  block(trace) {
    const length = trace.ids.length - 1;
    const out = new Uint8Array(this.count * length);
    let first = 0;
    trace.layers.forEach((values, layer) => {
      const { cell, units } = this.app.network;
      const rows = cell.signals.length * units[layer];
      const memory = cell.signals.indexOf("c"); // −1 where no signal is unbounded
      const cells = memory < 0 ? rows : memory * units[layer];
      const states = cells + units[layer];
      for (let t = 0; t < length; t++) {
        const at = (t + 1) * rows;
        for (let row = 0; row < rows; row++) {
          const value = values[at + row];
          const kept = row >= cells && row < states ? bounded(value) : value;
          out[(first + row) * length + t] = toByte(kept);
        }
      }
      first += rows;
    });
    return out;
  }

  /** One address over one surveyed tweet, in [−1, 1]. */
  values(address, k) {
    const length = this.tweets[k].characters.length;
    const first = this.app.network.index(address) * length;
    return Float32Array.from(this.blocks[k].subarray(first, first + length), fromByte);
  }

  /** An address inside and outside a concept: { inside, outside } as plain arrays, in [−1, 1]. */
  split(address, concept, lag) {
    const found = { inside: [], outside: [] };
    this.tweets.forEach((tweet, k) => {
      const mask = lagged(maskOf(tweet.spans[concept], tweet.characters.length), lag);
      this.values(address, k).forEach((value, t) => {
        found[mask[t] ? "inside" : "outside"].push(value);
      });
    });
    return found;
  }

  /** The tweets where an address is highest (sign +1) or lowest, best first, to within a byte; more where bytes are equal. */
  peaks(address, sign, count) {
    const best = this.tweets.map((tweet, k) => {
      const top = this.values(address, k).reduce((a, b) => Math.max(a, sign * b), -1);
      return { tweet, top };
    });
    best.sort((a, b) => b.top - a.top);
    const least = best[Math.min(count, best.length) - 1]?.top;
    const found = best.filter(({ top }) => top >= least).slice(0, EQUAL * count);
    return found.map(({ tweet }) => tweet);
  }

  /** How often each address takes each byte, over all tweets: Uint32Array [addresses · 256], made once. */
  counts() {
    if (!this.all) {
      this.all = new Uint32Array(this.count * BINS);
      for (const block of this.blocks) this.#tally(block, this.all, 1);
    }
    return this.all;
  }

  #tally(block, counts, by) {
    const length = block.length / this.count;
    for (let address = 0, at = 0; address < this.count; address++) {
      for (let t = 0; t < length; t++, at++) counts[address * BINS + block[at]] += by;
    }
  }

  /** AUROC of every address between the marked characters of a block and the rest: Float64Array.
   *
   * The rest is the block's other characters and, with `corpus`, those of all surveyed tweets but
   * the one numbered `own`. .5 is chance; below .5 the sign is reversed.
   */
  rank(block, mask, corpus, own = -1) {
    const rest = corpus ? this.counts().slice() : new Uint32Array(this.count * BINS);
    if (corpus && own >= 0) this.#tally(this.blocks[own], rest, -1);
    const marked = new Uint32Array(BINS);
    return Float64Array.from({ length: this.count }, (_, address) => {
      const here = rest.subarray(address * BINS, (address + 1) * BINS);
      marked.fill(0);
      for (let t = 0; t < mask.length; t++) {
        (mask[t] ? marked : here)[block[address * mask.length + t]] += 1;
      }
      return binnedAuroc(marked, here);
    });
  }
}
