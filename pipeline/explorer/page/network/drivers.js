// What pushes a gate or a candidate of a unit at a step, and where the unit's hidden state goes from there.

import { likely } from "./text.js";

const PEEPHOLES = "ifo"; // the gates that see the cell, in the order of their weights

/** The signals of a kind of cell that have a pre-activation of their own: what can be pushed. */
export const pushed = (cell) => [...cell.blocks];

/**
 * { inputs, states, own, bias, total } of one signal of a unit at position t: each part is { name, value, address? },
 * largest first; `own` is what a peephole adds (0 without one). All parts, `own` and the bias sum to `total`, the
 * pre-activation. A GRU's reset gate is in the parts of its candidate.
 */
export function drivers(trace, t, { layer, unit }, signal) {
  const { network } = trace;
  const { cell, places } = network;
  const { kernel, recurrent, bias, second, wide } = places[layer];
  const units = network.units[layer];
  const block = cell.blocks.indexOf(signal);
  const column = block * units + unit;
  const share = cell.apart && signal === "g" ? trace.value(layer, t, "r", unit) : 1;
  const weighed = (hidden, at, of, by = 1) =>
    Array.from(hidden, (value, row) => ({
      value: by * value * network.weight(at, hidden.length, row, column),
      address: { layer: of, signal: "h", unit: row },
      name: `L${of + 1}.h.${row}`,
    }));
  const character = () => [{ name: "", value: network.table[trace.ids[t] * wide + column] - bias[column] }];
  return {
    inputs: sorted(layer ? weighed(trace.hidden(layer - 1, t), kernel, layer - 1) : character()),
    states: sorted(t ? weighed(trace.hidden(layer, t - 1), recurrent, layer, share) : []),
    own: seen(trace, t, { layer, unit }, signal),
    bias: bias[column] + (second ? share * second[column] : 0),
    total: trace.kept[layer][(t * trace.width + block) * units + unit],
  };
}

const sorted = (parts) => parts.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));

// What a gate sees of its own cell: the old one, for the output gate the new one.
function seen(trace, t, { layer, unit }, signal) {
  const { peephole } = trace.network.places[layer];
  const gate = PEEPHOLES.indexOf(signal);
  if (!peephole || gate < 0) return 0;
  const cell = trace.value(layer, signal === "o" ? t : t - 1, "c", unit);
  return peephole[gate * trace.network.units[layer] + unit] * cell;
}

/**
 * Where a unit's hidden state goes after position t. From the last layer to the logits of the next characters:
 * { letters: [{ id, p, value }] }, likeliest first, `value` is what the unit adds to the logit. From another layer to
 * the one above: { pushes: [{ address, value }] }, the largest parts of its pre-activations.
 */
export function onward(trace, t, { layer, unit }, count) {
  const { network } = trace;
  const hidden = trace.value(layer, t, "h", unit);
  if (layer === network.units.length - 1) {
    const at = (id) => network.weight(network.dense.kernel, network.units[layer], unit, id);
    return { letters: likely(trace, t, count).map(({ id, p }) => ({ id, p, value: hidden * at(id) })) };
  }
  const units = network.units[layer + 1];
  const { kernel } = network.places[layer + 1];
  const pushes = pushed(network.cell).flatMap((signal, block) =>
    Array.from({ length: units }, (_, other) => ({
      address: { layer: layer + 1, signal, unit: other },
      value: hidden * network.weight(kernel, network.units[layer], unit, block * units + other),
    })),
  );
  return { pushes: sorted(pushes).slice(0, count) };
}
