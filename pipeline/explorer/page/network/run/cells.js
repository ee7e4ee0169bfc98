// The equations of each kind of recurrent cell, as in `pipeline/network/cells.py`: one step of a whole layer.
//
// A step is { act, floats, z, u, units, values, here, was, peephole, hold }: pre-activations lie in `floats` at
// z (block after block), a GRU's recurrent product at u; `values` at `here` takes the signals in the order of
// addresses, and at `was` has those of the step before (was < 0: the zero state). `hold(first, last)` puts
// clamped signals in their place; `kept` takes the pre-activations. `off` is how far one step's signals are from the equations.

import { gruMultipliers, lstmMultipliers, rnnMultipliers } from "./multipliers.js";

const before = ({ values, was, units }, signal, k) => (was < 0 ? 0 : values[was + signal * units + k]);

// Keep `count` blocks of pre-activations, which lie at `at`, as the block numbered `block` and those after it.
const keep = ({ kept, floats, units, t, width }, at, block, count) =>
  kept?.set(floats.subarray(at, at + count * units), (t * width + block) * units);

// c = f · c before + i · g, then h = o · tanh(c): signals 4 and 5 of i f g o c h.
function memory(step) {
  const { values, here, units } = step;
  for (let k = 0; k < units; k++) {
    const [i, f, g] = [here + k, here + units + k, here + 2 * units + k];
    values[here + 4 * units + k] = values[f] * before(step, 4, k) + values[i] * values[g];
  }
  step.hold(4, 5);
}

function shown(step) {
  const { act, floats, values, here, units, z } = step;
  floats.set(values.subarray(here + 4 * units, here + 5 * units), z);
  act.tanh(z, units);
  for (let k = 0; k < units; k++) values[here + 5 * units + k] = values[here + 3 * units + k] * floats[z + k];
  step.hold(5, 6);
}

function lstm(step) {
  const { act, floats, values, here, units, z } = step;
  keep(step, z, 0, 4);
  act.gate(z, 2 * units);
  act.tanh(z + 2 * units, units);
  act.gate(z + 3 * units, units);
  values.set(floats.subarray(z, z + 4 * units), here);
  step.hold(0, 4);
  memory(step);
  shown(step);
}

function peephole(step) {
  const { act, floats, values, here, units, z, peephole: p } = step;
  for (let k = 0; k < units; k++) {
    floats[z + k] += p[k] * before(step, 4, k);
    floats[z + units + k] += p[units + k] * before(step, 4, k);
  }
  keep(step, z, 0, 3);
  act.gate(z, 2 * units);
  act.tanh(z + 2 * units, units);
  values.set(floats.subarray(z, z + 3 * units), here);
  step.hold(0, 3);
  memory(step);
  const o = z + 3 * units;
  for (let k = 0; k < units; k++) floats[o + k] += p[2 * units + k] * values[here + 4 * units + k];
  keep(step, o, 3, 1);
  act.gate(o, units);
  values.set(floats.subarray(o, o + units), here + 3 * units);
  step.hold(3, 4);
  shown(step);
}

function coupled(step) {
  const { act, floats, values, here, units, z } = step;
  keep(step, z, 0, 3);
  act.gate(z, units);
  act.tanh(z + units, units);
  act.gate(z + 2 * units, units);
  values.set(floats.subarray(z, z + 3 * units), here + units);
  step.hold(1, 2);
  for (let k = 0; k < units; k++) values[here + k] = 1 - values[here + units + k];
  step.hold(0, 1);
  step.hold(2, 4);
  memory(step);
  shown(step);
}

