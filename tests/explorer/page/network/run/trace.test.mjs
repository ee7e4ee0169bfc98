// The network in JavaScript against its equations written out, in double precision.

import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../../../../pipeline/explorer/page/network/neurons/stats.js";
import { Network } from "../../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../../pipeline/explorer/page/network/run/trace.js";
import { made } from "../made.mjs";

const sigmoid = (z) => 1 / (1 + Math.exp(-z));

// Signals [layer][t][signal][unit] and logits [t][id], straight from the equations.
function reference(arrays, ids) {
  const dot = (x, { shape, values }, column) =>
    x.reduce((sum, v, row) => sum + v * values[row * shape[1] + column], 0);
  const states = arrays.layers.map((l) => ({
    c: Array(l.recurrent.shape[0]).fill(0),
    h: Array(l.recurrent.shape[0]).fill(0),
  }));
  const signals = arrays.layers.map(() => []);
  const logits = ids.map((id) => {
    const width = arrays.embedding.shape[1];
    let x = [...arrays.embedding.values.slice(id * width, (id + 1) * width)];
    arrays.layers.forEach((l, k) => {
      const units = l.recurrent.shape[0];
      const { c: before, h: old } = states[k];
      const z = Array.from(
        { length: 4 * units },
        (_, j) => l.bias.values[j] + dot(x, l.kernel, j) + dot(old, l.recurrent, j),
      );
      const [i, f, o] = [0, 1, 3].map((q) => z.slice(q * units, (q + 1) * units).map(sigmoid));
      const g = z.slice(2 * units, 3 * units).map(Math.tanh);
      const c = before.map((v, u) => f[u] * v + i[u] * g[u]);
      const h = c.map((v, u) => o[u] * Math.tanh(v));
      states[k] = { c, h };
      signals[k].push([i, f, g, o, c, h]);
      x = h;
    });
    return Array.from(
      { length: arrays.dense.shape[1] },
      (_, j) => arrays.denseBias.values[j] + dot(x, arrays.dense, j),
    );
  });
  return { signals, logits };
}

function equal(trace, { signals, logits }) {
  signals.forEach((steps, layer) => {
    steps.flat(2).forEach((value, k) => {
      assert.ok(Math.abs(value - trace.layers[layer][k]) < 2e-5, `layer ${layer}, value ${k}`);
    });
  });
  logits.flat().forEach((value, k) => {
    assert.ok(Math.abs(value - trace.logits[k]) < 1e-4, `logit ${k}`);
  });
}

for (const simd of [true, false]) {
  for (const units of [
    [8, 8],
    [5, 7],
    [40, 12],
  ]) {
    test(`every signal and logit equals the equations: units ${units}, simd ${simd}`, () => {
      const arrays = made(37, 6, units, 1);
      const network = new Network(arrays, simd);
      assert.equal(network.engine.simd, simd);
      const ids = Array.from({ length: 75 }, (_, k) => (k * 7) % 37);
      const trace = new Trace(network);
      trace.update(ids);
      equal(trace, reference(arrays, ids));
      assert.ok(trace.residual() < 1e-6);
    });
  }
}

test("an edit anywhere gives what a fresh trace gives, from the first change on", () => {
  const network = new Network(made(20, 4, [8, 8], 2));
  const edited = new Trace(network);
  const next = random(3);
  let ids = [0, 5, 6, 7];
  edited.update(ids);
  for (let round = 0; round < 60; round++) {
    const at = 1 + Math.floor(next() * (ids.length - 1));
    const insert = next() < 0.7 || ids.length < 4 ? [3 + Math.floor(next() * 17)] : [];
    ids = [...ids.slice(0, at), ...insert, ...ids.slice(at + (insert.length ? 0 : 1))];
    assert.ok(edited.update(ids) >= at);
    const fresh = new Trace(network);
    fresh.update(ids);
    fresh.layers.forEach((values, layer) => {
      assert.deepEqual(edited.layers[layer].slice(0, ids.length * 48), values.slice(0, ids.length * 48));
    });
  }
});

test("a clamped signal holds its value, and what follows is computed from it", () => {
  const network = new Network(made(20, 4, [8, 8], 4));
  const trace = new Trace(network, [{ layer: 0, signal: "c", unit: 3, value: 1.5 }]);
  trace.update([0, 4, 5, 6]);
  const [cells, outputs, hidden] = ["c", "o", "h"].map((signal) => trace.values(0, signal, 3));
  cells.forEach((value, t) => {
    assert.equal(value, 1.5);
    assert.ok(Math.abs(hidden[t] - outputs[t] * Math.tanh(1.5)) < 1e-6);
  });
});

test("probabilities sum to one, and a low temperature sharpens them", () => {
  const trace = new Trace(new Network(made(20, 4, [8, 8], 5)));
  trace.update([0, 4, 5]);
  const [warm, cold] = [1, 0.2].map((temperature) => trace.probabilities(2, temperature));
  assert.ok(Math.abs(warm.reduce((a, b) => a + b) - 1) < 1e-6);
  assert.ok(Math.max(...cold) > Math.max(...warm));
});
