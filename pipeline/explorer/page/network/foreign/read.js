// A network from a file, in the browser alone: which kind of file it is, and what its ids stand for.

import { fitted } from "./fitted.js";
import { ofNames } from "./named.js";
import { readNpz } from "./npz.js";
import { readSafetensors } from "./safetensors.js";
import { ofTorch } from "./torch.js";

export const NETWORKS = /\.(safetensors|npz)$/i;
const PICKLED = /\.(pt|pth|bin|ckpt|pkl)$/i;
const KERAS = /\.(keras|h5|hdf5)$/i;

/**
 * { arrays, vocabulary } of a file's bytes, as `App.open` takes them; throws an Error that says in one line why not.
 * `tokens` is what its ids stand for where the file does not say it.
 */
export async function readNetwork(buffer, file, tokens = null) {
  if (PICKLED.test(file))
    throw new Error(
      `${file} may be a pickle, which can run any code: save the state dict with safetensors.torch.save_file`,
    );
  if (KERAS.test(file))
    throw new Error(`${file}: Keras's files are read by the command line (tweetscope import ${file})`);
  if (!NETWORKS.test(file)) throw new Error(`${file}: drop a .safetensors, .npz or .json file`);
  const { foreign, own } = /\.npz$/i.test(file) ? await ofNpz(buffer, file) : ofSafetensors(buffer, file);
  const known = tokens ?? own;
  if (!known?.length)
    throw new Error(
      `${file} does not say which character each id stands for: drop it together with a JSON list of the characters in the order of ids`,
    );
  return fitted(foreign, known, file);
}

async function ofNpz(buffer, file) {
  const { cell, activations, vocabulary, ...arrays } = await readNpz(buffer, file);
  const about = Object.fromEntries(
    Object.entries({ cell: cell?.[0], activations: activations?.[0] }).filter(([, v]) => v),
  );
  return { foreign: ofNames(arrays, about, file), own: vocabulary };
}

function ofSafetensors(buffer, file) {
  const { arrays, about } = readSafetensors(buffer, file);
  const own = about.vocabulary ? tokensOf(about.vocabulary) : null;
  return { foreign: arrays.kernel_1 ? ofNames(arrays, about, file) : ofTorch(arrays, file), own };
}

/** What ids stand for, from a JSON list, an object character → id, or a vocabulary.json of ours; null for anything else. */
export function tokensOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (Array.isArray(value?.characters)) value = ["<bos>", "<eos>", "<unk>", ...value.characters];
  if (Array.isArray(value))
    return value.length && value.every((one) => one && typeof one === "string") ? value : null;
  const ids = Object.entries(value ?? {});
  if (!ids.length || !ids.every(([, id]) => Number.isInteger(id) && id >= 0)) return null;
  const out = Array.from({ length: Math.max(...ids.map(([, id]) => id)) + 1 }, (_, k) => `<${k}>`);
  for (const [token, id] of ids) out[id] = token;
  return new Set(ids.map(([, id]) => id)).size === ids.length ? out : null;
}
