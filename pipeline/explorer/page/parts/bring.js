// Bring a network: files are chosen here, or fall anywhere on the page.

import { el } from "./dom.js";

const SAVED = `import json, safetensors.torch
safetensors.torch.save_file(model.state_dict(), "mine.safetensors")
json.dump(characters, open("mine.json", "w"))  # a list, in the order of ids`;

/** A place for files; `take(files)` gets those that are chosen. */
export function bring(take) {
  const input = el("input", {
    ...{ type: "file", accept: ".safetensors,.npz,.json,application/json", multiple: true },
    onchange: () => take(input.files),
  });
  const drop = el(
    "div.drop",
    {},
    el("label", {}, "Drop files anywhere on the page, or choose them: ", input),
  );
  const over = (on) => (event) => {
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  drop.addEventListener("dragover", over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", over(false)); // the page takes the files, wherever they fall
  return drop;
}

/** How a network of PyTorch becomes such files. */
export function fromTorch() {
  return el(
    "details",
    {},
    el("summary", {}, "How to save a network of PyTorch"),
    el(
      "p",
      {},
      "An Embedding or none, then LSTM, GRU or RNN, then Linear. Choose or drop both files together; the second is not needed where the first holds its vocabulary.",
    ),
    el("pre", {}, el("code", {}, SAVED)),
  );
}
