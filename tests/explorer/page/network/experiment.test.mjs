// Greedy completion, and what is added to a cell once: against traces that hold the sum.

import assert from "node:assert/strict";
import { test } from "node:test";
import { completed, nudged, refusal, times } from "../../../../pipeline/explorer/page/network/experiment.js";
import { CELLS } from "../../../../pipeline/explorer/page/network/run/cells.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../pipeline/explorer/page/network/run/trace.js";
import { coder } from "../../../../pipeline/explorer/page/network/text.js";
import { made } from "./made.mjs";

const LETTERS = Array.from("abcdefghijklmnopq");
const app = (cell = "lstm") => ({ network: new Network(made(20, 4, [6], 6, cell)), coder: coder(LETTERS) });

test("each character of a completion is the likeliest that can be written", () => {
  const one = app();
  const { text, ended, trace } = completed(one, "abc");
  const ids = one.coder.encode(`abc${text}`);
  const chosen = ended ? [...ids, 1] : ids;
  for (let t = 3; t + 1 < chosen.length; t++) {
    const logits = Array.from(trace.logits.subarray(t * 20, (t + 1) * 20), (v, id) =>
      id === 0 || id === 2 ? -99 : v,
    );
    assert.equal(chosen[t + 1], logits.indexOf(Math.max(...logits)));
  }
  assert.ok(text.length > 0);
});

for (const cell of Object.keys(CELLS)) {
  test(`what is added once is as a cell held at the sum, at that position alone: ${cell}`, () => {
    const one = app(cell);
    const { memory } = one.network.cell;
    const prompt = "abXab".replace("X", "d");
    const clamps = nudged(one, { mark: "d", cells: [{ address: `L1.${memory}.2`, step: 0.25 }] }, prompt, 3);
    const ids = one.coder.encode(prompt);
    const run = (held) => {
      const trace = new Trace(one.network, held);
      trace.update(ids);
      return trace;
    };
    const plain = run([]);
    const sum = plain.value(0, 3, memory, 2) + 0.75;
    const held = run([{ layer: 0, signal: memory, unit: 2, value: sum, at: 3 }]);
    const found = run(clamps);
    assert.ok(Math.abs(found.value(0, 3, memory, 2) - sum) < 1e-6);
    assert.deepEqual(found.logits, held.logits);
    assert.deepEqual(found.logits.slice(0, 60), plain.logits.slice(0, 60));
    assert.notDeepEqual(found.logits.slice(60, 80), plain.logits.slice(60, 80));
  });
}

test("without a mark nothing can be added; nothing added is no clamp", () => {
  const about = { mark: "d", cells: [{ address: "L1.c.2", step: 1 }] };
  assert.equal(nudged(app(), about, "abc", 2), null);
  assert.deepEqual(nudged(app(), about, "abd", 0), []);
  assert.equal(times("abcb", "b"), 2);
});

test("a string of the task's characters is taken, all else is refused in one line", () => {
  const about = { characters: "aXb" };
  assert.equal(refusal(about, "aaaXbb"), "");
  assert.equal(
    refusal(about, "aaz z\u200b"),
    "Not of this task: z space U+200B; the characters of this task are a X b.",
  );
  assert.match(refusal(about, ""), /^Type something/);
  assert.equal(refusal(about, "a".repeat(300)), "");
  assert.match(refusal(about, "a".repeat(301)), /^Longer than 300 characters/);
});
