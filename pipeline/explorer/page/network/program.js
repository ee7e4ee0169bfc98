// Two loops in WebAssembly with SIMD, assembled by hand (WebAssembly core specification 2.0,
// chapter 5): the matrix product and the logistic function.

export const BLOCK = 32; // columns of a matrix whose sums stay in registers
const LANES = BLOCK / 4; // vectors of four floats in a block

const unsigned = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)]);
const signed = (n) => (n >= -64 && n < 64 ? [n & 127] : [(n & 127) | 128, ...signed(n >> 7)]);
const section = (id, body) => [id, ...unsigned(body.length), ...body];
const get = (local) => [0x20, local];
const set = (local) => [0x21, local];
const tee = (local) => [0x22, local];
const copy = (from, to) => [...get(from), ...set(to)];
const integer = (n) => [0x41, ...signed(n)];
const vector = (code) => [0xfd, ...unsigned(code)];
const load = (offset) => [...vector(0x00), 2, ...unsigned(offset)];
const store = (offset) => [...vector(0x0b), 2, ...unsigned(offset)];
const spread = vector(0x13); // one float over four lanes
const spreadLoad = [...vector(0x09), 2, 0];
const [ADD, SUBTRACT, MULTIPLY, DIVIDE, LEAST, GREATEST] = [0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9].map(vector);
const [NEAREST, TRUNCATE, ADD_INTEGERS, SHIFT_LEFT, SPREAD_INTEGER] = [0x6a, 0xf8, 0xae, 0xab, 0x11].map(
  vector,
);
const advance = (local, bytes) => [...get(local), ...integer(bytes), 0x6a, ...set(local)];
const repeat = (body, counter) => [
  ...[0x03, 0x40],
  ...body,
  ...[...get(counter), ...integer(1), 0x6b, ...tee(counter), 0x0d, 0],
  0x0b,
];
const lanes = (of) => Array.from({ length: LANES }, (_, lane) => of(lane)).flat();
const float = (value) => [0x43, ...new Uint8Array(new Float32Array([value]).buffer), ...spread];

// out += x · W for `count` rows x, block by block of W.
function product() {
  // Parameters; then locals: i32 row, place in x, place in out, number of x, start of the block,
  // bytes between outs; then v128 sums, and x spread over four lanes.
  const [OUT, X, W, ROWS, BLOCKS, COUNT, ROW, AT, TO, N, START, STRIDE, SUM] = Array(13).keys();
  const SPREAD = SUM + LANES;
  const row = [
    ...[...get(AT), ...spreadLoad, ...set(SPREAD)],
    ...lanes((k) => [
      ...[...get(SUM + k), ...get(SPREAD), ...get(W), ...load(16 * k)],
      ...[...MULTIPLY, ...ADD, ...set(SUM + k)],
    ]),
    ...advance(W, 4 * BLOCK),
    ...advance(AT, 4),
  ];
  const one = [
    ...lanes((k) => [...get(TO), ...load(16 * k), ...set(SUM + k)]),
    ...[...copy(START, W), ...copy(ROWS, ROW)],
    ...repeat(row, ROW),
    ...lanes((k) => [...get(TO), ...get(SUM + k), ...store(16 * k)]),
    ...[...get(TO), ...get(STRIDE), 0x6a, ...set(TO)],
  ];
  const block = [
    ...[...copy(W, START), ...copy(X, AT), ...copy(OUT, TO), ...copy(COUNT, N)],
    ...repeat(one, N),
    ...advance(OUT, 4 * BLOCK),
  ];
  const stride = [...get(BLOCKS), ...integer(4 * BLOCK), 0x6c, ...set(STRIDE)];
  return [2, SUM - ROW, 0x7f, LANES + 1, 0x7b, ...stride, ...repeat(block, BLOCKS), 0x0b];
}

// y = shift + gain / (1 + e^(rate · y)), in place. e^x = 2^k · 2^r with k whole and |r| ≤ ½, and 2^r by
// its Taylor series to r⁶, off by 1.2e-7 of itself at most.
function logistic() {
  const [AT, VECTORS, RATE, GAIN, SHIFT, POWER, WHOLE, REST] = Array(8).keys();
  const terms = [1, 2, 3, 4, 5, 6].map((k) => Math.LN2 ** k / [1, 1, 2, 6, 24, 120, 720][k]).reverse();
  const each = [
    ...[...get(AT), ...load(0), ...get(RATE), ...spread, ...MULTIPLY, ...float(Math.LOG2E), ...MULTIPLY],
    ...[...float(-126), ...GREATEST, ...float(126), ...LEAST, ...tee(POWER)],
    ...[...NEAREST, ...set(WHOLE), ...get(POWER), ...get(WHOLE), ...SUBTRACT, ...set(REST)],
    ...float(0),
    ...terms.flatMap((term) => [...float(term), ...ADD, ...get(REST), ...MULTIPLY]),
    ...[...float(1), ...ADD],
    // 2^k: k + 127 in the exponent's place of a float.
    ...[...get(WHOLE), ...TRUNCATE, ...integer(127), ...SPREAD_INTEGER, ...ADD_INTEGERS],
    ...[...integer(23), ...SHIFT_LEFT, ...MULTIPLY],
    ...[...float(1), ...ADD, ...set(POWER)],
    ...[...get(AT), ...get(GAIN), ...spread, ...get(POWER), ...DIVIDE, ...get(SHIFT), ...spread, ...ADD],
    ...[...store(0), ...advance(AT, 16)],
  ];
  return [1, 3, 0x7b, ...repeat(each, VECTORS), 0x0b];
}

/** The module: memory m.m comes in; product(out, x, w, rows, blocks, count) is p, logistic(at, vectors,
 * rate, gain, shift) is l. Numbers of anything are at least 1. */
export function program() {
  const [I, F] = [0x7f, 0x7d];
  const codes = [product(), logistic()].flatMap((code) => [...unsigned(code.length), ...code]);
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 6, I, I, I, I, I, I, 0, 0x60, 5, I, I, F, F, F, 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [2, 0, 1]),
    ...section(7, [2, 1, 0x70, 0, 0, 1, 0x6c, 0, 1]),
    ...section(10, [2, ...codes]),
  ]);
}
