// Weights out of the page: half floats, and arrays by name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack, widen } from "../../../../../pipeline/explorer/page/network/run/weights.js";

test("half floats widen to the numbers of IEEE 754", () => {
  const cases = [
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Infinity],
    [0, 0],
  ];
  assert.deepEqual(
    [...widen(Uint16Array.from(cases, ([half]) => half))],
    cases.map(([, value]) => value),
  );
});

test("packed weights come back by name, in order", () => {
  const shapes = [[2, 1], [1, 4], [1, 4], [4], [1, 2], [2]];
  const values = Float32Array.from({ length: 2 + 4 + 4 + 4 + 2 + 2 }, (_, k) => k);
  const data = Buffer.from(values.buffer).toString("base64");
  const arrays = unpack({ precision: "float32", shapes, data });
  assert.deepEqual([...arrays.embedding.values], [0, 1]);
  assert.deepEqual([...arrays.layers[0].recurrent.values], [6, 7, 8, 9]);
  assert.deepEqual([...arrays.denseBias.values], [16, 17]);
  assert.equal(arrays.layers.length, 1);
});
