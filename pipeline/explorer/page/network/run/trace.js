// Traces: all signals of all units over one sequence, which starts with BOS and the zero state.

import { LANES } from "./network.js";

export class Trace {
  /**
   * `clamps` holds signals at values: [{ layer, signal, unit, value }], layers and units from 0; with `at` at that
   * position alone, with `add` in place of `value` that much is added to what is computed.
   */
  constructor(network, clamps = []) {
    this.network = network;
    this.clamps = clamps;
    this.rows = network.cell.signals.length;
    this.width = network.cell.blocks.length + Number(network.cell.apart); // rows kept a position
    this.ids = [];
    this.room = 0;
    this.layers = network.units.map(() => new Float32Array(0));
    this.kept = network.units.map(() => new Float32Array(0)); // pre-activations; a GRU's with the recurrent product of its candidate
    this.logits = new Float32Array(0);
  }

  /** Trace `ids` (BOS first) again from the first changed position on, which is returned. */
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

  /** Where signal number `s` of `unit` at position t lies in `layers[layer]`. */
  at(layer, t, s, unit) {
    return (t * this.rows + s) * this.network.units[layer] + unit;
  }

  /** A signal of a unit at position t; 0 before the first. */
  value(layer, t, signal, unit) {
    if (t < 0) return 0;
    return this.layers[layer][this.at(layer, t, this.network.cell.signals.indexOf(signal), unit)];
  }

  /** One signal of one unit at every character read (without BOS), Float32Array. */
  values(layer, signal, unit) {
    const out = new Float32Array(Math.max(0, this.ids.length - 1));
    for (let t = 1; t < this.ids.length; t++) out[t - 1] = this.value(layer, t, signal, unit);
    return out;
  }

  /** The hidden states of a layer at position t, a view. */
  hidden(layer, t) {
    const at = this.at(layer, t, this.network.cell.signals.indexOf("h"), 0);
    return this.layers[layer].subarray(at, at + this.network.units[layer]);
  }

  /** The largest violation of the cell's equations, over all units and positions. */
  residual() {
    const { network } = this;
    let worst = 0;
    this.layers.forEach((values, layer) => {
      const units = network.units[layer];
      for (let t = 0; t < this.ids.length; t++) {
        const here = this.at(layer, t, 0, 0);
        const was = t ? this.at(layer, t - 1, 0, 0) : -1;
        const step = { values, units, here, was, squash: network.squash };
        worst = Math.max(worst, network.cell.off ? network.cell.off(step) : this.#again(layer, t));
      }
    });
    return worst;
  }

  // How far a plain RNN's states are from those computed again from the weights, in double precision.
  #again(layer, t) {
    const { network, ids } = this;
    const { kernel, recurrent, bias } = network.places[layer];
    const inputs = network.inputs[layer];
    const { values } = network.embedding;
    const x = layer ? this.hidden(layer - 1, t) : values.subarray(ids[t] * inputs, (ids[t] + 1) * inputs);
    const h = t ? this.hidden(layer, t - 1) : [];
    return this.hidden(layer, t).reduce((worst, value, unit) => {
      let z = bias[unit];
      x.forEach((v, row) => {
        z += v * network.weight(kernel, inputs, row, unit);
      });
      h.forEach((v, row) => {
        z += v * network.weight(recurrent, h.length, row, unit);
      });
      return Math.max(worst, Math.abs(value - network.squash(z)));
    }, 0);
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
    this.layers = this.layers.map((old, k) => larger(old, this.room * this.rows * this.network.units[k]));
    this.kept = this.kept.map((old, k) => larger(old, this.room * this.width * this.network.units[k]));
    this.logits = larger(this.logits, this.room * this.network.vocabulary);
  }

  // Positions from … to of one layer: the inputs' product at once, then the recurrence.
  #layer(layer, from, to) {
    const { network, ids } = this;
    const { floats, places, table } = network;
    const { wide } = places[layer];
    if (layer === 0) {
      for (let t = from; t < to; t++) {
        floats.set(table.subarray(ids[t] * wide, (ids[t] + 1) * wide), network.z + (t - from) * wide);
      }
    } else {
      for (let t = from; t < to; t++) network.put(t - from, this.hidden(layer - 1, t));
      network.multiply(places[layer], network.units[layer - 1], to - from);
    }
    for (let t = from; t < to; t++) this.#step(layer, t, network.z + (t - from) * wide);
  }

  #step(layer, t, z) {
    const { network } = this;
    const { floats, u, x, engine, cell, act } = network;
    const { recurrent, second, peephole, wide } = network.places[layer];
    const units = network.units[layer];
    if (second) {
      floats.set(second, u);
      floats.fill(0, u + second.length, u + wide);
    }
    if (t > 0) {
      network.put(0, this.hidden(layer, t - 1));
      engine.product(second ? u : z, x, recurrent, units, wide, 1);
    }
    const here = this.at(layer, t, 0, 0);
    const was = t ? this.at(layer, t - 1, 0, 0) : -1;
    const values = this.layers[layer];
    const hold = this.clamps.length ? (first, last) => this.#hold(layer, t, first, last) : () => {};
    cell.step({
      act,
      floats,
      z,
      u,
      units,
      values,
      here,
      was,
      peephole,
      hold,
      kept: this.kept[layer],
      t,
      width: this.width,
    });
  }

  // Clamped signals from `first` up to `last` take their value; what follows from them is computed.
  #hold(layer, t, first, last) {
    for (const { signal, unit, value, add, at, ...clamp } of this.clamps) {
      const s = this.network.cell.signals.indexOf(signal);
      if (clamp.layer !== layer || s < first || s >= last || (at ?? t) !== t) continue;
      const place = this.at(layer, t, s, unit);
      this.layers[layer][place] = add === undefined ? value : this.layers[layer][place] + add;
    }
  }

  #predict(from, to) {
    const { network } = this;
    const { dense, floats, vocabulary, z } = network;
    const top = network.units.length - 1;
    for (let t = from; t < to; t++) network.put(t - from, this.hidden(top, t));
    network.multiply(dense, network.units[top], to - from);
    for (let t = from; t < to; t++) {
      const at = z + (t - from) * dense.wide;
      this.logits.set(floats.subarray(at, at + vocabulary), t * vocabulary);
    }
  }
}
