// Addresses: L<layer from 1>.<signal>.<unit from 0>, as in L2.c.137.

export const SIGNAL_NAMES = {
  i: "input gate",
  f: "forget gate",
  g: "candidate",
  o: "output gate",
  c: "cell state",
  h: "hidden state",
  z: "update gate",
  r: "reset gate",
};

/** { layer, signal, unit }, layer and unit counted from 0, or null for an address that the network lacks. */
export function parse(text, network) {
  const found = /^L(\d+)\.([a-z])\.(\d+)$/.exec((text ?? "").trim());
  if (!found) return null;
  const address = { layer: Number(found[1]) - 1, signal: found[2], unit: Number(found[3]) };
  return network.has(address) ? address : null;
}

export function format({ layer, signal, unit }) {
  return `L${layer + 1}.${signal}.${unit}`;
}
