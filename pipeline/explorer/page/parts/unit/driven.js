// What drives a unit at a character: the units of the layer below, or the characters read, by the paths that lead to it.

import { format, SIGNAL_NAMES } from "../../network/address.js";
import { paths } from "../../network/paths.js";
import { BEGINNING, spoken } from "../../network/text.js";
import { el, number, scrolled } from "../dom.js";
import { tableHead } from "../explain.js";

const SHOWN = 8;
const OWN = "What enters by this gate of the unit itself.";
const AROUND = "What first enters other units of its layer and comes to it by their hidden states.";

/** The table of paths to the present unit after position t; it sums to the unit's state. */
export function driven(app, t) {
  const { network, trace, backward, address } = app;
  const found = paths(backward, trace, t, address, SHOWN);
  const { blocks } = network.cell;
  const target = format({ ...address, signal: found.target });
  const wide = blocks.length + 1;
  const end = (name, value) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, name),
      el("td.number", {}, number(value, 3)),
      el("td", { colspan: wide }),
    );
  const source = (part) =>
    part.address
      ? el("a.address", { href: app.link("why", format(part.address)) }, format(part.address))
      : `“${spoken(part.at ? app.characters[part.at - 1] : BEGINNING)}” (${part.at})`;
  const line = (part) => {
    const routes = blocks.split("").map((gate) => part.routes[gate]);
    const around = routes.reduce((sum, { neighbours }) => sum + neighbours, 0);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, source(part)),
      el("td.number", {}, el("b", {}, number(part.value, 3))),
      routes.map(({ own }) => el("td.number", {}, number(own, 3))),
      el("td.number", {}, number(around, 3)),
    );
  };
  const heads = [
    [
      address.layer ? "unit below" : "character",
      address.layer
        ? "A unit of the layer below, over all characters read."
        : "A character that was read, and its place.",
    ],
    ["adds", `What it adds to ${target}, by all paths together.`],
    ...blocks.split("").map((gate) => [`by ${gate}`, `${OWN} ${gate}: ${SIGNAL_NAMES[gate]}.`]),
    ["by neighbours", AROUND],
  ];
  return [
    el(
      "p.note",
      {},
      `${target} is ${number(found.value, 3)} here. Each path is the product of its weights and of what the gates let through, against a text that says nothing; all of them sum to that number, without a rest.`,
    ),
    scrolled(
      `what drives ${target}`,
      el(
        "table.routes",
        {},
        tableHead(heads),
        el("tbody", {}, found.parts.map(line)),
        el(
          "tfoot",
          {},
          found.others ? end("all others", found.others) : null,
          end("without a text", found.rest),
          end(target, found.value),
        ),
      ),
    ),
  ];
}
