// Figures over values: AUROC, histograms, means by position. No DOM here.

/** AUROC of values[k] for mask[k] true, by midranks (Mann and Whitney): NaN when one side is empty. */
export function auroc(values, mask) {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  let positives = 0;
  let ranks = 0;
  for (let k = 0; k < order.length; ) {
    let end = k;
    while (end < order.length && values[order[end]] === values[order[k]]) end++;
    for (let j = k; j < end; j++) {
      if (mask[order[j]]) {
        positives++;
        ranks += (k + end + 1) / 2;
      }
    }
    k = end;
  }
  const negatives = order.length - positives;
  if (!positives || !negatives) return Number.NaN;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** AUROC from counts of positives and negatives in the same bins, lowest first; ties count half. */
export function binnedAuroc(positives, negatives) {
  let below = 0;
  let wins = 0;
  let total = 0;
  for (let bin = 0; bin < positives.length; bin++) {
    wins += positives[bin] * (below + negatives[bin] / 2);
    below += negatives[bin];
    total += positives[bin];
  }
  return total && below ? wins / (total * below) : Number.NaN;
}

/** Shares of values in `bins` equal bins between low and high; the outermost bins take what lies beyond. */
export function histogram(values, low, high, bins) {
  const counts = new Float64Array(bins);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    counts[Math.min(Math.max(bin, 0), bins - 1)] += 1;
  }
  return counts.map((count) => count / Math.max(values.length, 1));
}

/** A mask of `length` from ranges [[start, end], …]. */
export function maskOf(ranges, length) {
  const mask = new Uint8Array(length);
  for (const [start, end] of ranges ?? []) mask.fill(1, start, end);
  return mask;
}

/** The inverse: [[start, end], …] of a mask. */
export function rangesOf(mask) {
  const edges = [];
  for (let k = 0; k <= mask.length; k++) if ((mask[k] ?? 0) !== (mask[k - 1] ?? 0)) edges.push(k);
  return edges.flatMap((edge, n) => (n % 2 ? [] : [[edge, edges[n + 1]]]));
}

/** A mask for signals: at lag 1 a character belongs to the signal before it was read. */
export function lagged(mask, lag) {
  if (!lag) return mask;
  const out = new Uint8Array(mask.length);
  out.set(mask.subarray(1));
  return out;
}

/** Numbers in [0, 1) from a seed (mulberry32): the same seed, the same numbers. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An index drawn by weights that sum to 1, with a number in [0, 1). */
export function draw(weights, chance) {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    sum += weights[k];
    if (chance < sum) return k;
  }
  return weights.length - 1;
}
