// Addresses: written, read back, refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { all, format, parse } from "../../../../pipeline/explorer/page/network/address.js";

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
