// A lab network at its task: what it prints after a prompt, and after something was added to the cells that were found.

import { parse } from "./address.js";
import { Writing } from "./writing.js";

const MORE = 20; // characters printed at most beyond twice the prompt

/** The greedy completion of a prompt: { text, ended, trace }, `ended` where the network said that it is over. */
export function completed(app, prompt, clamps = []) {
  const read = Array.from(prompt).length;
  const length = 3 * read + MORE;
  const writing = new Writing(app, { prompt, temperature: 0, length, clamps });
  while (!writing.next());
  const { characters, trace } = writing;
  return { text: characters.slice(read).join(""), ended: characters.length < length, trace };
}

/** Clamps that add `amount` steps to the cells that were found, once, where the mark was last read; null without a mark. */
export function nudged(app, { cells, mark }, prompt, amount) {
  const at = Array.from(prompt).lastIndexOf(mark) + 1; // BOS is position 0
  if (!at || !amount) return at ? [] : null;
  return cells.map(({ address, step }) => ({ ...parse(address, app.network), add: amount * step, at }));
}

/** How often a character occurs in a text. */
export const times = (text, character) => Array.from(text).filter((one) => one === character).length;
