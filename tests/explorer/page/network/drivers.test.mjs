// What pushes a gate: parts that sum to the pre-activation; where a hidden state goes: parts of the logits.

import assert from "node:assert/strict";
import { test } from "node:test";
import { drivers, onward, pushed } from "../../../../pipeline/explorer/page/network/drivers.js";
import { CELLS } from "../../../../pipeline/explorer/page/network/run/cells.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../pipeline/explorer/page/network/run/trace.js";
import { made } from "./made.mjs";

const near = (a, b, what) =>
  assert.ok(Math.abs(a - b) < 1e-5 * Math.max(1, Math.abs(b)), `${what}: ${a} ${b}`);
const sum = (parts) => parts.reduce((all, { value }) => all + value, 0);

function traced(cell) {
  const trace = new Trace(new Network(made(20, 4, [6, 5], 6, cell)));
  trace.update([0, 4, 9, 6]);
  return trace;
}

for (const cell of Object.keys(CELLS)) {
  test(`the parts of every pre-activation sum to it, and its squashed value is the signal: ${cell}`, () => {
    const trace = traced(cell);
    for (const signal of pushed(trace.network.cell)) {
      for (const [layer, unit, t] of [
        [0, 2, 0],
        [0, 2, 3],
        [1, 4, 3],
      ]) {
        const { inputs, states, own, bias, total } = drivers(trace, t, { layer, unit }, signal);
        near(sum(inputs) + sum(states) + own + bias, total, `${signal} ${layer} ${t}`);
        assert.equal(states.length, t ? trace.network.units[layer] : 0);
        const value = "gh".includes(signal) ? Math.tanh(total) : 1 / (1 + Math.exp(-total));
        near(value, trace.value(layer, t, signal, unit), signal);
      }
    }
  });
}

test("what the units of the last layer add to a logit sums to it, less its bias", () => {
  const trace = traced("lstm");
  const { denseBias } = made(20, 4, [6, 5], 6, "lstm");
  const found = Array.from({ length: 5 }, (_, unit) => onward(trace, 3, { layer: 1, unit }, 20).letters);
  assert.equal(found[0].length, 18); // all but BOS and UNK, which are never written
  for (let k = 0; k < 18; k++) {
    const { id } = found[0][k];
    const all = found.reduce((total, letters) => total + letters[k].value, denseBias.values[id]);
    near(all, trace.logits[3 * 20 + id], `character ${id}`);
  }
});

test("what a hidden state pushes above is the part that the pushed unit names", () => {
  const trace = traced("gru");
  const [{ address, value }] = onward(trace, 3, { layer: 0, unit: 1 }, 1).pushes;
  const { inputs } = drivers(trace, 3, address, address.signal);
  near(inputs.find((part) => part.name === "L1.h.1").value, value, "push");
});
