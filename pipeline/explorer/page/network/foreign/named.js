// A network's arrays by this program's own names, as the manual lists them (`pipeline/network/exchange/arrays.py`).

import { CELLS } from "../run/cells.js";

const ACTIVATIONS = ["standard", "hard"];

/** { cell, activations, embedding or null, layers, dense, denseBias } of arrays by these names. */
export function ofNames(arrays, { cell = "lstm", activations = "standard" }, file) {
  if (!CELLS[cell] || !ACTIVATIONS.includes(activations))
    throw new Error(
      `${file}: “${cell}” with ${activations} activations is not one of ${Object.keys(CELLS).join(", ")} with ${ACTIVATIONS.join(" or ")}`,
    );
  const count = Object.keys(arrays).filter((name) => name.startsWith("kernel_")).length;
  const parts = ["kernel", "recurrent", "bias", ...(cell === "peephole" ? ["peephole"] : [])];
  const needed = Array.from({ length: Math.max(count, 1) }, (_, k) =>
    parts.map((part) => `${part}_${k + 1}`),
  );
  const missing = [...needed.flat(), "dense", "dense_bias"].filter((name) => !arrays[name]);
  if (missing.length)
    throw new Error(`${file} has no array ${missing.join(", ")}: the manual lists the names`);
  const layers = needed.map((names) => {
    const [kernel, recurrent, bias, peephole = null] = names.map((name) => arrays[name]);
    return { kernel, recurrent, bias, peephole };
  });
  const { embedding = null, dense, dense_bias: denseBias } = arrays;
  return { cell, activations, embedding, layers, dense, denseBias };
}
