// The 2017 explorer's format: judged by the recurrence, refused with a reason.

import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, read } from "../../../../pipeline/explorer/page/network/chen.js";

function file(change = (value) => value) {
  // One unit, three steps: c = f·c + i·g by hand, from c = 0.5.
  const value = {
    name: "n",
    chars: ["a", "b", "c"],
    i_gate0: [[1, 0.5, 0.2]],
    f_gate0: [[1, 0.5, 1]],
    j_gate0: [[0.5, 1, 0.5]],
  };
  value.o_gate0 = [[1, 1, 0.5]];
  value.cs0 = [[0.5, 0.75, 0.85]];
  value.hs0 = [value.cs0[0].map((c, t) => Number((value.o_gate0[0][t] * Math.tanh(c)).toFixed(3)))];
  return JSON.stringify(change(value));
}

test("a file that keeps the recurrence holds; one wrong gate fails it", () => {
  assert.equal(judge(read(file(), "f")).holds, true);
  const verdict = judge(
    read(
      file((v) => ({ ...v, f_gate0: [[1, 0.9, 1]] })),
      "f",
    ),
  );
  assert.equal(verdict.holds, false);
  assert.ok(Math.abs(verdict.cell - 0.2) < 1e-9);
  assert.ok(Math.abs(verdict.violated - 1 / 5) < 1e-9);
});

test("what is not in the format is refused with a reason", () => {
  assert.throws(() => read("{", "x.json"), /x.json is not JSON/);
  assert.throws(() => read("{}", "x.json"), /chars/);
  assert.throws(
    () =>
      read(
        file((v) => ({ ...v, cs0: [[1]] })),
        "x.json",
      ),
    /cs0/,
  );
  assert.throws(
    () =>
      read(
        file((v) => ({ ...v, hs0: [] })),
        "x.json",
      ),
    /no layer/,
  );
});
