// The network: embedding → LSTM layers → dense, and traces of all its signals.
//
// z = x·kernel + h·recurrent + bias; i, f, g, o are the quarters of z in Keras's order under
// σ, σ, tanh, σ; c = f·c + i·g; h = o·tanh(c). A sequence starts with BOS and the zero state.

import { engine, pack, padded } from "./product.js";

export const BOS = 0;
export const EOS = 1;
export const UNK = 2;
export const SPECIALS = 3;
export const SIGNALS = ["i", "f", "g", "o", "c", "h"];

// Plain loops over one row: i, f, g, o from z; then c; then h.
function gates(floats, z, values, here, units) {
  for (let k = 0; k < 2 * units; k++) values[here + k] = 1 / (1 + Math.exp(-floats[z + k]));
  for (let k = 2 * units; k < 3 * units; k++) values[here + k] = 1 - 2 / (Math.exp(2 * floats[z + k]) + 1);
  for (let k = 3 * units; k < 4 * units; k++) values[here + k] = 1 / (1 + Math.exp(-floats[z + k]));
}

function cells(values, here, units, later) {
  const [f, g, c] = [here + units, here + 2 * units, here + 4 * units];
  for (let u = 0; u < units; u++) {
    const kept = later ? values[f + u] * values[here - 2 * units + u] : 0; // c at t − 1
    values[c + u] = kept + values[here + u] * values[g + u];
  }
}

function outputs(values, here, units) {
  const [o, c, h] = [here + 3 * units, here + 4 * units, here + 5 * units];
  for (let u = 0; u < units; u++) values[h + u] = values[o + u] * (1 - 2 / (Math.exp(2 * values[c + u]) + 1));
}

export class Network {
  /** `arrays` as `unpack` gives them; `simd` false keeps to plain loops. */
  constructor(arrays, simd = true) {
    const vocabulary = arrays.embedding.shape[0];
    this.vocabulary = vocabulary;
    this.units = arrays.layers.map((layer) => layer.recurrent.shape[0]);
    const sizes = this.#plan(arrays, vocabulary);
    this.engine = engine(4 * sizes.total, simd);
    this.floats = new Float32Array(this.engine.buffer);
    this.#fill(arrays);
    this.table = this.#inputs(arrays);
  }

  // Where each packed matrix and each buffer lies, in floats.
  #plan(arrays, vocabulary) {
    let total = 0;
    const take = (size) => {
      total += Math.ceil(size / 4) * 4; // 16 bytes: whole vectors
      return total - Math.ceil(size / 4) * 4;
    };
    const widest = Math.max(...this.units);
    this.z = take(padded(Math.max(4 * widest, vocabulary)));
    this.x = take(Math.max(widest, arrays.embedding.shape[1]));
    this.places = arrays.layers.map((layer, k) => {
      const wide = padded(4 * this.units[k]);
      return { kernel: take(layer.kernel.shape[0] * wide), recurrent: take(this.units[k] * wide), wide };
    });
    this.dense = { at: take(this.units.at(-1) * padded(vocabulary)), wide: padded(vocabulary) };
    return { total };
  }

  #fill(arrays) {
    const put = ({ shape, values }, at) => pack(values, shape[0], shape[1], this.floats.subarray(at));
    arrays.layers.forEach((layer, k) => {
      put(layer.kernel, this.places[k].kernel);
      put(layer.recurrent, this.places[k].recurrent);
    });
    put(arrays.dense, this.dense.at);
    this.biases = arrays.layers.map((layer) => layer.bias.values);
    this.denseBias = arrays.denseBias.values;
  }

  // The first layer's product with each character's embedding, and its bias: a table, not a product.
  #inputs({ embedding }) {
    const [rows, width] = embedding.shape;
    const columns = 4 * this.units[0];
    const table = new Float32Array(rows * columns);
    for (let id = 0; id < rows; id++) {
      this.start(this.biases[0], 0, columns);
      this.floats.set(embedding.values.subarray(id * width, (id + 1) * width), this.x);
      this.add(this.places[0].kernel, width, this.places[0].wide);
      table.set(this.floats.subarray(this.z, this.z + columns), id * columns);
    }
    return table;
  }

  /** z = values[at …], the padding zero. */
  start(values, at, columns) {
    this.floats.fill(0, this.z + columns, this.z + padded(columns));
    this.floats.set(values.subarray(at, at + columns), this.z);
  }

  /** z += x · matrix. */
  add(matrix, rows, columns) {
    this.engine.accumulate(4 * this.z, 4 * this.x, 4 * matrix, rows, columns);
  }

  trace(clamps = []) {
    return new Trace(this, clamps);
  }
}

