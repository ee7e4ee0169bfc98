// The JSON format of the 2017 LSTM explorer: read, judged by the recurrence, written.
//
// `name`, `chars`, and for layers 0 to 4 i_gate, f_gate, j_gate (candidate), o_gate, cs, hs, each
// units × positions.

const KEYS = { i: "i_gate", f: "f_gate", g: "j_gate", o: "o_gate", c: "cs", h: "hs" };
export const SIGNALS = Object.keys(KEYS);
const LAYERS = 5;
const DECIMALS = 4;

/** { name, characters, layers: [{ i, f, g, o, c, h }] } of arrays [units][positions]; throws an Error that says what is wrong. */
export function read(text, file) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON`);
  }
  if (!Array.isArray(value?.chars))
    throw new Error(`${file} has no “chars”: it is not in the 2017 explorer's format`);
  const layers = [];
  for (let number = 0; number < LAYERS; number++) {
    if (!value[`hs${number}`]?.length) continue;
    layers.push(
      Object.fromEntries(SIGNALS.map((signal) => [signal, rows(value, `${KEYS[signal]}${number}`, file)])),
    );
  }
  if (!layers.length) throw new Error(`${file} has no layer`);
  return { name: String(value.name ?? file), characters: value.chars.map(String), layers };
}

function rows(value, key, file) {
  const found = value[key];
  const fits =
    Array.isArray(found) &&
    found.length &&
    found.every(
      (row) => Array.isArray(row) && row.length === value.chars.length && row.every(Number.isFinite),
    );
  if (!fits) throw new Error(`${file}: “${key}” does not fit its ${value.chars.length} characters`);
  return found;
}

/** { holds, decimals, cell, hidden, violated }: see the report of each in `told`. */
export function judge({ layers, characters }) {
  const decimals = Math.max(...layers.flatMap((layer) => SIGNALS.map((signal) => decimalsOf(layer[signal]))));
  const half = 0.5 * 10 ** -decimals + 1e-9;
  const sum = { cell: 0, hidden: 0, off: 0, all: 0 };
  const note = (kind, error, bound) => {
    sum[kind] = Math.max(sum[kind], error);
    sum.all += 1;
    if (error > bound) sum.off += 1;
  };
  for (const layer of layers) {
    layer.c.forEach((cell, unit) => {
      const [i, f, g, o, h] = ["i", "f", "g", "o", "h"].map((signal) => layer[signal][unit]);
      for (let t = 0; t < characters.length; t++) {
        note("hidden", Math.abs(h[t] - o[t] * Math.tanh(cell[t])), half * (2 + Math.abs(o[t]) + half));
        if (t === 0) continue; // what the cell held before is not in the file
        const bound =
          half * (1 + Math.abs(cell[t - 1]) + Math.abs(f[t]) + Math.abs(i[t]) + Math.abs(g[t]) + 2 * half);
        note("cell", Math.abs(cell[t] - (f[t] * cell[t - 1] + i[t] * g[t])), bound);
      }
    });
  }
  return { holds: sum.off === 0, decimals, cell: sum.cell, hidden: sum.hidden, violated: sum.off / sum.all };
}

function decimalsOf(rows) {
  for (let d = 0; d < 8; d++) {
    const unit = 10 ** d;
    if (rows.every((row) => row.every((value) => Math.abs(value - Math.round(value * unit) / unit) < 1e-9)))
      return d;
  }
  return 8;
}

/** The verdict in words. */
export function told({ holds, decimals, cell, hidden, violated }) {
  if (holds) return `The recurrence holds to ${decimals} decimals.`;
  const off = `${Math.round(100 * violated)} % of the equations are off by more than rounding, c by up to ${cell.toPrecision(3)} and h by up to ${hidden.toPrecision(3)}`;
  return `The recurrence fails: ${off}. These gates did not produce these states (the 2017 files hold gates evaluated at h of the same step).`;
}

/** A trace in that format, as text: every signal of every unit at every character. */
export function write(trace, characters, name) {
  const value = { name, chars: characters };
  for (let number = 0; number < LAYERS; number++) {
    for (const signal of SIGNALS) {
      const units = trace.network.units[number] ?? 0;
      value[`${KEYS[signal]}${number}`] = Array.from({ length: units }, (_, unit) =>
        Array.from(trace.values(number, signal, unit), (v) => Number(v.toFixed(DECIMALS))),
      );
    }
  }
  return JSON.stringify(value);
}
