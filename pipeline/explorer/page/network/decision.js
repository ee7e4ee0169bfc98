// A worked example: an LSTM cell of two units that reads mood and budget day by day and decides whether to go out.

export const EXAMPLE = {
  inputs: ["mood", "budget"],
  units: ["appetite", "caution"],
  days: [
    { name: "Monday", x: [1, 0.5] },
    { name: "Tuesday", x: [-1, -0.5] },
    { name: "Wednesday", x: [0.5, -1] },
    { name: "Thursday", x: [1, 1] },
  ],
  // For each unit: what multiplies mood and budget, what multiplies the hidden states before, and the bias.
  gates: {
    f: {
      input: [
        [0.5, 0.25],
        [-0.25, 0.5],
      ],
      hidden: [
        [0.5, -0.25],
        [0, 0.5],
      ],
      bias: [1, 1],
    },
    i: {
      input: [
        [1.5, 0.5],
        [0.25, -1.25],
      ],
      hidden: [
        [0.25, -0.5],
        [-0.25, 0.25],
      ],
      bias: [0, 0],
    },
    g: {
      input: [
        [1, 0.5],
        [-0.25, -1.5],
      ],
      hidden: [
        [0.5, -0.25],
        [0.25, 0.5],
      ],
      bias: [0, 0.25],
    },
    o: {
      input: [
        [0.75, 0.25],
        [0.5, -0.5],
      ],
      hidden: [
        [0.25, 0],
        [0, 0.25],
      ],
      bias: [0.5, 0.5],
    },
  },
  decision: { hidden: [4, -4], bias: 0 },
};

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const product = (matrix, vector) =>
  matrix.map((row) => row.reduce((sum, weight, k) => sum + weight * vector[k], 0));

/** Every number of every day: for each gate what the input, the hidden states and the bias give, their sum and its
 * value; what is kept and written, the cell, its tanh, the hidden state; and the decision. */
export function worked({ units, days, gates, decision }) {
  let before = { c: units.map(() => 0), h: units.map(() => 0) };
  return days.map(({ name, x }) => {
    const steps = Object.fromEntries(
      Object.entries(gates).map(([gate, { input, hidden, bias }]) => {
        const [fromInput, fromHidden] = [product(input, x), product(hidden, before.h)];
        const sum = bias.map((b, k) => fromInput[k] + fromHidden[k] + b);
        return [
          gate,
          { fromInput, fromHidden, bias, sum, value: sum.map(gate === "g" ? Math.tanh : sigmoid) },
        ];
      }),
    );
    const { f, i, g, o } = Object.fromEntries(
      Object.entries(steps).map(([gate, { value }]) => [gate, value]),
    );
    const kept = units.map((_, k) => f[k] * before.c[k]);
    const written = units.map((_, k) => i[k] * g[k]);
    const c = units.map((_, k) => kept[k] + written[k]);
    const squashed = c.map(Math.tanh);
    const h = units.map((_, k) => o[k] * squashed[k]);
    const score = product([decision.hidden], h)[0] + decision.bias;
    const day = { name, x, before, steps, kept, written, c, squashed, h, score, chance: sigmoid(score) };
    before = { c, h };
    return day;
  });
}
