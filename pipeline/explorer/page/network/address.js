// Addresses: L<layer from 1>.<signal>.<unit from 0>, as in L2.c.137.

import { SIGNALS } from "./network.js";

export const SIGNAL_NAMES = {
  i: "input gate",
  f: "forget gate",
  g: "candidate",
  o: "output gate",
  c: "cell state",
  h: "hidden state",
};

/** { layer, signal, unit } counted from 0, or null for an address that is not in a network of `units`. */
export function parse(text, units) {
  const found = /^L(\d+)\.([ifgoch])\.(\d+)$/.exec((text ?? "").trim());
  if (!found) return null;
  const address = { layer: Number(found[1]) - 1, signal: SIGNALS.indexOf(found[2]), unit: Number(found[3]) };
  return units[address.layer] > address.unit ? address : null;
}

export function format({ layer, signal, unit }) {
  return `L${layer + 1}.${SIGNALS[signal]}.${unit}`;
}

/** All addresses of a network, in the order of flat indices. */
export function all(units) {
  return units.flatMap((count, layer) =>
    SIGNALS.flatMap((_, signal) => Array.from({ length: count }, (_, unit) => ({ layer, signal, unit }))),
  );
}
