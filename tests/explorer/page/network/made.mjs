// Networks with random weights, for the tests.

import { random } from "../../../../pipeline/explorer/page/network/neurons/stats.js";
import { CELLS } from "../../../../pipeline/explorer/page/network/run/cells.js";

/** Arrays as `unpack` gives them. */
export function made(vocabulary, width, units, seed, cell = "lstm") {
  const next = random(seed);
  const array = (...shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return { shape, values: Float32Array.from({ length: size }, () => 2 * next() - 1) };
  };
  const blocks = CELLS[cell].blocks.length;
  const layer = (inputs, size) => ({
    kernel: array(inputs, blocks * size),
    recurrent: array(size, blocks * size),
    bias: cell === "gru" ? array(2, blocks * size) : array(blocks * size),
    peephole: cell === "peephole" ? array(3, size) : null,
  });
  return {
    cell,
    embedding: array(vocabulary, width),
    layers: units.map((size, k) => layer(k ? units[k - 1] : width, size)),
    dense: array(units.at(-1), vocabulary),
    denseBias: array(vocabulary),
  };
}
