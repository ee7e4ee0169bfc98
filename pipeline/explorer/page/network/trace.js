// Traces: all six signals of all units over one sequence.
//
// z = x·kernel + h·recurrent + bias; i, f, g, o are the quarters of z in Keras's order under
// σ, σ, tanh, σ; c = f·c + i·g; h = o·tanh(c). A sequence starts with BOS and the zero state.

import { LANES, SIGNALS } from "./network.js";

export class Trace {
  /** `clamps` holds signals at values: [{ layer, signal, unit, value }], counted from 0. */
  constructor(network, clamps = []) {
    this.network = network;
    this.clamps = clamps;
    this.ids = [];
    this.room = 0;
    this.layers = network.units.map(() => new Float32Array(0));
    this.logits = new Float32Array(0);
  }

  /** Trace `ids` (BOS first) anew from the first changed position on, which is returned. */
  update(ids) {
    let first = 0;
    while (first < ids.length && first < this.ids.length && ids[first] === this.ids[first]) first++;
    this.#grow(ids.length);
    this.ids = ids;
    for (let from = first; from < ids.length; from += LANES) {
      const to = Math.min(from + LANES, ids.length);
      this.layers.forEach((_, layer) => {
        this.#layer(layer, from, to);
      });
      this.#predict(from, to);
    }
    return first;
  }

  /** Where signal `s` of `unit` at position t lies in `layers[layer]`. */
  at(layer, t, s, unit) {
    return (t * 6 + s) * this.network.units[layer] + unit;
  }

  /** One signal of one unit at every character read (without BOS), Float32Array. */
  values(layer, s, unit) {
    const out = new Float32Array(Math.max(0, this.ids.length - 1));
    for (let t = 1; t < this.ids.length; t++) out[t - 1] = this.layers[layer][this.at(layer, t, s, unit)];
    return out;
  }

  /** The largest violation of c = f·c + i·g (as a share of |c| where that is above 1) and h = o·tanh(c). */
  residual() {
    let worst = 0;
    this.layers.forEach((values, layer) => {
      const units = this.network.units[layer];
      const [I, F, G, O, C, H] = SIGNALS.map((_, s) => s * units);
      for (let t = 0; t < this.ids.length; t++) {
        for (let at = this.at(layer, t, 0, 0), end = at + units; at < end; at++) {
          const c = values[at + C];
          const before = t ? values[at + C - 6 * units] : 0;
          const kept = values[at + F] * before + values[at + I] * values[at + G];
          const cell = Math.abs(c - kept) / Math.max(1, Math.abs(c));
          worst = Math.max(worst, cell, Math.abs(values[at + H] - values[at + O] * Math.tanh(c)));
        }
      }
    });
    return worst;
  }

  /** Probabilities of the next character after position t, at a temperature. */
  probabilities(t, temperature = 1) {
    const { vocabulary } = this.network;
    const out = this.logits.slice(t * vocabulary, (t + 1) * vocabulary);
    const highest = out.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let k = 0; k < vocabulary; k++) {
      out[k] = Math.exp((out[k] - highest) / temperature);
      sum += out[k];
    }
    return out.map((value) => value / sum);
  }

  #grow(length) {
    if (length <= this.room) return;
    this.room = Math.max(64, length + (length >> 1));
    const larger = (old, size) => {
      const out = new Float32Array(size);
      out.set(old);
      return out;
    };
    this.layers = this.layers.map((old, k) => larger(old, this.room * 6 * this.network.units[k]));
    this.logits = larger(this.logits, this.room * this.network.vocabulary);
  }

  // Positions from … to of one layer: the inputs' product at once, then the recurrence.
  #layer(layer, from, to) {
    const { network, ids } = this;
    const { floats, places, table } = network;
    const { recurrent, wide } = places[layer];
    const units = network.units[layer];
    if (layer === 0) {
      for (let t = from; t < to; t++) {
        floats.set(table.subarray(ids[t] * wide, (ids[t] + 1) * wide), network.z + (t - from) * wide);
      }
    } else {
      for (let t = from; t < to; t++) network.put(t - from, this.#hidden(layer - 1, t));
      network.multiply(places[layer], network.units[layer - 1], to - from);
    }
    for (let t = from; t < to; t++) {
      const z = network.z + (t - from) * wide;
      if (t > 0) {
        network.put(0, this.#hidden(layer, t - 1));
        network.engine.product(z, network.x, recurrent, units, wide, 1);
      }
      this.#cell(layer, t, z);
    }
  }

  #hidden(layer, t) {
    const at = this.at(layer, t, 5, 0);
    return this.layers[layer].subarray(at, at + this.network.units[layer]);
  }

  #cell(layer, t, z) {
    const { engine, floats, units: all } = this.network;
    const units = all[layer];
    const values = this.layers[layer];
    const here = t * 6 * units;
    engine.logistic(z, 2 * units, -1, 1, 0);
    engine.logistic(z + 2 * units, units, -2, 2, -1);
    engine.logistic(z + 3 * units, units, -1, 1, 0);
    values.set(floats.subarray(z, z + 4 * units), here);
    this.#hold(layer, here, 0, 4);
    cells(values, here, units, t > 0);
    this.#hold(layer, here, 4, 5);
    floats.set(values.subarray(here + 4 * units, here + 5 * units), z);
    engine.logistic(z, units, -2, 2, -1);
    for (let u = 0; u < units; u++)
      values[here + 5 * units + u] = values[here + 3 * units + u] * floats[z + u];
    this.#hold(layer, here, 5, 6);
  }

  // Clamped signals from `first` up to `last` take their value; what follows from them is computed.
  #hold(layer, here, first, last) {
    const units = this.network.units[layer];
    for (const { layer: at, signal, unit, value } of this.clamps) {
      if (at === layer && signal >= first && signal < last) {
        this.layers[layer][here + signal * units + unit] = value;
      }
    }
  }

  #predict(from, to) {
    const { network } = this;
    const { dense, floats, vocabulary, z } = network;
    const top = network.units.length - 1;
    for (let t = from; t < to; t++) network.put(t - from, this.#hidden(top, t));
    network.multiply(dense, network.units[top], to - from);
    for (let t = from; t < to; t++) {
      const at = z + (t - from) * dense.wide;
      this.logits.set(floats.subarray(at, at + vocabulary), t * vocabulary);
    }
  }
}

// c = f · c before + i · g, over one row.
function cells(values, here, units, later) {
  const [f, g, c] = [here + units, here + 2 * units, here + 4 * units];
  for (let u = 0; u < units; u++) {
    const kept = later ? values[f + u] * values[here - 2 * units + u] : 0;
    values[c + u] = kept + values[here + u] * values[g + u];
  }
}