function gru(step) {
  const { act, floats, values, here, units, z, u } = step;
  for (let k = 0; k < 2 * units; k++) floats[z + k] += floats[u + k];
  keep(step, z, 0, 2);
  keep(step, u + 2 * units, 3, 1);
  act.gate(z, 2 * units);
  values.set(floats.subarray(z, z + 2 * units), here);
  step.hold(0, 2);
  const g = z + 2 * units;
  for (let k = 0; k < units; k++) floats[g + k] += values[here + units + k] * floats[u + 2 * units + k];
  keep(step, g, 2, 1);
  act.tanh(g, units);
  values.set(floats.subarray(g, g + units), here + 2 * units);
  step.hold(2, 3);
  for (let k = 0; k < units; k++) {
    const old = values[here + k];
    values[here + 3 * units + k] = old * before(step, 3, k) + (1 - old) * values[here + 2 * units + k];
  }
  step.hold(3, 4);
}

function rnn(step) {
  const { act, floats, values, here, units, z } = step;
  keep(step, z, 0, 1);
  act.tanh(z, units);
  values.set(floats.subarray(z, z + units), here);
  step.hold(0, 1);
}

// How far signals are from c = f · c before + i · g (as a share of |c| above 1) and h = o · tanh(c).
function offMemory(step) {
  const { values, here, units, squash } = step;
  let worst = 0;
  for (let k = 0; k < units; k++) {
    const [i, f, g, o, c, h] = [0, 1, 2, 3, 4, 5].map((s) => values[here + s * units + k]);
    const cell = Math.abs(c - (f * before(step, 4, k) + i * g)) / Math.max(1, Math.abs(c));
    worst = Math.max(worst, cell, Math.abs(h - o * squash(c)));
  }
  return worst;
}

function offCoupled(step) {
  const { values, here, units } = step;
  let worst = offMemory(step);
  for (let k = 0; k < units; k++)
    worst = Math.max(worst, Math.abs(values[here + k] + values[here + units + k] - 1));
  return worst;
}

function offGru(step) {
  const { values, here, units } = step;
  let worst = 0;
  for (let k = 0; k < units; k++) {
    const [keep, , g, h] = [0, 1, 2, 3].map((s) => values[here + s * units + k]);
    worst = Math.max(worst, Math.abs(h - (keep * before(step, 3, k) + (1 - keep) * g)));
  }
  return worst;
}

const MEMORY = "c = f · c before + i · g and h = o · tanh(c)";
const LSTM = {
  ...{ signals: "ifgoch", blocks: "ifgo", memory: "c", apart: false },
  ...{ off: offMemory, equations: MEMORY, multipliers: lstmMultipliers },
};

export const CELLS = {
  lstm: { ...LSTM, title: "LSTM", step: lstm },
  peephole: { ...LSTM, title: "peephole LSTM", step: peephole },
  coupled: {
    ...{ ...LSTM, title: "coupled LSTM", blocks: "fgo", step: coupled, off: offCoupled },
    equations: `i = 1 − f, ${MEMORY}`,
  },
  gru: {
    ...{ title: "GRU", signals: "zrgh", blocks: "zrg", memory: "h", apart: true, step: gru, off: offGru },
    multipliers: gruMultipliers,
    equations: "h = z · h before + (1 − z) · g",
  },
  rnn: {
    // `off` is null: one signal explains nothing by itself, so it is computed again from the weights.
    ...{ title: "plain RNN", signals: "h", blocks: "h", memory: "h", apart: false, step: rnn, off: null },
    multipliers: rnnMultipliers,
    equations: "h = tanh(W · x + U · h before + b)",
  },
};

export const GATES = "ifozr"; // signals between 0 and 1

/** σ and tanh over floats of an engine, or the straight lines that stand for them. */
export function activations(kind, { floats, logistic }) {
  if (kind === "hard") {
    const each = (of) => (at, length) => {
      for (let k = at; k < at + length; k++) floats[k] = of(floats[k]);
    };
    return { gate: each((z) => Math.min(Math.max(z + 3, 0), 6) / 6), tanh: each(clipped) };
  }
  return {
    gate: (at, length) => logistic(at, length, -1, 1, 0),
    tanh: (at, length) => logistic(at, length, -2, 2, -1),
  };
}

const clipped = (z) => Math.min(Math.max(z, -1), 1);

/** tanh of one number, or what stands for it. */
export const squashing = (kind) => (kind === "hard" ? clipped : Math.tanh);
