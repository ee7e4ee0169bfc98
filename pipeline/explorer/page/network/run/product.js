// Memory and the two loops over it that take the time: the matrix product and the logistic function,
// in WebAssembly where the page may compile it, else in plain JavaScript.
//
// A matrix is packed in blocks of 32 columns, each block row by row, so that memory is read in a
// straight line and a block serves all x before the next one is fetched.

import { BLOCK, program } from "./program.js";

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

/** Room for some floats, and the loops over them; places are counted in floats.
 *
 * product(out, x, w, rows, columns, count): out [count, columns] += x [count, rows] · w.
 * logistic(at, length, rate, gain, shift): y = shift + gain / (1 + e^(rate · y)), in place.
 */
export function engine(size, simd = true) {
  const pages = Math.ceil((4 * size) / 65536);
  if (simd) {
    try {
      return compiled(pages);
    } catch {
      // Not allowed or not known here: the loops below give the same sums.
    }
  }
  const floats = new Float32Array(pages * 16384);
  return { floats, product: productLoops(floats), logistic: logisticLoop(floats), simd: false };
}

function compiled(pages) {
  const memory = new WebAssembly.Memory({ initial: pages });
  const { p, l } = new WebAssembly.Instance(new WebAssembly.Module(program()), { m: { m: memory } }).exports;
  const floats = new Float32Array(memory.buffer);
  const tail = logisticLoop(floats);
  return {
    floats,
    simd: true,
    product: (out, x, w, rows, columns, count) => p(4 * out, 4 * x, 4 * w, rows, columns / BLOCK, count),
    logistic: (at, length, rate, gain, shift) => {
      const whole = length >> 2;
      if (whole) l(4 * at, whole, rate, gain, shift);
      tail(at + 4 * whole, length & 3, rate, gain, shift);
    },
  };
}

function productLoops(floats) {
  const sums = new Float64Array(BLOCK);
  const block = (out, x, w, rows) => {
    sums.fill(0);
    for (let row = 0, at = w; row < rows; row++) {
      const value = floats[x + row];
      for (let k = 0; k < BLOCK; k += 4, at += 4) {
        sums[k] += value * floats[at];
        sums[k + 1] += value * floats[at + 1];
        sums[k + 2] += value * floats[at + 2];
        sums[k + 3] += value * floats[at + 3];
      }
    }
    for (let k = 0; k < BLOCK; k++) floats[out + k] += sums[k];
  };
  return (out, x, w, rows, columns, count) => {
    for (let first = 0; first < columns; first += BLOCK) {
      for (let n = 0; n < count; n++) block(out + n * columns + first, x + n * rows, w + first * rows, rows);
    }
  };
}

function logisticLoop(floats) {
  return (at, length, rate, gain, shift) => {
    for (let k = at; k < at + length; k++) floats[k] = shift + gain / (1 + Math.exp(rate * floats[k]));
  };
}
