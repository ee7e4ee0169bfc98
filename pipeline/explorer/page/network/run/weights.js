// Weights out of the page: base64 → float16 or float32 → Float32Arrays by name.

/**
 * All arrays of a packed network: { cell, activations, embedding, layers: [{ kernel, recurrent, bias, peephole? }],
 * dense, denseBias }.
 */
export function unpack({ precision, shapes, data, cell = "lstm", activations = "standard" }) {
  const all = precision === "float16" ? widen(new Uint16Array(bytes(data).buffer)) : floats(data);
  let start = 0;
  const arrays = shapes.map((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    start += size;
    return { shape, values: all.subarray(start - size, start) };
  });
  const layers = [];
  const size = cell === "peephole" ? 4 : 3; // arrays a layer
  for (let k = 1; k + size - 1 < arrays.length - 2; k += size) {
    const [kernel, recurrent, bias, peephole = null] = arrays.slice(k, k + size);
    layers.push({ kernel, recurrent, bias, peephole });
  }
  return { cell, activations, embedding: arrays[0], layers, dense: arrays.at(-2), denseBias: arrays.at(-1) };
}

const bytes = (data) => Uint8Array.from(atob(data), (c) => c.charCodeAt(0));

/** Little-endian float32 from base64. */
export const floats = (data) => new Float32Array(bytes(data).buffer);

/** IEEE 754 half floats as floats. */
export function widen(halves) {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
