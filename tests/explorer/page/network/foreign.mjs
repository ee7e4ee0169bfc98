// Reads [{ file, tokens, text }] from standard input; prints for each the logits and hidden states, or the error.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readNetwork } from "../../../../pipeline/explorer/page/network/foreign/read.js";
import { Network } from "../../../../pipeline/explorer/page/network/run/network.js";
import { Trace } from "../../../../pipeline/explorer/page/network/run/trace.js";
import { coder } from "../../../../pipeline/explorer/page/network/text.js";

const out = [];
for (const { file, tokens, text } of JSON.parse(readFileSync(0, "utf8"))) {
  const data = readFileSync(file);
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  try {
    const { arrays, vocabulary } = await readNetwork(buffer, basename(file), tokens);
    const trace = new Trace(new Network(arrays));
    const ids = coder(vocabulary).encode(text);
    trace.update(ids);
    const hidden = trace.layers.map((_, layer) => ids.map((_, t) => Array.from(trace.hidden(layer, t))));
    const logits = Array.from(trace.logits.subarray(0, ids.length * (vocabulary.length + 3)));
    out.push({ vocabulary, logits, hidden });
  } catch (error) {
    out.push({ error: error.message });
  }
}
process.stdout.write(JSON.stringify(out));
