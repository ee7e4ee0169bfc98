// Text as the network sees it: its ids, and how characters are shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { coder, likely, mark, spoken, turns } from "../../../../pipeline/explorer/page/network/text.js";

test("text is coded by code points; what is unknown is UNK", () => {
  const { encode, character } = coder(["a", "\u{1f468}"]);
  assert.deepEqual(encode("a\u{1f468}z"), [0, 3, 4, 2]);
  assert.equal(character(4), "\u{1f468}");
  assert.equal(character(1), "");
});

test("what may follow is the likeliest character or the end, never BOS or UNK", () => {
  const trace = { probabilities: () => Float32Array.from([0.3, 0.1, 0.25, 0.2, 0.15]) };
  const found = likely(trace, 0, 9).map(({ id }) => id);
  assert.deepEqual(found, [3, 4, 1]);
});

test("characters without shape have a stand-in; emoji parts and letters have none", () => {
  assert.deepEqual(["\n", "\u202e", "a", "\u200d", " "].map(mark), ["⏎", "202E", "", "", ""]);
  assert.equal(spoken(" "), "space");
  assert.deepEqual(["\u202e", "\u2066", "x"].map(turns), [true, true, false]);
});
