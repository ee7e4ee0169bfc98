// The smaller parts: text, addresses, colours, figures, the survey, the 2017 format, the quiz.

import assert from "node:assert/strict";
import { test } from "node:test";
import { all, format, parse } from "../../pipeline/explorer/page/network/address.js";
import { judge, read } from "../../pipeline/explorer/page/network/chen.js";
import {
  auroc,
  binnedAuroc,
  draw,
  histogram,
  lagged,
  maskOf,
  random,
} from "../../pipeline/explorer/page/network/stats.js";
import { coder, mark, spoken, turns } from "../../pipeline/explorer/page/network/text.js";
import {
  ceiling,
  contrast,
  luminance,
  scale,
  signalScale,
} from "../../pipeline/explorer/page/parts/colour.js";

test("text is coded by code points; what is unknown is UNK", () => {
  const { encode, character } = coder(["a", "\u{1f468}"]);
  assert.deepEqual(encode("a\u{1f468}z"), [0, 3, 4, 2]);
  assert.equal(character(4), "\u{1f468}");
  assert.equal(character(1), "");
});

test("characters without shape have a stand-in; emoji parts and letters have none", () => {
  assert.deepEqual(["\n", "\u202e", "a", "\u200d", " "].map(mark), ["⏎", "202E", "", "", ""]);
  assert.equal(spoken(" "), "space");
  assert.deepEqual(["\u202e", "\u2066", "x"].map(turns), [true, true, false]);
});

test("every address is written and read back, and none beyond the network", () => {
  const addresses = all([3, 2]);
  assert.equal(addresses.length, 30);
  addresses.forEach((address) => {
    assert.deepEqual(parse(format(address), [3, 2]), address);
  });
  for (const wrong of ["L2.c.2", "L3.c.0", "L0.c.0", "L1.x.0", "", "L1.c", undefined]) {
    assert.equal(parse(wrong, [3, 2]), null);
  }
});

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
