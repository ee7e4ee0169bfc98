// NumPy's .npz: a zip of .npy files, stored or deflated. Sources: APPNOTE of PKWARE; numpy.lib.format.

import { widen } from "../run/weights.js";
import { turned } from "./arrays.js";

const [END, ENTRY] = [0x06054b50, 0x02014b50]; // signatures of the zip's end and of an entry of its directory
const KINDS = {
  f8: (data) => Float32Array.from(new Float64Array(data)),
  f4: (data) => new Float32Array(data),
  f2: (data) => widen(new Uint16Array(data)),
  i8: (data) => Float32Array.from(new BigInt64Array(data), Number),
  i4: (data) => Float32Array.from(new Int32Array(data)),
};

/** { name: { shape, values } } of an ArrayBuffer; texts are lists of strings. Throws an Error that says what is wrong. */
export async function readNpz(buffer, file) {
  const found = {};
  for (const { name, method, data } of entries(buffer, file)) {
    if (!name.endsWith(".npy")) continue;
    const bytes = method === 8 ? await inflated(data, file) : data;
    found[name.slice(0, -4)] = array(bytes, `${file}: ${name}`);
  }
  return found;
}

function* entries(buffer, file) {
  const view = new DataView(buffer);
  let end = buffer.byteLength - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error(`${file} is damaged, or not a .npz file`);
  let at = view.getUint32(end + 16, true);
  for (let k = view.getUint16(end + 10, true); k > 0; k--) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw new Error(`${file} is damaged`);
    const [named, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const local = view.getUint32(at + 42, true);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    yield {
      name: new TextDecoder().decode(new Uint8Array(buffer, at + 46, named)),
      method: view.getUint16(at + 10, true),
      data: buffer.slice(from, from + view.getUint32(at + 20, true)),
    };
    at += 46 + named + extra + comment;
  }
}

async function inflated(data, file) {
  try {
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await new Response(stream).arrayBuffer();
  } catch {
    throw new Error(`${file} is damaged`);
  }
}

function array(buffer, name) {
  const view = new DataView(buffer);
  const wide = view.getUint8(6) > 1;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(new Uint8Array(buffer, start, length));
  const kind = /'descr':\s*'[<|=]([a-zA-Z]\d+)'/.exec(header)?.[1];
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? "").split(",").filter((n) => n.trim());
  const data = buffer.slice(start + length);
  if (kind?.startsWith("U")) return texts(new Uint32Array(data), Number(kind.slice(1)));
  if (!KINDS[kind]) throw new Error(`${name} is not an array of numbers or texts, little-endian`);
  const found = { shape: shape.map(Number), values: KINDS[kind](data) };
  if (!/'fortran_order':\s*True/.test(header) || shape.length < 2) return found;
  if (shape.length > 2)
    throw new Error(`${name} is in Fortran's order: save it with numpy.ascontiguousarray`);
  return turned({ shape: found.shape.toReversed(), values: found.values });
}

function texts(points, width) {
  return Array.from({ length: points.length / width }, (_, k) =>
    String.fromCodePoint(...points.subarray(k * width, (k + 1) * width)).replace(/\0+$/, ""),
  );
}
