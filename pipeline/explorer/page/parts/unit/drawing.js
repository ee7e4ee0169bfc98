// The cell as a drawing: pipes as wide as what flows through them, gates that open and close with their values.
//
// The cell state has one colour, the hidden state another, gates a third: none is a colour of signs. What is negative
// flows in a dashed pipe.

import { el, number, svg } from "../dom.js";

const [WIDTH, HEIGHT] = [440, 250];
const [THIN, THICK] = [1.5, 15]; // pixels of a pipe: nothing, and as much as there can be
const JAW = 14; // half the height of a gate

// Each kind of cell: pipes { value, of, d }, gates { value, x, y, across }, knots and words. `value` names a number of
// `flows`, `of` says whose colour a pipe has; a word is [text, x, y, value?, anchor?].
const LSTM = {
  pipes: [
    ["before", "c", "M8 60H76"],
    ["kept", "c", "M104 60H168"],
    ["c", "c", "M192 60H432"],
    ["c", "c", "M270 60V102"],
    ["squashed", "plain", "M270 126V150"],
    ["h", "h", "M270 180V208H432"],
    ["g", "plain", "M180 192V150"],
    ["written", "plain", "M180 120V72"],
  ],
  wires: ["M90 238V76", "M180 238V222", "M142 238V135H164", "M232 238V165H254", "M8 238H232"],
  gates: [
    ["f", 90, 60, true],
    ["i", 180, 135, false],
    ["o", 270, 165, false],
  ],
  knots: [
    ["+", 180, 60],
    ["tanh", 270, 114],
    ["g", 180, 207],
  ],
  words: [
    ["c before", 8, 24, "before"],
    ["f", 96, 94, "f"],
    ["kept", 140, 44, "kept", "middle"],
    ["c", 310, 40, "c"],
    ["written", 166, 113, "written", "end"],
    ["i", 200, 140, "i"],
    ["g", 200, 212, "g"],
    ["tanh(c)", 300, 119, "squashed"],
    ["o", 290, 170, "o"],
    ["h", 330, 194, "h"],
    ["x, h before", 8, 230],
  ],
};

const GRU = {
  pipes: [
    ["before", "h", "M8 60H76"],
    ["kept", "h", "M104 60H168"],
    ["h", "h", "M192 60H432"],
    ["before", "h", "M40 60V207H106"],
    ["r", "plain", "M134 207H164"],
    ["g", "plain", "M180 192V150"],
    ["written", "plain", "M180 120V72"],
  ],
  wires: ["M90 238V76", "M180 238V222", "M142 238V135H164", "M120 238V222", "M60 238H180"],
  gates: [
    ["z", 90, 60, true],
    ["rest", 180, 135, false],
    ["r", 120, 207, true],
  ],
  knots: [
    ["+", 180, 60],
    ["g", 180, 207],
  ],
  words: [
    ["h before", 8, 24, "before"],
    ["z", 96, 94, "z"],
    ["kept", 140, 44, "kept", "middle"],
    ["h", 310, 40, "h"],
    ["written", 166, 113, "written", "end"],
    ["1 − z", 200, 140, "rest"],
    ["g", 200, 212, "g"],
    ["r", 100, 184, "r"],
    ["x, h before", 190, 244],
  ],
};

const RNN = {
  pipes: [
    ["before", "h", "M8 60H156"],
    ["h", "h", "M204 60H432"],
  ],
  wires: ["M180 238V82", "M110 238H180"],
  gates: [],
  knots: [["tanh", 180, 60]],
  words: [
    ["h before", 8, 24, "before"],
    ["h", 310, 40, "h"],
    ["x, the character read", 190, 232],
  ],
};

const DRAWN = { c: LSTM, z: GRU, h: RNN };

/** { root, update(now, most) }: `now` as `numbers` gives them, `most` the largest memory of the text; a press on a gate calls `pick`. */
export function cellDrawing(cell, pick) {
  const plan = DRAWN[[..."czh"].find((signal) => cell.signals.includes(signal))];
  const pipes = plan.pipes.map(([value, of, d]) => ({ value, node: svg(`path.pipe.of-${of}`, { d }) }));
  const gates = plan.gates.map(([value, x, y, across]) => gate(value, x, y, across, pick));
  const words = plan.words.map(([text, x, y, value, anchor = "start"]) => {
    return { text, value, node: svg("text.word", { x, y, "text-anchor": anchor }, text) };
  });
  const picture = svg(
    "svg.cell",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" },
    plan.wires.map((d) => svg("path.wire", { d })),
    pipes.map(({ node }) => node),
    gates.map(({ node }) => node),
    plan.knots.map(([text, x, y]) => knot(text, x, y)),
    words.map(({ node }) => node),
  );
  const root = el(
    "figure.cell-figure",
    {},
    picture,
    el(
      "figcaption.note",
      {},
      "A pipe is as wide as what flows through it, dashed where that is negative. Dotted lines set the gates and the candidate.",
    ),
  );

  function update(now, most) {
    const flows = flowing(now);
    for (const { value, node } of pipes) {
      const full = ["before", "kept", "c", "written"].includes(value) ? most : 1;
      node.style.strokeWidth = `${THIN + (THICK - THIN) * Math.min(1, Math.abs(flows[value]) / full)}px`;
      node.classList.toggle("negative", flows[value] < 0);
    }
    for (const { value, jaws, across } of gates) {
      const shut = Math.max(0.04, 1 - flows[value]);
      for (const jaw of jaws) jaw.style.transform = across ? `scaleY(${shut})` : `scaleX(${shut})`;
    }
    for (const { text, value, node } of words)
      node.textContent = value ? `${text} ${number(flows[value], 2)}` : text;
    const said = words.filter(({ value }) => value).map(({ node }) => node.textContent);
    picture.setAttribute("aria-label", `the ${cell.title} cell: ${said.join(", ")}`);
  }

  return { root, update };
}

// A gate: two jaws that meet where it is shut, at both sides of the pipe.
function gate(value, x, y, across, pick) {
  const box = (side) =>
    across
      ? svg("rect.jaw", { x: x - 7, y: side < 0 ? y - JAW : y, width: 14, height: JAW })
      : svg("rect.jaw", { x: side < 0 ? x - JAW : x, y: y - 7, width: JAW, height: 14 });
  const jaws = [-1, 1].map((side) => {
    const jaw = box(side);
    jaw.style.transformOrigin = across ? `${x}px ${y + side * JAW}px` : `${x + side * JAW}px ${y}px`;
    return jaw;
  });
  const frame = svg("rect.gate-frame", {
    x: x - JAW - 2,
    y: y - JAW - 2,
    width: 2 * JAW + 4,
    height: 2 * JAW + 4,
  });
  const signal = value === "rest" ? "z" : value;
  const node = svg("g.gate", { onclick: () => pick(signal) }, frame, jaws);
  return { value, jaws, across, node };
}

function knot(text, x, y) {
  const wide = text.length > 1 ? 24 : 13;
  return svg(
    "g",
    {},
    svg("rect.knot", { x: x - wide, y: y - 13, width: 2 * wide, height: 26, rx: 13 }),
    svg("text.word", { x, y: y + 5, "text-anchor": "middle" }, text),
  );
}

/** The numbers of a drawing: the signals, and what follows from them. */
export function flowing(now) {
  const { before } = now;
  if ("c" in now) return { ...now, kept: now.f * before, written: now.i * now.g };
  if ("z" in now) return { ...now, rest: 1 - now.z, kept: now.z * before, written: (1 - now.z) * now.g };
  return now;
}
