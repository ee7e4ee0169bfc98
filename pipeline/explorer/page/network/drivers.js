// What drives a unit at a step: the parts of the pre-activation of what it writes.

const SHOWN = 6;

/**
 * { inputs, states, bias }: the largest parts at position t, each { name, value, address? }; all parts and the bias
 * sum to the pre-activation (a GRU's states before its reset gate).
 */
export function drivers(trace, t, { layer, unit }) {
  const { network } = trace;
  const { cell, places } = network;
  const block = cell.blocks.indexOf(cell.blocks.includes("g") ? "g" : "h");
  const column = block * network.units[layer] + unit;
  const { kernel, recurrent, bias, second, wide } = places[layer];
  const from = (hidden, at, of) =>
    largest(
      Array.from(hidden, (value, row) => ({
        value: value * network.weight(at, hidden.length, row, column),
        address: { layer: of, signal: "h", unit: row },
        name: `L${of + 1}.h.${row}`,
      })),
    );
  const character = () => [
    {
      name: t ? "its embedding" : "the beginning",
      value: network.table[trace.ids[t] * wide + column] - bias[column],
    },
  ];
  return {
    inputs: layer ? from(trace.hidden(layer - 1, t), kernel, layer - 1) : character(),
    states: t ? from(trace.hidden(layer, t - 1), recurrent, layer) : [],
    bias: bias[column] + (second ? second[column] : 0),
  };
}

const largest = (parts) => parts.sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, SHOWN);