/** All signals of one sequence; `update` computes anew only from the first changed character on. */
export class Trace {
  constructor(network, clamps) {
    this.network = network;
    this.clamps = clamps;
    this.ids = [];
    this.room = 0;
    this.layers = network.units.map(() => new Float32Array(0));
    this.logits = new Float32Array(0);
  }

  /** Trace `ids` (BOS first); returns the first position that was computed anew. */
  update(ids) {
    let first = 0;
    while (first < ids.length && first < this.ids.length && ids[first] === this.ids[first]) first++;
    this.#grow(ids.length);
    this.ids = ids;
    for (let layer = 0; layer < this.layers.length; layer++) {
      for (let t = first; t < ids.length; t++) this.#step(layer, t);
    }
    for (let t = first; t < ids.length; t++) this.#predict(t);
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

  /** The largest violation of c = f·c + i·g and h = o·tanh(c), over all units and positions. */
  residual() {
    let worst = 0;
    this.layers.forEach((values, layer) => {
      const units = this.network.units[layer];
      for (let t = 0; t < this.ids.length; t++) {
        for (let unit = 0; unit < units; unit++) {
          const [i, f, g, o, c, h] = SIGNALS.map((_, s) => values[this.at(layer, t, s, unit)]);
          const before = t ? values[this.at(layer, t - 1, 4, unit)] : 0;
          worst = Math.max(worst, Math.abs(c - (f * before + i * g)), Math.abs(h - o * Math.tanh(c)));
        }
      }
    });
    return worst;
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

  #step(layer, t) {
    const { network, ids } = this;
    const units = network.units[layer];
    const { kernel, recurrent, wide } = network.places[layer];
    if (layer === 0) {
      network.start(network.table, ids[t] * 4 * units, 4 * units);
    } else {
      const below = network.units[layer - 1];
      const h = this.at(layer - 1, t, 5, 0);
      network.start(network.biases[layer], 0, 4 * units);
      network.floats.set(this.layers[layer - 1].subarray(h, h + below), network.x);
      network.add(kernel, below, wide);
    }
    if (t > 0) {
      const h = this.at(layer, t - 1, 5, 0);
      network.floats.set(this.layers[layer].subarray(h, h + units), network.x);
      network.add(recurrent, units, wide);
    }
    this.#cell(layer, t);
  }

  #cell(layer, t) {
    const units = this.network.units[layer];
    const values = this.layers[layer];
    const here = t * 6 * units;
    gates(this.network.floats, this.network.z, values, here, units);
    this.#hold(layer, here, 0, 4);
    cells(values, here, units, t > 0);
    this.#hold(layer, here, 4, 5);
    outputs(values, here, units);
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

  #predict(t) {
    const { network } = this;
    const top = network.units.length - 1;
    const units = network.units[top];
    const h = this.at(top, t, 5, 0);
    network.start(network.denseBias, 0, network.vocabulary);
    network.floats.set(this.layers[top].subarray(h, h + units), network.x);
    network.add(network.dense.at, units, network.dense.wide);
    this.logits.set(
      network.floats.subarray(network.z, network.z + network.vocabulary),
      t * network.vocabulary,
    );
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
}
