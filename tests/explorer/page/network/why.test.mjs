// Why: parts that sum to the logit for every kind of cell, and gradients against finite differences.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CELLS } from "../../../../pipeline/explorer/page/network/run/cells.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../pipeline/explorer/page/network/run/trace.js";
import { Backward, decompose, gradientTimesInput } from "../../../../pipeline/explorer/page/network/why.js";
import { made } from "./made.mjs";

const IDS = Array.from({ length: 40 }, (_, k) => (k ? 3 + ((k * 7) % 17) : 0));

function traced(arrays, ids = IDS) {
  const trace = new Trace(new Network(arrays));
  trace.update(ids);
  return trace;
}

for (const cell of Object.keys(CELLS)) {
  for (const activations of ["standard", "hard"]) {
    test(`parts and biases sum to the logit: ${cell}, ${activations}`, () => {
      const arrays = { ...made(20, 5, [9, 7, 8], 3, cell), activations };
      const trace = traced(arrays);
      const backward = new Backward(trace.network);
      for (const [t, id] of [
        [0, 4],
        [1, 0],
        [cell === "rnn" ? 9 : 39, 11], // a plain RNN without bounds multiplies rounding
      ]) {
        const { parts, rest, logit } = decompose(backward, trace, t, id);
        assert.equal(parts.length, t + 1);
        const sum = parts.reduce((a, b) => a + b, rest);
        assert.ok(Math.abs(sum - logit) < 1e-4, `${sum} against ${logit}`);
      }
    });
  }

  test(`gradient × input equals finite differences: ${cell}`, () => {
    const arrays = made(20, 4, [6, 5], 4, cell);
    const ids = [0, 5, 9, 12, 7, 15]; // each once: a row of the embedding is one position
    const [t, id] = [5, 8];
    const trace = traced(arrays, ids);
    const found = gradientTimesInput(new Backward(trace.network), trace, t, id);
    const logit = (embedding) =>
      traced({ ...arrays, embedding: { ...arrays.embedding, values: embedding } }, ids).logits[t * 20 + id];
    ids.forEach((row, s) => {
      const step = 1e-2;
      const scaled = (by) => arrays.embedding.values.map((v, k) => (k >> 2 === row ? v * (1 + by) : v));
      const slope = (logit(scaled(step)) - logit(scaled(-step))) / (2 * step);
      assert.ok(
        Math.abs(slope - found[s]) < 2e-3 * Math.max(1, Math.abs(slope)),
        `${s}: ${slope} ${found[s]}`,
      );
    });
  });
}
