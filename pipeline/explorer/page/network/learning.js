// An LSTM that learns in the page: one layer over one-hot characters, back-propagation through time, Adam.
//
// All parameters lie in one array; the parts are views of it, in Keras's layout (columns i, f, g, o).

import { random } from "./neurons/stats.js";
import { BOS, EOS } from "./run/network.js";

const CLIP = 1; // the largest norm of a gradient
const [FADE, SQUARES, TINY] = [0.9, 0.999, 1e-8]; // Kingma and Ba 2015

export class Learner {
  /** `size` counts ids, specials too; the same seed begins with the same weights. */
  constructor({ units, size, rate, seed }) {
    Object.assign(this, { units, size, rate, steps: 0 });
    const shapes = { kernel: size * 4 * units, recurrent: units * 4 * units, bias: 4 * units };
    Object.assign(shapes, { dense: units * size, denseBias: size });
    const total = Object.values(shapes).reduce((a, b) => a + b, 0);
    this.parameters = new Float64Array(total);
    this.gradient = new Float64Array(total);
    this.first = new Float64Array(total); // moments of Adam
    this.second = new Float64Array(total);
    let from = 0;
    const views = (array) => {
      from = 0;
      return Object.fromEntries(
        Object.entries(shapes).map(([name, count]) => {
          from += count;
          return [name, array.subarray(from - count, from)];
        }),
      );
    };
    this.weights = views(this.parameters);
    this.grads = views(this.gradient);
    this.#begin(random(seed));
  }

  // Glorot's uniform range for each matrix; forget gates begin open.
  #begin(next) {
    const { units, size, weights } = this;
    const ranges = { kernel: size + 4 * units, recurrent: 5 * units, dense: units + size };
    for (const [name, sum] of Object.entries(ranges)) {
      for (let k = 0; k < weights[name].length; k++) weights[name][k] = (2 * next() - 1) * Math.sqrt(6 / sum);
    }
    weights.bias.fill(1, units, 2 * units);
  }

  /** Add the gradient of a text's cost (ids without BOS and EOS) to `gradient`; returns { nats, count }. */
  learn(ids) {
    const inputs = [BOS, ...ids];
    const targets = [...ids, EOS];
    const steps = this.#forward(inputs);
    const { units, size, weights, grads } = this;
    let nats = 0;
    let dh = new Float64Array(units);
    let dc = new Float64Array(units);
    for (let t = inputs.length - 1; t >= 0; t--) {
      const { i, f, g, o, c, h, p, before } = steps[t];
      nats -= Math.log(p[targets[t]]);
      for (let id = 0; id < size; id++) {
        const d = p[id] - Number(id === targets[t]);
        grads.denseBias[id] += d;
        for (let k = 0; k < units; k++) {
          grads.dense[k * size + id] += d * h[k];
          dh[k] += d * weights.dense[k * size + id];
        }
      }
      const z = new Float64Array(4 * units);
      const next = new Float64Array(units);
      for (let k = 0; k < units; k++) {
        const shown = Math.tanh(c[k]);
        const memory = dc[k] + dh[k] * o[k] * (1 - shown * shown);
        z[k] = memory * g[k] * i[k] * (1 - i[k]);
        z[units + k] = memory * before.c[k] * f[k] * (1 - f[k]);
        z[2 * units + k] = memory * i[k] * (1 - g[k] * g[k]);
        z[3 * units + k] = dh[k] * shown * o[k] * (1 - o[k]);
        next[k] = memory * f[k];
      }
      dh = new Float64Array(units);
      for (let j = 0; j < 4 * units; j++) {
        grads.bias[j] += z[j];
        grads.kernel[inputs[t] * 4 * units + j] += z[j];
        for (let k = 0; k < units; k++) {
          grads.recurrent[k * 4 * units + j] += before.h[k] * z[j];
          dh[k] += weights.recurrent[k * 4 * units + j] * z[j];
        }
      }
      dc = next;
    }
    return { nats, count: targets.length };
  }

  #forward(inputs) {
    const { units, size, weights } = this;
    const sigma = (z) => 1 / (1 + Math.exp(-z));
    const steps = [];
    let before = { c: new Float64Array(units), h: new Float64Array(units) };
    for (const id of inputs) {
      const z = weights.bias.slice();
      for (let j = 0; j < 4 * units; j++) {
        z[j] += weights.kernel[id * 4 * units + j];
        for (let k = 0; k < units; k++) z[j] += before.h[k] * weights.recurrent[k * 4 * units + j];
      }
      const [i, f, o] = [0, 1, 3].map((block) => z.slice(block * units, (block + 1) * units).map(sigma));
      const g = z.slice(2 * units, 3 * units).map(Math.tanh);
      const c = before.c.map((value, k) => f[k] * value + i[k] * g[k]);
      const h = c.map((value, k) => o[k] * Math.tanh(value));
      const p = weights.denseBias.slice();
      for (let to = 0; to < size; to++)
        for (let k = 0; k < units; k++) p[to] += h[k] * weights.dense[k * size + to];
      const highest = p.reduce((a, b) => Math.max(a, b));
      const sum = p.reduce((all, value) => all + Math.exp(value - highest), 0);
      steps.push({ i, f, g, o, c, h, p: p.map((value) => Math.exp(value - highest) / sum), before });
      before = { c, h };
    }
    return steps;
  }

  /** One step of Adam on some texts; returns their bits per character. */
  step(texts) {
    this.gradient.fill(0);
    let [nats, count] = [0, 0];
    for (const ids of texts) {
      const found = this.learn(ids);
      nats += found.nats;
      count += found.count;
    }
    this.steps += 1;
    const norm = Math.sqrt(this.gradient.reduce((sum, value) => sum + value * value, 0)) / count;
    const scale = Math.min(1, CLIP / Math.max(norm, TINY)) / count;
    const [one, two] = [1 - FADE ** this.steps, 1 - SQUARES ** this.steps];
    for (let k = 0; k < this.parameters.length; k++) {
      const slope = this.gradient[k] * scale;
      this.first[k] += (1 - FADE) * (slope - this.first[k]);
      this.second[k] += (1 - SQUARES) * (slope * slope - this.second[k]);
      this.parameters[k] -= (this.rate * (this.first[k] / one)) / (Math.sqrt(this.second[k] / two) + TINY);
    }
    return nats / count / Math.LN2;
  }

  /** The network as `unpack` gives one: what the page runs. */
  arrays() {
    const { units, size, weights } = this;
    const array = (name, ...shape) => ({ shape, values: Float32Array.from(weights[name]) });
    const one = Float32Array.from({ length: size * size }, (_, k) => Number(k % (size + 1) === 0));
    return {
      ...{ cell: "lstm", activations: "standard", embedding: { shape: [size, size], values: one } },
      layers: [
        {
          kernel: array("kernel", size, 4 * units),
          recurrent: array("recurrent", units, 4 * units),
          bias: array("bias", 4 * units),
        },
      ],
      ...{ dense: array("dense", units, size), denseBias: array("denseBias", size) },
    };
  }
}
