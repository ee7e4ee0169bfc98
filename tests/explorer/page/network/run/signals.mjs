// What the page's network computes, for a test in Python: packed networks with ids in, signals and logits out.

import { readFileSync } from "node:fs";
import { Network } from "../../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../../pipeline/explorer/page/network/run/trace.js";
import { unpack } from "../../../../../pipeline/explorer/page/network/run/weights.js";

const found = JSON.parse(readFileSync(0, "utf8")).map(({ packed, ids, clamps }) => {
  const network = new Network(unpack(packed));
  const trace = new Trace(network, clamps);
  trace.update(ids);
  return {
    signals: network
      .addresses()
      .map(({ layer, signal, unit }) => ids.map((_, t) => trace.value(layer, t, signal, unit))),
    logits: Array.from(trace.logits.subarray(0, ids.length * network.vocabulary)),
    residual: trace.residual(),
  };
});
process.stdout.write(JSON.stringify(found));
