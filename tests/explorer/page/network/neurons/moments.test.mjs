// Doses in standard deviations, and masks as ranges.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dosed } from "../../../../../pipeline/explorer/page/network/neurons/moments.js";
import { maskOf, rangesOf } from "../../../../../pipeline/explorer/page/network/neurons/stats.js";

const base64 = (values) => Buffer.from(Float32Array.from(values).buffer).toString("base64");

test("a dose is the mean and so many deviations towards the concept, within what the signal can be", () => {
  const app = {
    data: { moments: { mean: base64([0.5, 0.25]), deviation: base64([0.1, 0.5]) } },
    network: { index: ({ unit }) => unit, range: () => [0, 1] },
  };
  assert.ok(Math.abs(dosed(app, { unit: 0 }, 2, 1) - 0.7) < 1e-6);
  assert.ok(Math.abs(dosed(app, { unit: 0 }, 2, -1) - 0.3) < 1e-6);
  assert.equal(dosed(app, { unit: 1 }, 4, 1), 1);
  assert.equal(dosed(app, { unit: 1 }, -4, 1), 0);
});

test("ranges of a mask give the mask again", () => {
  for (let bits = 0; bits < 128; bits++) {
    const mask = Uint8Array.from({ length: 7 }, (_, k) => (bits >> k) & 1);
    assert.deepEqual(maskOf(rangesOf(mask), 7), mask);
  }
});
