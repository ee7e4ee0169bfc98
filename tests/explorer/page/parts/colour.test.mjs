// Colours of values: their order, and the ink on them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ceiling,
  contrast,
  luminance,
  scale,
  signalScale,
} from "../../../../pipeline/explorer/page/parts/colour.js";

const rgb = (text) => text.match(/\d+/g).map(Number);

test("the diverging scale runs from red over the middle to blue, and ink can be read on every colour", () => {
  for (const [theme, middle] of [
    ["light", 1],
    ["dark", 0.003],
  ]) {
    const hidden = signalScale(5, []);
    const [low, zero, high] = [-1, 0, 1].map((value) => rgb(hidden.of(value, theme).fill));
    assert.ok(low[0] > low[2] && high[2] > high[0]);
    assert.ok(Math.abs(luminance(zero) - middle) < 0.01);
    for (const kind of ["diverging", "gate", "surprisal"]) {
      for (let value = 0; value <= 1; value += 0.01) {
        const { fill, ink } = scale(kind, 0, 1).of(value, theme);
        assert.ok(
          contrast(luminance(rgb(fill)), ink === "#000000" ? 0 : 1) >= 4.5,
          `${theme} ${kind} ${value}`,
        );
      }
    }
  }
});

test("the cell state's scale covers its values with a round number", () => {
  assert.deepEqual([[0.2], [-1.2], [6, -2], [250]].map(ceiling), [1, 1.5, 7, 250]);
});
