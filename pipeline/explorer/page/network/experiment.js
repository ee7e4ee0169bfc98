// A lab network at its task: what it prints after a prompt, and after something was added to the cells that were found.

import { parse } from "./address.js";
import { spoken } from "./text.js";
import { Writing } from "./writing.js";

const MORE = 20; // characters printed at most beyond twice the prompt
const LONGEST = 300; // characters of an own string: every one of them is computed at each key

/** Why a text is not a string of the task, in one line; "" where it is one. */
export function refusal({ characters }, text) {
  const known = Array.from(characters);
  const typed = Array.from(text);
  const strange = [...new Set(typed)].filter((character) => !known.includes(character)).map(spoken);
  const task = `the characters of this task are ${known.join(" ")}`;
  if (strange.length) return `Not of this task: ${strange.join(" ")}; ${task}.`;
  if (!typed.length) return `Type something: ${task}.`;
  return typed.length > LONGEST ? `Longer than ${LONGEST} characters: type a shorter string.` : "";
}

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
