// Addresses: written, read back, refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format, parse } from "../../../../pipeline/explorer/page/network/address.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { made } from "./made.mjs";

for (const [cell, signals] of Object.entries({ lstm: "ifgoch", gru: "zrgh", rnn: "h" })) {
  test(`every address of a network of ${cell} cells is written, read back and numbered in order`, () => {
    const network = new Network(made(9, 4, [3, 2], 1, cell));
    const addresses = network.addresses();
    assert.equal(addresses.length, 5 * signals.length);
    addresses.forEach((address, k) => {
      assert.deepEqual(parse(format(address), network), address);
      assert.equal(network.index(address), k);
    });
    for (const wrong of ["L2.h.2", "L3.h.0", "L0.h.0", "L1.x.0", "", "L1.h", undefined]) {
      assert.equal(parse(wrong, network), null);
    }
    assert.equal(parse("L1.c.0", network) !== null, cell === "lstm");
  });
}
