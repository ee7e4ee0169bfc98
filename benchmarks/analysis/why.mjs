// How well an explanation names the characters that matter: deletion, in bits, and the time it takes.
//
// node benchmarks/analysis/why.mjs EXPLORER.html [tweets] [removed]: for test tweets of the file, the likeliest next
// character after two thirds of the tweet; the characters that each way credits most are removed, and the bits of
// that same character counted anew. The mean rise, beside that for characters drawn at random.

import { readFileSync } from "node:fs";
import { Network } from "../pipeline/explorer/page/network/run/network.js";
import { random } from "../pipeline/explorer/page/network/neurons/stats.js";
import { coder } from "../pipeline/explorer/page/network/text.js";
import { Trace } from "../pipeline/explorer/page/network/run/trace.js";
import { unpack } from "../pipeline/explorer/page/network/run/weights.js";
import { Backward, decompose, gradientTimesInput } from "../pipeline/explorer/page/network/why.js";

const [file, tweets = "200", removed = "3"] = process.argv.slice(2);
const html = readFileSync(file, "utf8");
const data = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)[1]);
const network = new Network(unpack(data.network));
const known = coder(data.vocabulary);
const backward = new Backward(network);
const next = random(0);

const traced = (ids) => {
  const trace = new Trace(network);
  trace.update(ids);
  return trace;
};
const best = (values, count) =>
  Array.from(values.keys())
    .slice(1) // BOS stays
    .sort((a, b) => values[b] - values[a])
    .slice(0, count);
const seconds = (work) => {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
};

const rises = { decomposition: [], gradient: [], random: [] };
const times = { decomposition: [], gradient: [] };
let off = 0;
for (const { text } of data.tweets.filter((tweet) => tweet.split === "test").slice(0, Number(tweets))) {
  const ids = known.encode(text);
  const t = Math.floor((2 * (ids.length - 1)) / 3);
  if (t < 12) continue;
  const trace = traced(ids.slice(0, t + 1));
  const chances = trace.probabilities(t);
  const id = chances.indexOf(Math.max(...chances));
  const [found, one] = seconds(() => decompose(backward, trace, t, id));
  const [gradient, two] = seconds(() => gradientTimesInput(backward, trace, t, id));
  times.decomposition.push(one);
  times.gradient.push(two);
  off = Math.max(off, Math.abs(found.parts.reduce((a, b) => a + b, found.rest) - found.logit));
  const drawn = Float64Array.from({ length: t + 1 }, next);
  for (const [name, values] of [
    ["decomposition", found.parts],
    ["gradient", gradient],
    ["random", drawn],
  ]) {
    const gone = new Set(best(values, Number(removed)));
    const left = traced(trace.ids.filter((_, s) => !gone.has(s)));
    const after = left.probabilities(left.ids.length - 1)[id];
    rises[name].push(Math.log2(chances[id]) - Math.log2(after));
  }
}
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const error = (values) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - middle) ** 2)) / values.length);
};
const gap = rises.decomposition.map((value, k) => value - rises.gradient[k]);
const bits = (values) => `${mean(values).toFixed(2)} ± ${error(values).toFixed(2)}`;
process.stdout.write(
  `${rises.random.length} tweets, ${removed} characters removed; bits more for the predicted character:
  decomposition ${bits(rises.decomposition)}, gradient × input ${bits(rises.gradient)}, at random ${bits(rises.random)}
  decomposition − gradient × input: ${bits(gap)}
largest |sum of the parts − logit| ${off.toExponential(1)}
milliseconds: decomposition ${mean(times.decomposition).toFixed(1)}, gradient × input ${mean(times.gradient).toFixed(1)}
`,
);
