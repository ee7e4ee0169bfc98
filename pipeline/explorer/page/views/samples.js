// Samples and quiz: what the network wrote, how new it is, and which of four tweets is real.

import { el, fill, missing, number, share } from "../parts/dom.js";

const ORDERS = {
  "as written": null,
  "longest copy first": (a, b) => b.longest_copy - a.longest_copy,
  "furthest from the corpus first": (a, b) => b.nearest_share - a.nearest_share,
  "most likely first": (a, b) => a.bits_per_char - b.bits_per_char,
};

export function samplesView(app) {
  const { samples } = app.data;
  const root = el("div.samples", {}, el("h1", {}, "Samples"));
  if (!samples) {
    root.append(missing("Exported samples", "samples", app));
    return { root };
  }
  const list = el("ol.sample-list");
  const order = el(
    "select",
    { onchange: () => show() },
    Object.keys(ORDERS).map((name) => el("option", { value: name }, name)),
  );
  const show = () => {
    const by = ORDERS[order.value];
    fill(list, (by ? [...samples].sort(by) : samples).map(sample));
  };
  if (app.data.quiz?.length) root.append(quiz(app.data.quiz));
  root.append(
    el("div.bar", {}, el("h2", {}, `${samples.length} samples`), el("label.check", {}, "in order: ", order)),
    list,
  );
  show();
  return { root };
}

const figures = (s) => [
  `${number(s.bits_per_char, 2)} bits per character`,
  `longest copy ${s.longest_copy} characters`,
  `nearest tweet ${s.nearest_distance} edits away (${share(s.nearest_share, 2)} of its length)`,
  `${share(s.new_8gram_share, 2)} of its 8-grams are new`,
];

function sample(one) {
  return el(
    "li",
    {},
    el(
      "p.tweet",
      {},
      one.prompt
        ? [
            el("mark", {}, one.prompt),
            one.text.startsWith(one.prompt) ? one.text.slice(one.prompt.length) : one.text,
          ]
        : one.text,
    ),
    el("p.note", {}, figures(one).join(" · ")),
    el(
      "details",
      {},
      el("summary", {}, "nearest real text"),
      el("p.tweet", {}, one.nearest_text),
      el("p.note", {}, "longest copy: ", el("q.tweet", {}, one.longest_copy_text)),
    ),
  );
}

/** Questions with one real test tweet among samples: { choices, real }. */
function quiz(questions) {
  const body = el("div.choices");
  const told = el("p", { role: "status" });
  const score = { right: 0, asked: 0 };
  const again = el("button", { type: "button", onclick: () => ask() }, "Next question");
  let next = Math.floor(Math.random() * questions.length);
  function ask() {
    const { choices, real } = questions[next];
    next = (next + 1) % questions.length;
    fill(told, score.asked ? `${score.right} of ${score.asked} right so far.` : "");
    fill(
      body,
      choices.map((text, k) => {
        const choose = (event) => answer(event.currentTarget, k === real, real);
        return el("button.choice", { type: "button", onclick: choose }, text);
      }),
    );
  }
  function answer(button, right, real) {
    score.asked += 1;
    score.right += right ? 1 : 0;
    for (const other of body.children) other.disabled = true;
    body.children[real].classList.add("truth");
    if (!right) button.classList.add("wrong");
    const verdict = right
      ? "Right: a person wrote it. "
      : "No: the network wrote that one. The real one is framed. ";
    fill(told, verdict, `${score.right} of ${score.asked} right.`);
    again.focus();
  }
  ask();
  return el("section.quiz", {}, el("h2", {}, "Which one is real?"), body, told, again);
}
