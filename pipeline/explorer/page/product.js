// The matrix product of the network: out += x · W, in WebAssembly with SIMD where the page may
// compile it, else in plain loops. A matrix is packed in blocks of 32 columns, each block row by
// row, so that both read memory in a straight line and keep a block's sums in registers.

export const BLOCK = 32;
const LANES = 8; // vectors of four floats in a block

/** Columns rounded up to whole blocks. */
export function padded(columns) {
  return Math.ceil(columns / BLOCK) * BLOCK;
}

/** A row-major matrix [rows, columns] in blocks: [columns / 32, rows, 32], zeros at the end. */
export function pack(matrix, rows, columns, out) {
  for (let column = 0; column < columns; column++) {
    const block = Math.floor(column / BLOCK) * rows * BLOCK + (column % BLOCK);
    for (let row = 0; row < rows; row++) {
      out[block + row * BLOCK] = matrix[row * columns + column];
    }
  }
}

/** Bytes and a function `accumulate(out, x, w, rows, columns)` over them; addresses are in bytes. */
export function engine(bytes, simd = true) {
  const pages = Math.ceil(bytes / 65536);
  if (simd) {
    try {
      const memory = new WebAssembly.Memory({ initial: pages });
      const module = new WebAssembly.Module(program());
      const { f } = new WebAssembly.Instance(module, { m: { m: memory } }).exports;
      const accumulate = (out, x, w, rows, columns) => f(out, x, w, rows, columns / BLOCK);
      return { buffer: memory.buffer, accumulate, simd: true };
    } catch {
      // Not allowed or not known here: the loops below give the same sums.
    }
  }
  const buffer = new ArrayBuffer(pages * 65536);
  return { buffer, accumulate: loops(new Float32Array(buffer)), simd: false };
}

function loops(floats) {
  const sums = new Float64Array(BLOCK);
  return (out, x, w, rows, columns) => {
    let at = w / 4;
    for (let first = 0; first < columns; first += BLOCK) {
      sums.fill(0);
      for (let row = 0; row < rows; row++) {
        const value = floats[x / 4 + row];
        for (let k = 0; k < BLOCK; k += 4) {
          sums[k] += value * floats[at];
          sums[k + 1] += value * floats[at + 1];
          sums[k + 2] += value * floats[at + 2];
          sums[k + 3] += value * floats[at + 3];
          at += 4;
        }
      }
      for (let k = 0; k < BLOCK; k++) floats[out / 4 + first + k] += sums[k];
    }
  };
}

// --- The program, assembled by hand (WebAssembly core specification 2.0, chapter 5) ---

const unsigned = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)]);
const signed = (n) => (n >= -64 && n < 64 ? [n & 127] : [(n & 127) | 128, ...signed(n >> 7)]);
const section = (id, body) => [id, ...unsigned(body.length), ...body];
const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const tee = (local) => [0x22, local];
const vector = (code) => [0xfd, ...unsigned(code)];
const load = (offset) => [...vector(0x00), 2, ...unsigned(offset)];
const store = (offset) => [...vector(0x0b), 2, ...unsigned(offset)];
const splat = [...vector(0x09), 2, 0];
const multiply = vector(0xe6);
const add = vector(0xe4);
const advance = (local, bytes) => [...get(local), 0x41, ...signed(bytes), 0x6a, ...set(local)];
const repeat = (body, counter) => [
  ...[0x03, 0x40],
  ...body,
  ...[...get(counter), 0x41, 1, 0x6b, ...tee(counter), 0x0d, 0],
  0x0b,
];

// Parameters, then locals: i32 row, i32 position in x; v128 sums, v128 x spread over four lanes.
const [OUT, X, W, ROWS, BLOCKS, ROW, AT, SUM] = [0, 1, 2, 3, 4, 5, 6, 7];
const SPREAD = SUM + LANES;
const lanes = (of) => Array.from({ length: LANES }, (_, lane) => of(lane)).flat();

function body() {
  const row = [
    ...[...get(AT), ...splat, ...set(SPREAD)],
    ...lanes((k) => [
      ...[...get(SUM + k), ...get(SPREAD), ...get(W), ...load(16 * k)],
      ...[...multiply, ...add, ...set(SUM + k)],
    ]),
    ...advance(W, 4 * BLOCK),
    ...advance(AT, 4),
  ];
  const block = [
    ...lanes((k) => [...get(OUT), ...load(16 * k), ...set(SUM + k)]),
    ...[...get(X), ...set(AT), ...get(ROWS), ...set(ROW)],
    ...repeat(row, ROW),
    ...lanes((k) => [...get(OUT), ...get(SUM + k), ...store(16 * k)]),
    ...advance(OUT, 4 * BLOCK),
  ];
  return [2, 2, 0x7f, LANES + 1, 0x7b, ...repeat(block, BLOCKS), 0x0b];
}

/** The module: memory m.m comes in, f(out, x, w, rows, blocks) goes out. */
function program() {
  const code = body();
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
