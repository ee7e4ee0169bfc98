// The learner's gradient, for a test in Python: sizes and texts in; parameters, gradient and cost out.

import { readFileSync } from "node:fs";
import { Learner } from "../../../../pipeline/explorer/page/network/learning.js";

const { options, texts } = JSON.parse(readFileSync(0, "utf8"));
const learner = new Learner(options);
const costs = texts.map((ids) => learner.learn(ids));
const plain = (views) => Object.fromEntries(Object.entries(views).map(([name, view]) => [name, [...view]]));
process.stdout.write(
  JSON.stringify({
    weights: plain(learner.weights),
    grads: plain(learner.grads),
    nats: costs.map((c) => c.nats),
  }),
);
