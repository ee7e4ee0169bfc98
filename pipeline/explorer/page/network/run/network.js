// The network: embedding → recurrent layers of one kind of cell → dense, its weights packed for the engine.

import { activations, CELLS, GATES, squashing } from "./cells.js";
import { engine, pack, padded } from "./product.js";
import { BLOCK } from "./program.js";

export const BOS = 0;
export const EOS = 1;
export const UNK = 2;
export const SPECIALS = 3;
export const LANES = 32; // positions whose inputs are multiplied at once

export class Network {
  /** `arrays` as `unpack` gives them; `simd` false keeps to plain loops. */
  constructor(arrays, simd = true) {
    this.cell = CELLS[arrays.cell ?? "lstm"];
    this.activations = arrays.activations ?? "standard";
    this.squash = squashing(this.activations);
    this.vocabulary = arrays.embedding.shape[0];
    this.units = arrays.layers.map((layer) => layer.recurrent.shape[0]);
    this.inputs = [arrays.embedding.shape[1], ...this.units];
    this.engine = engine(this.#plan(arrays), simd);
    this.act = activations(this.activations, this.engine);
    this.floats = this.engine.floats;
    this.#fill(arrays);
    this.embedding = arrays.embedding;
    this.table = this.rows(this.vocabulary);
  }

  // Where each packed matrix and each buffer lies; the floats needed in all.
  #plan(arrays) {
    let total = 0;
    const take = (size) => {
      const at = total;
      total += Math.ceil(size / 4) * 4; // 16 bytes: whole vectors
      return at;
    };
    const blocks = this.cell.blocks.length;
    const widest = Math.max(...this.units);
    this.z = take(LANES * padded(Math.max(blocks * widest, this.vocabulary)));
    this.u = take(padded(blocks * widest));
    this.x = take(LANES * Math.max(widest, this.inputs[0]));
    this.places = arrays.layers.map((layer, k) => {
      const columns = blocks * this.units[k];
      const wide = padded(columns);
      return {
        kernel: take(layer.kernel.shape[0] * wide),
        recurrent: take(this.units[k] * wide),
        bias: layer.bias.values.subarray(0, columns),
        second: this.cell.apart ? layer.bias.values.subarray(columns) : null, // of the recurrent product
        peephole: layer.peephole?.values ?? null,
        wide,
      };
    });
    const wide = padded(this.vocabulary);
    this.dense = { kernel: take(this.units.at(-1) * wide), bias: arrays.denseBias.values, wide };
    return total;
  }

  #fill(arrays) {
    const put = ({ shape, values }, at) => pack(values, shape[0], shape[1], this.floats.subarray(at));
    arrays.layers.forEach((layer, k) => {
      put(layer.kernel, this.places[k].kernel);
      put(layer.recurrent, this.places[k].recurrent);
    });
    put(arrays.dense, this.dense.kernel);
  }

  /** The first layer's product with the embedding of each of `count` ids, and its bias: a table, not a product. */
  rows(count) {
    const { embedding } = this;
    const width = embedding.shape[1];
    const { wide } = this.places[0];
    const table = new Float32Array(count * wide);
    for (let id = 0; id < count; id++) {
      this.put(0, embedding.values.subarray(id * width, (id + 1) * width));
      this.multiply(this.places[0], width, 1);
      table.set(this.floats.subarray(this.z, this.z + wide), id * wide);
    }
    return table;
  }

  /** The same network over two ids: BOS, and a character that is the mean of all. */
  blank() {
    if (!this.hollow) {
      const { values, shape } = this.embedding;
      const width = shape[1];
      const mean = new Float32Array(2 * width);
      mean.set(values.subarray(0, width));
      for (let id = SPECIALS; id < shape[0]; id++) {
        for (let k = 0; k < width; k++) mean[width + k] += values[id * width + k] / (shape[0] - SPECIALS);
      }
      this.hollow = Object.assign(Object.create(Network.prototype), this);
      this.hollow.embedding = { shape: [2, width], values: mean };
      this.hollow.table = this.hollow.rows(2);
    }
    return this.hollow;
  }

  /** A weight of a packed matrix of `rows` rows that lies at `at`. */
  weight(at, rows, row, column) {
    return this.floats[at + Math.floor(column / BLOCK) * rows * BLOCK + row * BLOCK + (column % BLOCK)];
  }

  /** Does the network have the address? */
  has({ layer, signal, unit }) {
    return this.cell.signals.includes(signal) && this.units[layer] > unit;
  }

  /** The address to begin with where none is chosen: the memory of the first unit of the last layer. */
  initial() {
    return { layer: this.units.length - 1, signal: this.cell.memory, unit: 0 };
  }

  /** All addresses, in the order of `index`. */
  addresses() {
    return this.units.flatMap((count, layer) =>
      [...this.cell.signals].flatMap((signal) =>
        Array.from({ length: count }, (_, unit) => ({ layer, signal, unit })),
      ),
    );
  }

  /** The number of an address: by layer, then signal, then unit. */
  index({ layer, signal, unit }) {
    const { signals } = this.cell;
    const before = this.units.slice(0, layer).reduce((sum, units) => sum + signals.length * units, 0);
    return before + signals.indexOf(signal) * this.units[layer] + unit;
  }

  /** The state of an address's unit that lasts: held at a value, it is what the next step remembers. */
  memory({ layer, unit }) {
    return { layer, signal: this.cell.memory, unit };
  }

  /** What a signal can be: [lowest, highest]. */
  range({ signal }) {
    if (GATES.includes(signal)) return [0, 1];
    return signal === "c" ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] : [-1, 1];
  }

  /** Put `values` into row n of the inputs. */
  put(n, values) {
    this.floats.set(values, this.x + n * values.length);
  }

  /** z = bias + x · kernel for the first `count` rows of the inputs. */
  multiply({ kernel, bias, wide }, rows, count) {
    for (let n = 0; n < count; n++) {
      const at = this.z + n * wide;
      this.floats.set(bias, at);
      this.floats.fill(0, at + bias.length, at + wide);
    }
    this.engine.product(this.z, this.x, kernel, rows, wide, count);
  }
}
