// Why: what each character that was read contributes to the logit of a next character.
//
// The text is compared with one of the same length whose characters say nothing (the mean of all embeddings);
// the difference of the two logits is divided among the characters without a rest (see multipliers.js). What the
// empty text itself gives is the rest. Beside it, gradient × input.

import { LANES } from "./run/network.js";
import { engine, pack, padded } from "./run/product.js";
import { Trace } from "./run/trace.js";

/** Weights of a network in the other direction, packed once, and the run over a text that says nothing. */
export class Backward {
  constructor(network) {
    this.network = network;
    const blocks = network.cell.blocks.length;
    let total = 0;
    const take = (size) => {
      total += Math.ceil(size / 4) * 4;
      return total - Math.ceil(size / 4) * 4;
    };
    const widest = Math.max(...network.inputs);
    this.a = take(LANES * blocks * widest);
    this.out = take(LANES * padded(widest));
    this.layers = network.units.map((units, layer) => ({
      inputs: take(blocks * units * padded(network.inputs[layer])),
      states: take(blocks * units * padded(units)),
    }));
    this.engine = engine(total);
    network.units.forEach((units, layer) => {
      const { kernel, recurrent } = network.places[layer];
      this.#turn(kernel, network.inputs[layer], blocks * units, this.layers[layer].inputs);
      this.#turn(recurrent, units, blocks * units, this.layers[layer].states);
    });
    this.blank = new Trace(network.blank());
  }

  // A packed matrix [rows, columns], transposed and packed.
  #turn(at, rows, columns, to) {
    const turned = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++)
        turned[column * rows + row] = this.network.weight(at, rows, row, column);
    }
    pack(turned, columns, rows, this.engine.floats.subarray(to));
  }

  /** sums += Wᵀ · a, to the states of a layer; `a` has an array for each block. */
  add(sums, a, layer) {
    const { floats } = this.engine;
    a.forEach((block, k) => {
      floats.set(block, this.a + k * block.length);
    });
    this.#product(this.layers[layer].states, a.length * a[0].length, sums.length, 1);
    for (let k = 0; k < sums.length; k++) sums[k] += floats[this.out + k];
  }

  /** Wᵀ · a for each row of `rows` [count, blocks · units], to the inputs of a layer: an array for each. */
  inputs(rows, count, layer) {
    const { floats } = this.engine;
    const [size, width] = [rows.length / count, this.network.inputs[layer]];
    const found = [];
    for (let first = 0; first < count; first += LANES) {
      const some = Math.min(LANES, count - first);
      floats.set(rows.subarray(first * size, (first + some) * size), this.a);
      this.#product(this.layers[layer].inputs, size, width, some);
      for (let n = 0; n < some; n++) {
        const at = this.out + n * padded(width);
        found.push(floats.slice(at, at + width));
      }
    }
    return found;
  }

  #product(w, rows, columns, count) {
    const wide = padded(columns);
    this.engine.floats.fill(0, this.out, this.out + count * wide);
    this.engine.product(this.out, this.a, w, rows, wide, count);
  }

  /** The run over a text that says nothing, at least so long. */
  nothing(length) {
    if (this.blank.ids.length < length) this.blank.update(Array.from({ length }, (_, t) => (t ? 1 : 0)));
    return this.blank;
  }
}

/**
 * { parts, rest, logit }: what each position read (BOS first) up to t adds to the logit of `id` after position t,
 * and what is there without a text; parts and rest sum to the logit.
 */
export function decompose(backward, trace, t, id) {
  const { network } = backward;
  const nothing = backward.nothing(t + 1);
  const parts = spread(backward, trace, nothing, t, id);
  const after = (run) => run.hidden(network.units.length - 1, t);
  const logit = (hidden) =>
    hidden.reduce(
      (sum, h, k) => sum + h * network.weight(network.dense.kernel, hidden.length, k, id),
      network.dense.bias[id],
    );
  return { parts, rest: logit(after(nothing)), logit: logit(after(trace)) };
}

/** Gradient × input of the same logit for each position (BOS first): Float64Array. */
export function gradientTimesInput(backward, trace, t, id) {
  return spread(backward, trace, null, t, id);
}

// The multipliers from a logit back to layer 1, times what its inputs are (beyond what they are in `then`).
function spread(backward, now, then, t, id) {
  const { network } = backward;
  const top = network.units.at(-1);
  let above = Array.from({ length: t + 1 }, () => new Float32Array(top));
  for (let k = 0; k < top; k++) above[t][k] = network.weight(network.dense.kernel, top, k, id);
  for (let layer = network.units.length - 1; ; layer--) {
    const rows = through(backward, now, then ?? now, t, layer, above);
    if (!layer) return credited(now, then, rows, rows.length / (t + 1));
    above = backward.inputs(rows, t + 1, layer);
  }
}

/**
 * The multipliers of a layer's pre-activations at each position up to t, row by row: Float32Array. `above` has those of
 * its hidden states, an array for each position, and takes what reaches them; `memory` those of its memory after t.
 */
export function through(backward, now, then, t, layer, above, memory = null) {
  const { network } = backward;
  const units = network.units[layer];
  const size = network.cell.blocks.length * units;
  const rows = new Float32Array((t + 1) * size);
  const carried = { memory: memory ?? new Float32Array(units) };
  for (let s = t; s >= 0; s--) {
    const before = s ? above[s - 1] : new Float32Array(units);
    const found = network.cell.multipliers(now, then, layer, s, above[s], before, carried);
    found.forEach(({ direct }, block) => {
      rows.set(direct, s * size + block * units);
    });
    if (s)
      backward.add(
        before,
        found.map((one) => one.through ?? one.direct),
        layer,
      );
  }
  return rows;
}

// For each position, multipliers · (W · x), less W · x′ where there is another run: no bias is in either.
function credited(now, then, rows, size) {
  const { table, places } = now.network;
  const { wide, bias } = places[0];
  return Float64Array.from({ length: rows.length / size }, (_, s) => {
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const other = then ? then.network.table[then.ids[s] * wide + k] : bias[k];
      sum += rows[s * size + k] * (table[now.ids[s] * wide + k] - other);
    }
    return sum;
  });
}
