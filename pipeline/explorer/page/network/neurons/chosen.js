// The tweet that shows a detector best.

import { parse } from "../address.js";
import { Trace } from "../run/trace.js";
import { auroc, lagged, maskOf } from "./stats.js";

const TRIED = 12; // tweets traced for it

/**
 * Of the carried tweets of which the row's concept covers nearest to a half, so that inside and outside both
 * show, the one that its address colours most clearly; null where no tweet is carried.
 */
export function clearest(app, row) {
  const near = halves(app.data.tweets, row?.concept).slice(0, row ? TRIED : 1);
  if (near.length < 2) return near[0] ?? null;
  const { layer, signal, unit } = parse(row.address, app.network);
  const apart = (tweet) => {
    const trace = new Trace(app.network);
    trace.update(app.coder.encode(tweet.text));
    const mask = lagged(maskOf(tweet.spans[row.concept], Array.from(tweet.text).length), row.lag);
    const found = auroc(trace.values(layer, signal, unit), mask);
    return row.sign > 0 ? found : 1 - found;
  };
  const scores = near.map((tweet) => apart(tweet) || 0);
  return near[scores.indexOf(Math.max(...scores))];
}

function halves(tweets, concept) {
  const off = (tweet) => {
    const covered = (tweet.spans[concept] ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
    return Math.abs(covered / Math.max(1, Array.from(tweet.text).length) - 0.5);
  };
  return [...tweets].sort((a, b) => off(a) - off(b));
}
