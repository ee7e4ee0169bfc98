// A network of another program as this page runs it, as in `pipeline/network/exchange/foreign.py`: sequences here
// begin with BOS, and a network that does not know it must not be moved by it. BOS gets a dimension of the
// embedding, by which layer 1 keeps its zero state; one more unit in each layer keeps the layers above still.

import { CELLS } from "../run/cells.js";
import { BOS, EOS, SPECIALS, UNK } from "../run/network.js";
import { stacked, zeros } from "./arrays.js";

const NAMES = new Map([
  ...["<bos>", "<s>", "<start>", "<sos>", "bos", "[bos]"].map((name) => [name, BOS]),
  ...["<eos>", "</s>", "<end>", "eos", "[eos]"].map((name) => [name, EOS]),
  ...["<unk>", "<oov>", "[unk]", "unk"].map((name) => [name, UNK]),
]);
const SHUT = 1e4; // a pre-activation at which σ and tanh are 0 or ±1 in float32
const NEVER = -20; // the logit of a special that the network does not know
const PRIVATE = 0xe000; // characters of private use stand for tokens of several characters
const KEEPS = { lstm: ["i", -SHUT], peephole: ["i", -SHUT], coupled: ["f", SHUT], gru: ["z", SHUT] };
const PULSE = {
  lstm: { i: SHUT, f: -SHUT, o: SHUT },
  peephole: { i: SHUT, f: -SHUT, o: SHUT },
  coupled: { f: -SHUT, o: SHUT },
  gru: { z: -SHUT },
  rnn: {},
};

/** { arrays, vocabulary } as the page takes them; `tokens` say what each of the network's ids stands for. */
export function fitted(foreign, tokens, file) {
  const { places, vocabulary } = placed(tokens);
  const count = tokens.length;
  const embedding = foreign.embedding ?? identity(count);
  check({ ...foreign, embedding }, count, file);
  const [size, width, units] = [vocabulary.length + SPECIALS, embedding.shape[1], foreign.dense.shape[0]];
  const known = places.includes(BOS);
  const layers = known ? foreign.layers : silenced(foreign.layers, foreign.cell);
  const wide = width + Number(!known);
  const rows = zeros(size, wide);
  const dense = zeros(layers.at(-1).recurrent.shape[0], size);
  const denseBias = { shape: [size], values: new Float32Array(size).fill(NEVER) };
  places.forEach((ours, theirs) => {
    rows.values.set(embedding.values.subarray(theirs * width, (theirs + 1) * width), ours * wide);
    for (let k = 0; k < units; k++) dense.values[k * size + ours] = foreign.dense.values[k * count + theirs];
    denseBias.values[ours] = foreign.denseBias.values[theirs];
  });
  if (!known) rows.values[BOS * wide + width] = 1;
  const { cell, activations = "standard" } = foreign;
  return { arrays: { cell, activations, embedding: rows, layers, dense, denseBias }, vocabulary };
}

function placed(tokens) {
  const vocabulary = [];
  const places = [];
  tokens.forEach((token, number) => {
    const special = NAMES.get(token.toLowerCase());
    if (special !== undefined && !places.includes(special)) places.push(special);
    else {
      places.push(SPECIALS + vocabulary.length);
      vocabulary.push(Array.from(token).length === 1 ? token : String.fromCodePoint(PRIVATE + number));
    }
  });
  return { places, vocabulary };
}

function identity(count) {
  const one = zeros(count, count);
  for (let k = 0; k < count; k++) one.values[k * count + k] = 1;
  return one;
}

function check({ cell, embedding, layers, dense, denseBias }, count, file) {
  const blocks = CELLS[cell].blocks.length;
  const widths = [embedding.shape[1], ...layers.map(({ recurrent }) => recurrent.shape[0])];
  const inputs = [...layers.map(({ kernel }) => kernel.shape[0]), dense.shape[0]];
  const whole = layers.every(({ kernel, recurrent, bias }) =>
    [kernel, recurrent, bias].every(({ shape }) => shape.at(-1) === blocks * recurrent.shape[0]),
  );
  if (cell === "gru" && !layers.every(({ bias }) => bias.shape.length === 2 && bias.shape[0] === 2))
    throw new Error(
      `${file} has a GRU with one bias, which resets its state before the recurrent product: this program runs the kind with two`,
    );
  const ids = [embedding.shape[0], dense.shape[1], denseBias.shape[0]];
  if (!whole || String(widths) !== String(inputs) || ids.some((n) => n !== count))
    throw new Error(
      `${file} does not fit its vocabulary of ${count} entries or itself: layers give ${widths.join(", ")} values and take ${inputs.join(", ")}; the embedding has ${ids[0]} ids, the output ${ids[1]}`,
    );
  const all = [embedding, dense, denseBias, ...layers.flatMap((one) => Object.values(one).filter(Boolean))];
  if (!all.every(({ values }) => values.every(Number.isFinite)))
    throw new Error(`${file} has weights that are not finite`);
}

// The layers with an input that says BOS, and the unit that passes it on; several become of one size.
function silenced(layers, cell) {
  if (layers.length === 1) return [listening(layers[0], cell, 0)];
  const size = Math.max(...layers.map(({ recurrent }) => recurrent.shape[0])) + 1;
  return layers.map((layer, k) => {
    const dead = k ? size - layers[k - 1].recurrent.shape[0] - 1 : 0;
    return passing(listening(layer, cell, dead), cell, size, layer.kernel.shape[0]);
  });
}

// One more input, after the others: it is 1 at BOS, and the state then stays 0; `dead` more do nothing.
function listening(layer, cell, dead) {
  const columns = layer.kernel.shape[1];
  const row = zeros(1, columns);
  const { blocks } = CELLS[cell];
  const units = columns / blocks.length;
  if (KEEPS[cell]) {
    const [name, value] = KEEPS[cell];
    const at = blocks.indexOf(name) * units;
    row.values.fill(2 * value, at, at + units);
  } else row.values.set(layer.bias.values.map((value) => -value));
  return { ...layer, kernel: stacked(layer.kernel, row, zeros(dead, columns)) };
}

// More units, after the others: the first is on at BOS (input row `bos`) and 0 ever after, the rest are always 0.
function passing(layer, cell, size, bos) {
  const { blocks } = CELLS[cell];
  const units = layer.recurrent.shape[0];
  const widened = ({ shape, values }, fill, filled) => {
    const rows = values.length / (blocks.length * units);
    const out = zeros(...shape.slice(0, -1), blocks.length * size);
    for (let row = 0; row < rows; row++)
      for (let block = 0; block < blocks.length; block++) {
        const [from, to] = [(row * blocks.length + block) * units, (row * blocks.length + block) * size];
        out.values.set(values.subarray(from, from + units), to);
        if (row === filled) out.values[to + units] = fill[blocks[block]] ?? 0;
      }
    return out;
  };
  const content = blocks.includes("g") ? "g" : "h";
  const recurrent = widened(layer.recurrent, {}, -1);
  return {
    kernel: widened(layer.kernel, { [content]: SHUT }, bos),
    recurrent: stacked(recurrent, zeros(size - units, blocks.length * size)),
    bias: widened(layer.bias, PULSE[cell], 0),
    peephole: layer.peephole && padded(layer.peephole, units, size),
  };
}

function padded({ values }, units, size) {
  const out = zeros(3, size);
  for (let k = 0; k < 3; k++) out.values.set(values.subarray(k * units, (k + 1) * units), k * size);
  return out;
}
