// Which units of the layer below drive a unit, by path.
//
// A path leads from a unit below, at some character, into a gate or the candidate of a unit of this layer, and on along
// cells and hidden states to the unit at hand. What flows along it is the product of weights and of what the gates let
// through, by the rules of multipliers.js, against a text that says nothing (why.js): so the parts sum to the difference
// of the unit's two values without a rest. Paths are grouped by the gate that they enter, and by whether that gate is
// the unit's own or a neighbour's.

import { through } from "./why.js";

/**
 * What drives an address at position t: { target, parts, others, rest, value }. `target` is the signal that is explained:
 * the address's own if it is a state, else its unit's memory. In the first layer a part is a character read (`at` is its
 * position), above it a unit of the layer below (`address`). Each part has its value and its `routes`: by the gate that
 * they enter by, { own, neighbours }. The parts (`count` at most, largest first), the others and the rest, which is there
 * without a text, sum to the value.
 */
export function paths(backward, trace, t, { layer, signal, unit }, count) {
  const { network } = trace;
  const target = "ch".includes(signal) ? signal : network.cell.memory;
  const above = Array.from({ length: t + 1 }, () => new Float32Array(network.units[layer]));
  const memory = new Float32Array(network.units[layer]);
  (target === "c" ? memory : above[t])[unit] = 1;
  const nothing = backward.nothing(t + 1);
  const rows = through(backward, trace, nothing, t, layer, above, memory);
  const sources = (layer ? below : characters)(backward, trace, nothing, t, layer, rows);
  sources.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return {
    target,
    parts: sources
      .slice(0, count)
      .map(({ flow, ...part }) => ({ ...part, routes: routes(network, layer, unit, flow) })),
    others: sources.slice(count).reduce((sum, part) => sum + part.value, 0),
    rest: nothing.value(layer, t, target, unit),
    value: trace.value(layer, t, target, unit),
  };
}

// What one source sends, gate by gate: `flow(column)` goes into a column of the pre-activations.
function routes({ cell, units }, layer, unit, flow) {
  const found = [...cell.blocks].map((name, block) => {
    let [own, neighbours] = [0, 0];
    for (let k = 0; k < units[layer]; k++) {
      const value = flow(block * units[layer] + k);
      if (k === unit) own += value;
      else neighbours += value;
    }
    return [name, { own, neighbours }];
  });
  return Object.fromEntries(found);
}

// The characters read.
function characters(_backward, trace, nothing, t, _layer, rows) {
  const { table, places } = trace.network;
  const { wide } = places[0];
  const size = rows.length / (t + 1);
  return Array.from({ length: t + 1 }, (_, at) => {
    const flow = (column) => {
      const other = nothing.network.table[nothing.ids[at] * wide + column];
      return rows[at * size + column] * (table[trace.ids[at] * wide + column] - other);
    };
    let value = 0;
    for (let column = 0; column < size; column++) value += flow(column);
    return { at, value, flow };
  });
}

// The units of the layer below, each over all positions.
function below(backward, trace, nothing, t, layer, rows) {
  const { network } = trace;
  const size = rows.length / (t + 1);
  const { kernel } = network.places[layer];
  const count = network.units[layer - 1];
  const beyond = Array.from({ length: t + 1 }, (_, s) => {
    const then = nothing.hidden(layer - 1, s);
    return trace.hidden(layer - 1, s).map((value, k) => value - then[k]);
  });
  const weighed = backward.inputs(rows, t + 1, layer);
  return Array.from({ length: count }, (_, unit) => {
    let value = 0;
    for (let s = 0; s <= t; s++) value += weighed[s][unit] * beyond[s][unit];
    const flow = (column) => {
      let sum = 0;
      for (let s = 0; s <= t; s++) sum += rows[s * size + column] * beyond[s][unit];
      return sum * network.weight(kernel, count, unit, column);
    };
    return { address: { layer: layer - 1, signal: "h", unit }, value, flow };
  });
}
