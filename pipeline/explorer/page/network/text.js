// Text as the network sees it: Unicode code points, and how each may be shown.

import { BOS, EOS, SPECIALS, UNK } from "./run/network.js";

/** A coder of text for a vocabulary (its characters in order; ids start after the specials). */
export function coder(characters) {
  const ids = new Map(characters.map((character, k) => [character, k + SPECIALS]));
  return {
    /** Ids of BOS and every code point. */
    encode: (text) => [BOS, ...Array.from(text, (character) => ids.get(character) ?? UNK)],
    /** Is the character in the vocabulary? */
    knows: (character) => ids.has(character),
    id: (character) => ids.get(character) ?? UNK,
    /** The character of an id; "" for BOS and EOS. */
    character: (id) => (id === BOS || id === EOS ? "" : (characters[id - SPECIALS] ?? "\ufffd")),
  };
}

const INVISIBLE = /^(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u3164]|\ufe0e|\ufe0f)$/u;
const NAMES = { "\n": "newline", " ": "space", "\t": "tab", "\u00a0": "no-break space", "\u200d": "joiner" };

/** Stands for the beginning-of-text symbol where it is shown (the control character STX, which cleaned texts never hold). */
export const BEGINNING = "\u0002";

/** The number of a character as U+XXXX. */
export function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What a person calls a character: itself, or a name or number where it has no shape. */
export function spoken(character) {
  if (character === "") return "end of text";
  if (character === BEGINNING) return "beginning of text";
  return NAMES[character] ?? (INVISIBLE.test(character) ? codePoint(character) : character);
}

/** A visible stand-in for a character without shape, else "". Emoji joiners stay silent. */
export function mark(character) {
  if (character === BEGINNING) return "▷";
  if (character === "\n") return "⏎";
  if (character === "\t") return "⇥";
  if (character === "\u200d" || character === "\ufe0f" || character === "\ufe0e") return "";
  return INVISIBLE.test(character) && character !== "\u00a0" ? codePoint(character).slice(2) : "";
}

/** Does the character change the direction of what follows? It is then fenced in. */
export function turns(character) {
  return /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u.test(character);
}

/** Surprisal in bits of each character and of the end, given everything before: Float32Array. */
export function surprisals(trace, ended = true) {
  const { ids } = trace;
  const targets = ended ? [...ids.slice(1), EOS] : ids.slice(1);
  return Float32Array.from(targets, (id, t) => -Math.log2(trace.probabilities(t)[id]));
}

const NEVER = [BOS, UNK]; // what is never written

/** The most likely next characters after position t, or the end: [{ id, p }], best first. */
export function likely(trace, t, count) {
  const p = trace.probabilities(t);
  const order = Array.from(p.keys()).filter((id) => !NEVER.includes(id));
  order.sort((a, b) => p[b] - p[a]);
  return order.slice(0, count).map((id) => ({ id, p: p[id] }));
}
