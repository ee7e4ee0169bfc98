// Samples and quiz: what the network wrote, how new it is, and which of four tweets is real.

import { el, fill, missing, number, share } from "./dom.js";
import { random } from "./stats.js";

const CHOICES = 4;
const ORDERS = {
  "as written": null,
  "longest copy first": (a, b) => b.longest_copy - a.longest_copy,
  "furthest from the corpus first": (a, b) => b.nearest_share - a.nearest_share,
  "most likely first": (a, b) => a.bits_per_char - b.bits_per_char,
};

export function samplesView(app) {
  const { samples, tweets } = app.data;
  const root = el("div.samples", {}, el("h1", {}, "Samples"));
  if (!samples) {
    root.append(missing("Exported samples", "generate", app.data.name));
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
  root.append(
    quiz(
      samples,
      tweets.filter((tweet) => tweet.split === "test"),
    ),
    el("div.bar", {}, el("h2", {}, `${samples.length} samples`), el("label.check", {}, "in order: ", order)),
    list,
  );
  show();
  return { root };
}

const figures = (s) => [
  `${number(s.bits_per_char, 2)} bits a character`,
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
            el("mark", { title: "the prompt" }, one.prompt),
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

/** One real test tweet among samples of about its length. */
function quiz(samples, real) {
  if (!real.length || samples.length < CHOICES - 1) return null;
  const body = el("div.choices");
  const told = el("p", { role: "status" });
  const chance = random(Math.floor(performance.timeOrigin));
  const score = { right: 0, asked: 0 };
  const again = el("button", { type: "button", onclick: () => ask() }, "Next question");
  function ask() {
    const truth = real[Math.floor(chance() * real.length)];
    const options = question(
      truth.text,
      samples.map((one) => one.text),
      chance,
    );
    fill(told, score.asked ? `${score.right} of ${score.asked} right so far.` : "");
    fill(
      body,
      options.map((text) =>
        el(
          "button.choice",
          {
            type: "button",
            onclick: (event) => answer(event.currentTarget, text === truth.text, truth.text),
          },
          text,
        ),
      ),
    );
  }
  function answer(button, right, truth) {
    score.asked += 1;
    score.right += right ? 1 : 0;
    for (const other of body.children) {
      other.disabled = true;
      if (other.textContent === truth) other.classList.add("truth");
    }
    if (!right) button.classList.add("wrong");
    fill(
      told,
      right ? "Right: a person wrote it. " : "No: the network wrote that one. The real one is framed. ",
      `${score.right} of ${score.asked} right.`,
    );
    again.focus();
  }
  ask();
  return el("section.quiz", {}, el("h2", {}, "Which one is real?"), body, told, again);
}

/** The true text among the samples nearest to it in length, shuffled. */
export function question(truth, texts, chance) {
  const gap = (text) => Math.abs(text.length - truth.length);
  const near = [...new Set(texts)].filter((text) => text !== truth).sort((a, b) => gap(a) - gap(b));
  const pool = near.slice(0, 3 * CHOICES);
  const options = [truth];
  while (options.length < CHOICES && pool.length) {
    options.push(pool.splice(Math.floor(chance() * pool.length), 1)[0]);
  }
  return options
    .map((text) => ({ text, key: chance() }))
    .sort((a, b) => a.key - b.key)
    .map(({ text }) => text);
}
