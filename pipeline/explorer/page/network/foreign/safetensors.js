// Safetensors: eight bytes of length, a header in JSON, then the numbers. Nothing in it can run.
// Source: the format in the README of github.com/huggingface/safetensors.

import { widen } from "../run/weights.js";

const KINDS = {
  F64: (data) => Float32Array.from(new Float64Array(data)),
  F32: (data) => new Float32Array(data),
  F16: (data) => widen(new Uint16Array(data)),
  BF16: (data) => {
    const wide = Uint32Array.from(new Uint16Array(data), (half) => half << 16);
    return new Float32Array(wide.buffer);
  },
};

/** { arrays: { name: { shape, values } }, about: { … } } of an ArrayBuffer; throws an Error that says what is wrong. */
export function readSafetensors(buffer, file) {
  const damaged = new Error(`${file} is damaged, or not a safetensors file`);
  if (buffer.byteLength < 8) throw damaged;
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  if (length > buffer.byteLength - 8) throw damaged;
  let header;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(buffer, 8, length)));
  } catch {
    throw damaged;
  }
  const { __metadata__: about = {}, ...entries } = header;
  const arrays = {};
  for (const [name, { dtype, shape, data_offsets: place }] of Object.entries(entries)) {
    if (!KINDS[dtype]) throw new Error(`${file}: ${name} holds ${dtype}, which is not a weight`);
    const data = buffer.slice(8 + length + place[0], 8 + length + place[1]);
    const size = shape.reduce((a, b) => a * b, 1);
    if (data.byteLength !== place[1] - place[0]) throw damaged;
    const values = KINDS[dtype](data);
    if (values.length !== size) throw damaged;
    arrays[name] = { shape, values };
  }
  return { arrays, about };
}
