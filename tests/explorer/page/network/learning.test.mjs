// The counter learns: every length right, by a cell that counts, the same for the same seed.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  batches,
  correlation,
  counted,
  examined,
  SIZE,
} from "../../../../pipeline/explorer/page/network/counting.js";
import { Learner } from "../../../../pipeline/explorer/page/network/learning.js";

function learned(steps, seed = 1) {
  const learner = new Learner({ units: 10, size: SIZE, rate: 0.02, seed });
  const texts = batches(10, 8, seed);
  for (let k = 0; k < steps; k++) learner.step(texts.next().value);
  return learner;
}

test("after 400 steps it is right at every length, by a unit that counts", () => {
  assert.ok(examined(learned(1), 10).right.filter(Boolean).length < 5);
  const found = examined(learned(400), 10);
  assert.deepEqual(found.right, Array(10).fill(true));
  assert.ok(found.correlation > 0.99);
});

test("the same seed gives the same weights, another seed others", () => {
  assert.deepEqual(learned(5).parameters, learned(5).parameters);
  assert.notDeepEqual(learned(5).parameters, learned(5, 2).parameters);
});

test("strings and correlation are what they say", () => {
  assert.equal(counted(3), "aaaXbbb");
  assert.ok(Math.abs(correlation([1, 2, 3], [2, 4, 6]) - 1) < 1e-12);
  assert.equal(correlation([1, 1, 1], [2, 4, 6]), 0);
});
