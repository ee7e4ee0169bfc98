// The counter's task (Chen 2017): n times a, then X, then n times b. From X on, every character is certain.

import { random } from "./neurons/stats.js";
import { Network, SPECIALS } from "./run/network.js";
import { Trace } from "./run/trace.js";
import { coder } from "./text.js";

export const LETTERS = ["a", "b", "X"];
export const SIZE = SPECIALS + LETTERS.length;
export const known = coder(LETTERS);

/** The string with n of each letter. */
export const counted = (n) => `${"a".repeat(n)}X${"b".repeat(n)}`;

/** Its ids, without BOS and EOS. */
export const idsOf = (n) => known.encode(counted(n)).slice(1);

/** Batches of strings of 1 to `longest` a's, the same for the same seed. */
export function* batches(longest, size, seed) {
  const next = random(seed);
  while (true) yield Array.from({ length: size }, () => idsOf(1 + Math.floor(next() * longest)));
}

/** What a learner can by now: { right: of each length, trace of the longest } and what `follower` says. */
export function examined(learner, longest) {
  const network = new Network(learner.arrays());
  const trace = new Trace(network);
  const right = [];
  for (let n = 1; n <= longest; n++) {
    trace.update([0, ...idsOf(n)]);
    right.push(certain(trace, n));
  }
  return { right, trace, ...follower(network, known, longest) };
}

/**
 * The unit of layer 1 whose memory follows the number of a's best, up to `longest`: { unit, correlation, step }, `step` is
 * what one a adds to it.
 */
export function follower(network, coder, longest) {
  const trace = new Trace(network);
  trace.update(coder.encode(LETTERS[0].repeat(longest)));
  const counts = Array.from({ length: longest }, (_, k) => k + 1);
  const memories = Array.from({ length: network.units[0] }, (_, unit) =>
    Array.from(trace.values(0, network.cell.memory, unit)),
  );
  const correlations = memories.map((values) => Math.abs(correlation(values, counts)));
  const best = Math.max(...correlations);
  const unit = correlations.indexOf(best);
  return { unit, correlation: best, step: (memories[unit].at(-1) - memories[unit][0]) / (longest - 1) };
}

/** What a first page says of a counter that stands in this page. */
export function counterOf(title, network, coder, longest) {
  const { unit, step } = follower(network, coder, longest);
  const address = `L1.${network.cell.memory}.${unit}`;
  return {
    title,
    about: "The network reads some a's and an X, and must print as many b's.",
    ...{ prompt: `${"a".repeat(6)}X`, characters: "aXb", counted: "a", written: "b", mark: "X", address },
    ...{ cells: [{ address, step }], slider: [-4, 8, 1], words: "symbols more" },
  };
}

// Is the likeliest character the right one at every place from X on, the end included?
function certain(trace, n) {
  const targets = [...trace.ids.slice(1), 1];
  for (let t = n + 1; t < targets.length; t++) {
    const p = trace.probabilities(t);
    if (p.indexOf(Math.max(...p)) !== targets[t]) return false;
  }
  return true;
}

/** Pearson's correlation; 0 where one side is constant. */
export function correlation(x, y) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((value, k) => {
    xy += (value - mx) * (y[k] - my);
    xx += (value - mx) ** 2;
    yy += (y[k] - my) ** 2;
  });
  return xx * yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
