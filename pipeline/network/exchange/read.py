"""A network from a file of another program, chosen by what the file is."""

import json
from pathlib import Path

import numpy as np
from safetensors import safe_open

from pipeline.core.errors import UserError
from pipeline.core.files import reading
from pipeline.network.exchange import arrays, keras_files, torch_state
from pipeline.network.exchange.foreign import Foreign

PICKLED = (".pt", ".pth", ".bin", ".ckpt", ".pkl")


def read(path: Path, vocabulary: Path | None = None) -> Foreign:
    """The network of a file: Keras, PyTorch's state dict as safetensors, or arrays by our names.

    Args:
        path: .keras, .weights.h5, .safetensors or .npz.
        vocabulary: what its ids stand for, where the file does not say.

    Raises:
        UserError: the file is of another kind, damaged, or holds a network that this program cannot run.
    """
    if not path.is_file():
        raise UserError(f"{path} is not a file")
    tokens = read_tokens(vocabulary) if vocabulary else ()
    suffix = path.suffix.lower()
    if suffix in PICKLED:
        raise UserError(
            f"{path} may be a pickle, which can run any code: save it as safetensors "
            "(`safetensors.torch.save_file(model.state_dict(), …)`) and import that"
        )
    if suffix == ".safetensors":
        return _safetensors(path, tokens)
    if suffix == ".npz":
        return _npz(path, tokens)
    if suffix in (".keras", ".h5", ".hdf5"):
        return keras_files.network(path, tokens)
    if suffix == ".json":
        raise UserError(
            f"{path}: the first LSTM explorer's JSON holds signals, not weights: the network cannot be run; "
            "drop it on the explorer's page Gallery, which checks and shows it"
        )
    raise UserError(f"{path}: give a .keras, .weights.h5, .safetensors or .npz file")


def read_tokens(path: Path) -> tuple[str, ...]:
    """What ids stand for: a JSON list in their order, or an object token → id (gaps are not tokens).

    Raises:
        UserError: the file is something else, or two tokens have one id.
    """
    with reading(path, "a vocabulary"):
        value = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(value, dict) and isinstance(value.get("characters"), list):  # a vocabulary of ours
        return ("<bos>", "<eos>", "<unk>", *value["characters"])
    if isinstance(value, list) and value and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    if isinstance(value, dict) and value and all(isinstance(one, int) for one in value.values()):
        places = {number: token for token, number in value.items()}
        if len(places) == len(value) and min(places) >= 0:
            return tuple(places.get(number, f"<{number}>") for number in range(max(places) + 1))
    raise UserError(f"{path} is not a vocabulary: a JSON list of tokens, or an object token → id, each once")


def _safetensors(path: Path, tokens: tuple[str, ...]) -> Foreign:
    with reading(path, "a safetensors file"), safe_open(path, framework="numpy") as file:
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        about = file.metadata() or {}
    tokens = tokens or tuple(json.loads(about.get("vocabulary", "[]")))
    if "kernel_1" in found:
        kind = about.get("cell", "lstm"), about.get("activations", "standard")
        return arrays.network(found, *kind, tokens, str(path))
    return torch_state.network(found, tokens, str(path))


def _npz(path: Path, tokens: tuple[str, ...]) -> Foreign:
    with reading(path, "an archive of arrays"), np.load(path, allow_pickle=False) as file:
        found = {name: file[name] for name in file.files}
    about = {
        name: found.pop(name).tolist() for name in ("cell", "activations", "vocabulary") if name in found
    }
    tokens = tokens or tuple(about.get("vocabulary", ()))
    kind = str(about.get("cell", "lstm")), str(about.get("activations", "standard"))
    return arrays.network(found, *kind, tokens, str(path))
