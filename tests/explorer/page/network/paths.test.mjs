// What drives a unit by path: sums for every kind of cell, and, for an LSTM, every path walked one by one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { paths } from "../../../../pipeline/explorer/page/network/paths.js";
import { CELLS } from "../../../../pipeline/explorer/page/network/run/cells.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../pipeline/explorer/page/network/run/trace.js";
import { Backward } from "../../../../pipeline/explorer/page/network/why.js";
import { made } from "./made.mjs";

const ALL = 1000;
const sigma = (z) => 1 / (1 + Math.exp(-z));
const near = (a, b, what) =>
  assert.ok(Math.abs(a - b) < 1e-4 * Math.max(1, Math.abs(b)), `${what}: ${a} ${b}`);
const flowing = ({ routes }) =>
  Object.values(routes).reduce((sum, { own, neighbours }) => sum + own + neighbours, 0);

function traced(arrays, ids) {
  const trace = new Trace(new Network(arrays));
  trace.update(ids);
  return { trace, backward: new Backward(trace.network) };
}

for (const cell of Object.keys(CELLS)) {
  test(`parts and rest sum to the unit's state, and routes to their part: ${cell}`, () => {
    const { trace, backward } = traced(made(20, 4, [6, 5], 6, cell), [0, 4, 9, 6, 12, 4]);
    for (const [layer, signal, t] of [
      [0, trace.network.cell.memory, 5],
      [1, trace.network.cell.memory, 5],
      [1, "h", 4],
      [1, "h", 0],
    ]) {
      const address = { layer, signal, unit: 3 };
      const { parts, others, rest, value } = paths(backward, trace, t, address, ALL);
      near(rest + others + parts.reduce((sum, part) => sum + part.value, 0), value, `layer ${layer}`);
      assert.equal(value, trace.value(layer, t, signal, 3));
      for (const part of parts) near(flowing(part), part.value, "routes");
      const few = paths(backward, trace, t, address, 2);
      assert.equal(few.parts.length, Math.min(2, parts.length));
      near(few.others, others + parts.slice(2).reduce((sum, part) => sum + part.value, 0), "others");
    }
  });
}

test("for an LSTM the routes are the sums over all paths, walked one by one", () => {
  const arrays = made(20, 3, [4, 3], 9);
  const ids = [0, 7, 11, 5];
  const t = ids.length - 1;
  const { trace, backward } = traced(arrays, ids);
  const runs = [trace, backward.nothing(t + 1)].map((run) => layerAbove(arrays, run, t));
  for (const signal of ["c", "h"]) {
    for (const unit of [0, 2]) {
      const { parts } = paths(backward, trace, t, { layer: 1, signal, unit }, ALL);
      const walked = walk(arrays.layers[1], runs, t, unit, signal);
      for (const { address, routes } of parts) {
        for (const gate of "ifgo") {
          near(
            routes[gate].own,
            walked(address.unit, gate, (k) => k === unit),
            `own ${gate}`,
          );
          near(
            routes[gate].neighbours,
            walked(address.unit, gate, (k) => k !== unit),
            `neighbours ${gate}`,
          );
        }
      }
    }
  }
});

// All numbers of layer 2 by its equations in double precision, from the hidden states of layer 1.
function layerAbove({ layers }, run, t) {
  const { kernel, recurrent, bias } = layers[1];
  const units = recurrent.shape[0];
  const steps = [];
  let [c, h] = [Array(units).fill(0), Array(units).fill(0)];
  for (let s = 0; s <= t; s++) {
    const x = Array.from(run.hidden(0, s));
    const z = Array.from({ length: 4 * units }, (_, column) => {
      const times = (v, { values }) =>
        v.reduce((sum, value, row) => sum + value * values[row * 4 * units + column], 0);
      return bias.values[column] + times(x, kernel) + times(h, recurrent);
    });
    const block = (k, of) => z.slice(k * units, (k + 1) * units).map(of);
    const [i, f, g, o] = [block(0, sigma), block(1, sigma), block(2, Math.tanh), block(3, sigma)];
    const was = c;
    c = c.map((value, k) => f[k] * value + i[k] * g[k]);
    h = c.map((value, k) => o[k] * Math.tanh(value));
    steps.push({ x, z, i, f, g, o, c, was });
  }
  return steps;
}

// The flow along every path from a unit below to the target, by recursion without memory: each path is walked anew.
function walk({ kernel, recurrent }, [now, then], t, unit, signal) {
  const units = recurrent.shape[0];
  const half = (of, s, k) => (now[s][of][k] + then[s][of][k]) / 2;
  const chord = (a, b, of, slope) =>
    Math.abs(a - b) < 1e-3 ? slope((a + b) / 2) : (of(a) - of(b)) / (a - b);
  const bend = (z) => 1 - Math.tanh(z) ** 2;
  const cell = (s, k) => {
    const [a, b] = [now[s].c[k], then[s].c[k]];
    const here = signal === "c" && s === t && k === unit ? 1 : 0;
    const later = s < t ? half("f", s + 1, k) * cell(s + 1, k) : 0;
    return here + later + half("o", s, k) * chord(a, b, Math.tanh, bend) * hidden(s, k);
  };
  const hidden = (s, k) => {
    if (s === t) return signal === "h" && k === unit ? 1 : 0;
    let sum = 0;
    for (let column = 0; column < 4 * units; column++)
      sum += recurrent.values[k * 4 * units + column] * entered(s + 1, column);
    return sum;
  };
  const entered = (s, column) => {
    const [gate, k] = ["ifgo"[Math.floor(column / units)], column % units];
    const [a, b] = [now[s].z[column], then[s].z[column]];
    const flat =
      gate === "g" ? chord(a, b, Math.tanh, bend) : chord(a, b, sigma, (z) => sigma(z) * (1 - sigma(z)));
    if (gate === "i") return flat * half("g", s, k) * cell(s, k);
    if (gate === "f") return flat * half("was", s, k) * cell(s, k);
    if (gate === "g") return flat * half("i", s, k) * cell(s, k);
    return flat * ((Math.tanh(now[s].c[k]) + Math.tanh(then[s].c[k])) / 2) * hidden(s, k);
  };
  return (source, gate, wanted) => {
    let sum = 0;
    for (let s = 0; s <= t; s++) {
      for (let k = 0; k < units; k++) {
        if (!wanted(k)) continue;
        const column = "ifgo".indexOf(gate) * units + k;
        const weight = kernel.values[source * 4 * units + column];
        sum += weight * (now[s].x[source] - then[s].x[source]) * entered(s, column);
      }
    }
    return sum;
  };
}
