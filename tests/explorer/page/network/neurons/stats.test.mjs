// Figures over values, against pairs counted one by one and cases by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  auroc,
  binnedAuroc,
  draw,
  histogram,
  lagged,
  maskOf,
  random,
} from "../../../../../pipeline/explorer/page/network/neurons/stats.js";

// P(a positive value is larger than a negative one), ties one half, pair by pair.
function pairs(values, mask) {
  let [wins, count] = [0, 0];
  values.forEach((a, j) => {
    values.forEach((b, k) => {
      if (!mask[j] || mask[k]) return;
      count++;
      wins += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return wins / count;
}

test("AUROC, by ranks and by bins, is the share of pairs in order", () => {
  const next = random(1);
  for (let round = 0; round < 30; round++) {
    const values = Array.from({ length: 40 }, () => Math.floor(next() * 12));
    const mask = values.map(() => next() < 0.3);
    mask[0] = true;
    mask[1] = false;
    const counts = [false, true].map((side) =>
      Array.from({ length: 12 }, (_, bin) => values.filter((v, k) => v === bin && mask[k] === side).length),
    );
    assert.ok(Math.abs(auroc(values, mask) - pairs(values, mask)) < 1e-12);
    assert.ok(Math.abs(binnedAuroc(counts[1], counts[0]) - pairs(values, mask)) < 1e-12);
  }
  assert.ok(Number.isNaN(auroc([1, 2], [true, true])));
});

test("masks, lags and histograms by hand", () => {
  const mask = maskOf([[1, 3]], 5);
  assert.deepEqual([...mask], [0, 1, 1, 0, 0]);
  assert.deepEqual([...lagged(mask, 1)], [1, 1, 0, 0, 0]);
  assert.deepEqual([...histogram([0, 0.1, 0.9, 1, 7], 0, 1, 2)], [0.4, 0.6]);
});

test("draws follow their weights, and a seed repeats itself", () => {
  assert.deepEqual(
    [0.05, 0.15, 0.95, 1].map((chance) => draw([0.1, 0.2, 0.7], chance)),
    [0, 1, 2, 2],
  );
  const [a, b] = [random(9), random(9)];
  const numbers = Array.from({ length: 1000 }, a);
  assert.deepEqual(numbers, Array.from({ length: 1000 }, b));
  assert.ok(Math.abs(numbers.reduce((x, y) => x + y) / 1000 - 0.5) < 0.03);
});
