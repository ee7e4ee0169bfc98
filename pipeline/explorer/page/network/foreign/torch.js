// PyTorch's state dict of embedding → LSTM, GRU or RNN → linear, as in `pipeline/network/exchange/torch_state.py`:
// rows are gates in the order i f g o (LSTM) or r z n (GRU), whose r acts on the recurrent product.

import { reordered, stacked, sum, turned, zeros } from "./arrays.js";

const NAME = /^(.*?)(weight_ih|weight_hh|bias_ih|bias_hh)_l(\d+)(_reverse)?$/;
const CELLS = { 4: "lstm", 3: "gru", 1: "rnn" };
const GRU = [1, 0, 2]; // our blocks z r g among their r z n

/** { cell, embedding or null, layers, dense, denseBias } of arrays by PyTorch's names. */
export function ofTorch(arrays, file) {
  const parts = new Map();
  const others = {};
  for (const [name, array] of Object.entries(arrays)) {
    const found = NAME.exec(name);
    if (name.includes("weight_hr_l") || found?.[4])
      throw new Error(`${file}: ${name} is of a projected or bidirectional layer, which is not supported`);
    if (!found) others[name] = array;
    else {
      const key = `${found[1]} ${found[3]}`;
      parts.set(key, { ...parts.get(key), [found[2]]: array });
    }
  }
  if (!parts.size)
    throw new Error(
      `${file} has no recurrent layer: its arrays are ${Object.keys(arrays).sort().slice(0, 6).join(", ")}`,
    );
  const natural = new Intl.Collator("en", { numeric: true });
  const made = [...parts].sort(([a], [b]) => natural.compare(a, b)).map(([, part]) => layer(part, file));
  if (new Set(made.map(({ cell }) => cell)).size > 1)
    throw new Error(`${file} has cells of several kinds, which is not supported`);
  const layers = made.map(({ kernel, recurrent, bias }) => ({ kernel, recurrent, bias, peephole: null }));
  return { cell: made[0].cell, layers, ...ends(others, layers, file) };
}

function layer(part, file) {
  if (!part.weight_ih || !part.weight_hh) throw new Error(`${file} lacks a weight_ih or a weight_hh`);
  const [kernel, recurrent] = [turned(part.weight_ih), turned(part.weight_hh)];
  const [units, columns] = recurrent.shape;
  const cell = CELLS[columns / units];
  if (!cell) throw new Error(`${file}: weight_hh of ${columns} × ${units} is not of an LSTM, GRU or RNN`);
  const [first, second] = [part.bias_ih ?? zeros(columns), part.bias_hh ?? zeros(columns)];
  if (cell !== "gru") return { cell, kernel, recurrent, bias: sum(first, second) };
  const [k, r, a, b] = [kernel, recurrent, first, second].map((array) => reordered(array, GRU));
  return { cell, kernel: k, recurrent: r, bias: stacked(a, b) };
}

// The embedding and the output, found by their shapes.
function ends(others, layers, file) {
  const matrices = Object.keys(others).filter((name) => others[name].shape.length === 2);
  const [width, units] = [layers[0].kernel.shape[0], layers.at(-1).recurrent.shape[0]];
  const bias = (name) => others[`${name.replace(/weight$/, "")}bias`];
  const outputs = matrices.filter((name) => others[name].shape[1] === units && bias(name));
  if (outputs.length !== 1)
    throw new Error(
      `${file} has ${outputs.length} output layers (a weight of ids × ${units} with its bias); one is wanted`,
    );
  const rest = matrices.filter((name) => name !== outputs[0]);
  const embedding = rest.find((name) => others[name].shape[1] === width);
  if (rest.length > 1 || (rest.length && !embedding))
    throw new Error(`${file} has layers that this page does not know: ${rest.join(", ")}`);
  return {
    embedding: embedding ? others[embedding] : null,
    dense: turned(others[outputs[0]]),
    denseBias: bias(outputs[0]),
  };
}
