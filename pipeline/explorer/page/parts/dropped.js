// Files that are dropped on the page: networks, vocabularies, signals of the 2017 explorer. Nothing leaves the browser.

import { judge, read } from "../network/chen.js";
import { NETWORKS, readNetwork, tokensOf } from "../network/foreign/read.js";
import { Network } from "../network/run/network.js";
import { coder } from "../network/text.js";

/** What is in some files: { found: entries of the gallery, newest first, wrong: sentences }. */
export async function dropped(files) {
  const [found, wrong] = [[], []];
  const all = Array.from(files);
  const texts = await Promise.all(
    all.map((file) => (/\.json$/i.test(file.name) ? file.text() : Promise.resolve(null))),
  );
  const tokens = texts.map((text) => text && tokensOf(text)).find(Boolean) ?? null;
  for (const [k, file] of all.entries()) {
    try {
      if (texts[k] === null) found.unshift(await network(file, tokens));
      else if (!tokensOf(texts[k])) found.unshift(signals(texts[k], file.name));
      else if (!all.some(({ name }) => NETWORKS.test(name)))
        wrong.push(`${file.name} is a vocabulary: drop it together with its network`);
    } catch (error) {
      wrong.push(error.constructor === Error ? error.message : `${file.name} is damaged`);
    }
  }
  return { found, wrong };
}

async function network(file, tokens) {
  const { arrays, vocabulary } = await readNetwork(await file.arrayBuffer(), file.name, tokens);
  const name = file.name.replace(/\.[^.]+$/, "");
  return { name, arrays, vocabulary, network: new Network(arrays), coder: coder(vocabulary) };
}

function signals(text, name) {
  const shown = read(text, name);
  return { ...shown, verdict: judge(shown), layer: 0, signal: 5 };
}
