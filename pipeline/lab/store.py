"""Where the lab's artefacts lie, and its networks as files: safetensors, one for each task and kind."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, atomic
from pipeline.network.weights import LayerWeights, NetworkWeights

Array = np.ndarray


@dataclass(frozen=True)
class Lab:
    """The folder of the lab, `data/lab/`, and the path of each artefact in it."""

    workspace: Workspace

    @property
    def folder(self) -> Path:
        return self.workspace.folder

    @property
    def code(self) -> Workspace:
        """The workspace of the code network, beside the lab's."""
        return Workspace(self.folder.parent / "code")

    def networks(self, task: str, kind: str) -> Path:
        """The networks of one task and kind, all seeds."""
        return self.folder / "networks" / f"{task}-{kind}.safetensors"

    def certificate(self, task: str, seed: int) -> Path:
        return self.folder / "proofs" / f"{task}-{seed}.json"

    @property
    def findings(self) -> Path:
        return self.folder / "findings.parquet"

    @property
    def proofs(self) -> Path:
        return self.folder / "proofs.parquet"

    @property
    def variants(self) -> Path:
        return self.folder / "variants.parquet"

    @property
    def texts(self) -> Path:
        """Cells compared on text."""
        return self.folder / "texts.parquet"

    @property
    def texts_folder(self) -> Path:
        """The networks that learned text, and what was measured of each."""
        return self.folder / "networks" / "texts"

    @property
    def literature(self) -> Path:
        return self.folder / "literature.parquet"

    @property
    def published(self) -> Path:
        return self.folder / "published.parquet"

    @property
    def gallery(self) -> Path:
        """The folder of some networks in the format of the 2017 explorer."""
        return self.folder / "gallery"

    @property
    def report(self) -> Path:
        return self.workspace.folder / "report" / "lab.html"

    @property
    def tour(self) -> Path:
        """The experiments as a path with exercises."""
        return self.workspace.folder / "report" / "tour.html"


def save(path: Path, networks: Sequence[NetworkWeights], losses: Array, mark: str) -> None:
    """Write networks of one shape, their losses while training [chunks, networks], and what made them."""
    arrays: dict[str, Array] = {"losses": losses}
    for number, weights in enumerate(networks):
        for name, array in _named(weights).items():
            arrays[f"{number}.{name}"] = np.ascontiguousarray(array)
    first = networks[0].layers[0]
    facts = {
        "mark": mark,
        "networks": str(len(networks)),
        "layers": str(len(networks[0].layers)),
        "cell": first.cell,
        "activations": first.activations,
    }
    with atomic(path) as temporary:
        save_file(arrays, temporary, facts)


def _named(weights: NetworkWeights) -> dict[str, Array]:
    found = {"embedding": weights.embedding, "dense": weights.dense, "dense_bias": weights.dense_bias}
    for number, layer in enumerate(weights.layers):
        parts = {"kernel": layer.kernel, "recurrent": layer.recurrent, "bias": layer.bias}
        if layer.peephole is not None:
            parts["peephole"] = layer.peephole
        found |= {f"layer{number}.{name}": array for name, array in parts.items()}
    return found


def load(path: Path) -> list[NetworkWeights]:
    """The networks of a file, in the order of their seeds.

    Raises:
        UserError: the file is missing or damaged.
    """
    if not path.exists():
        raise UserError(f"{path} is missing: run `make lab` first")
    try:
        with safe_open(path, "numpy") as file:
            facts, arrays = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return [_network(number, facts, arrays) for number in range(int(facts["networks"]))]
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise UserError(f"{path} is damaged ({error}): delete it and run `make lab` again") from error


def _network(number: int, facts: dict[str, str], arrays: dict[str, Array]) -> NetworkWeights:
    def layer(k: int) -> LayerWeights:
        start = f"{number}.layer{k}"
        kernel, recurrent, bias = (arrays[f"{start}.{name}"] for name in ("kernel", "recurrent", "bias"))
        peephole = arrays.get(f"{start}.peephole")
        return LayerWeights(kernel, recurrent, bias, facts["cell"], facts["activations"], peephole)

    layers = tuple(layer(k) for k in range(int(facts["layers"])))
    return NetworkWeights(
        arrays[f"{number}.embedding"], layers, arrays[f"{number}.dense"], arrays[f"{number}.dense_bias"]
    )


def made_by(path: Path) -> str | None:
    """What made a file of networks; None without one that can be read."""
    if not path.exists():
        return None
    try:
        with safe_open(path, "numpy") as file:
            return str(file.metadata()["mark"])
    except (SafetensorError, KeyError, TypeError):
        return None


def digest(*values: object) -> str:
    """A digest of what networks are made from."""
    return hashlib.sha256(json.dumps([repr(value) for value in values]).encode()).hexdigest()


def parameters(weights: NetworkWeights) -> int:
    """How many numbers were learned: everything but the one-hot embedding."""
    return sum(array.size for name, array in _named(weights).items() if name != "embedding")
