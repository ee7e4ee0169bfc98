// Arrays as files give them: { shape, values } with row-major Float32Array values, and what is done to them.

/** A new array of a shape, filled with zeros. */
export const zeros = (...shape) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)) });

/** Rows become columns: [rows, columns] → [columns, rows]. */
export function turned({ shape: [rows, columns], values }) {
  const out = zeros(columns, rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      out.values[column * rows + row] = values[row * columns + column];
  return out;
}

/** The blocks of columns of an array [rows, blocks · units] in another order; a vector is one row. */
export function reordered({ shape, values }, order) {
  const columns = shape.at(-1);
  const units = columns / order.length;
  const out = zeros(...shape);
  for (let at = 0; at < values.length; at += columns)
    order.forEach((from, to) => {
      out.values.set(values.subarray(at + from * units, at + (from + 1) * units), at + to * units);
    });
  return out;
}

/** The sum of two arrays of one shape. */
export const sum = (a, b) => ({ shape: a.shape, values: a.values.map((value, k) => value + b.values[k]) });

/** Vectors or arrays of equal width behind one another: [rows, columns]. */
export function stacked(...parts) {
  const columns = parts[0].shape.at(-1);
  const values = new Float32Array(parts.reduce((all, part) => all + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { shape: [values.length / columns, columns], values };
}
