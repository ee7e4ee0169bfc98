// A slider that shows its value.

import { el, field, number } from "./dom.js";

/** { input, value(), field(label, low, high) }; `low` and `high` say what its ends are. */
export function slider(low, high, step, start, places, changed = () => {}) {
  const say = () => number(Number(input.value), places);
  const output = el("output");
  const input = el("input", {
    ...{ type: "range", min: low, max: high, step },
    oninput: () => {
      output.textContent = say();
      changed();
    },
  });
  input.value = start; // after its range, else it is cut at 100
  output.textContent = say();
  return {
    input,
    value: () => Number(input.value),
    field: (label, from = null, to = null) => field(label, el("span.slider", {}, from, input, to, output)),
  };
}
