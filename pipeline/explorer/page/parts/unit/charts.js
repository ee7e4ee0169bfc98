// The charts of the neuron view, out of the survey and of the interventions.

import { parse } from "../../network/address.js";
import { histogram } from "../../network/neurons/stats.js";
import { GATES } from "../../network/run/cells.js";
import { el } from "../dom.js";
import { effects, plain } from "./evidence.js";
import { curves, histograms } from "./plot.js";

const BINS = 40;

const note = (text) => el("p.note", {}, text);
const point = (effect) => ({ x: effect.dose, y: effect.value, low: effect.low, high: effect.high });
const known = (effect) => effect.dose !== null && effect.value !== null;

/** Values inside the concept over those outside, in the tweets of this file. */
export function histogramChart(app, survey, row) {
  const address = parse(row.address, app.network);
  const gate = GATES.includes(row.signal);
  const range = [gate ? 0 : -1, 1];
  const { inside, outside } = survey.split(address, row.concept, row.lag);
  if (!inside.length) return note(`No ${plain(row.concept)} in the tweets of this file.`);
  const groups = [
    { name: "outside", shares: histogram(outside, ...range, BINS) },
    { name: "inside", shares: histogram(inside, ...range, BINS) },
  ];
  const across = row.signal === "c" ? `c / (1 + |c|) of ${row.address}` : row.address;
  const label = `values of ${row.address} inside and outside ${plain(row.concept)}`;
  return [
    histograms(label, groups, range, across),
    note(
      `${inside.length.toLocaleString("en")} characters inside, ${outside.length.toLocaleString("en")} outside, in the ${survey.tweets.length} tweets of this file`,
    ),
  ];
}

/** The mean around the first and after the last character of a span. */
export function positionChart(app, row) {
  const found = effects(app, row, "position").filter(known);
  if (!found.length) return null;
  const series = ["start", "end"]
    .map((where) => ({ name: where, points: found.filter((effect) => effect.where === where).map(point) }))
    .filter((line) => line.points.length);
  return [
    curves(`mean of ${row.address} around ${plain(row.concept)}`, series, {
      across: "characters from the start, from the end",
      up: "mean",
      zero: true,
    }),
    note("0 is the first character of the span, and the first one after it; test tweets"),
  ];
}

/** Rates in generated tweets while the unit is held at a dose. */
export function doseChart(app, row) {
  const found = effects(app, row, "clamp");
  const rates = [...new Set(found.map((effect) => effect.where))];
  if (!rates.length) return null;
  const related = rates.filter((rate) => row.concept.startsWith(rate.replace(/s$/, "")));
  const shown = [...related, ...rates.filter((rate) => !related.includes(rate))].slice(0, 3);
  const series = shown.map((rate) => ({
    name: plain(rate),
    points: found
      .filter((e) => e.where === rate && known(e))
      .map(point)
      .sort((a, b) => a.x - b.x),
  }));
  return [
    curves(
      `rates in generated tweets while ${row.address} is held`,
      series.filter((s) => s.points.length),
      { across: "held at, in standard deviations from its mean", up: "per tweet" },
    ),
    note(`${found[0].tweets} generated tweets for each dose, with the same random numbers`),
  ];
}

/** The score of the address at each snapshot of training. */
export function birthChart(app, row) {
  const found = effects(app, row, "birth").filter(known);
  if (found.length < 2) return null;
  const names = { final: "this address", best: "the best then", "": "this address" };
  const series = [...new Set(found.map((effect) => effect.where))].map((where) => ({
    name: names[where] ?? where,
    points: found
      .filter((effect) => effect.where === where)
      .map(point)
      .sort((a, b) => a.x - b.x),
  }));
  return [
    curves(`score of ${row.address} during training`, series, {
      across: "training step",
      up: row.kind === "graded" ? "|rank correlation|" : "AUROC",
    }),
    note("test tweets, at each snapshot of training"),
  ];
}

/** What a probe on the best k addresses knows. */
export function probeChart(app, row) {
  const of = (app.data.probes ?? []).filter((probe) => probe.concept === row.concept);
  const found = of.filter((probe) => probe.auroc != null); // none where too few tweets have the concept
  if (!found.length) return null;
  const few = found.filter((probe) => probe.k > 0).sort((a, b) => a.k - b.k);
  const all = found.find((probe) => probe.k === 0);
  const points = few.map((p) => ({ x: Math.log2(p.k), y: p.auroc, low: p.auroc_low, high: p.auroc_high }));
  return [
    curves(`AUROC of probes for ${plain(row.concept)}`, [{ name: "probe", points }], {
      across: "log₂ of the number of addresses",
      up: "AUROC",
    }),
    note(all ? `with all addresses: ${all.auroc.toFixed(3)}` : "logistic regression on the best k addresses"),
  ];
}
