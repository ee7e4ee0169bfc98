// The mean and the standard deviation of each address: from the file, else over some of its tweets.

import { Trace } from "../run/trace.js";
import { floats } from "../run/weights.js";

const TRIED = 30; // tweets traced where the file has no moments

/** { mean, deviation } of an address. */
export function spread(app, address) {
  const { network, data } = app;
  if (!data.moments) return measured(app, address);
  app.moments ??= { mean: floats(data.moments.mean), deviation: floats(data.moments.deviation) };
  const k = network.index(address);
  return { mean: app.moments.mean[k], deviation: app.moments.deviation[k] };
}

function measured(app, { layer, signal, unit }) {
  const values = app.data.tweets.slice(0, TRIED).flatMap(({ text }) => {
    const trace = new Trace(app.network);
    trace.update(app.coder.encode(text));
    return Array.from(trace.values(layer, signal, unit));
  });
  const mean = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length);
  return { mean, deviation: Math.sqrt(square) };
}

/** The value of an address at a dose: standard deviations towards a concept, within what its signal can be. */
export function dosed(app, address, dose, towards) {
  const { mean, deviation } = spread(app, address);
  const [low, high] = app.network.range(address);
  return Math.min(Math.max(mean + towards * dose * deviation, low), high);
}
