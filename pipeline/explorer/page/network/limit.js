// Up to which length a network of the lab counts, and what happens in its cell until it fails. No DOM here.

import { parse } from "./address.js";
import { completed } from "./experiment.js";
import { Trace } from "./run/trace.js";

/** The string of n letters that asks a network, and the answer that is right. */
export const asked = ({ counted, written, mark }, n) => [`${counted.repeat(n)}${mark}`, written.repeat(n)];

/** What a network prints after n letters, what its cell then holds, and what is left in it after the right answer. */
export function trial(app, experiment, n) {
  const [prompt, answer] = asked(experiment, n);
  const { text, ended } = completed(app, prompt);
  const values = counting(app, experiment, prompt + answer);
  return { n, printed: text, right: ended && text === answer, held: values[n - 1], left: values.at(-1) };
}

/** How far the counting cell moves, on average, at a letter that is read and at one that is written, and at the first and the last read. */
export function moves(app, experiment, n) {
  const values = counting(app, experiment, asked(experiment, n).join(""));
  const [first, last] = [values[1] - values[0], values[n - 1] - values[n - 2]];
  return {
    read: (values[n - 1] - values[0]) / (n - 1),
    written: (values[2 * n] - values[n]) / n,
    first,
    last,
  };
}

function counting(app, { cells }, text) {
  const { layer, signal, unit } = parse(cells[0].address, app.network);
  const trace = new Trace(app.network);
  trace.update(app.coder.encode(text));
  return trace.values(layer, signal, unit);
}
