"""Any network of the lab as a small workspace, and the explorer's page of it.

The learned strings stand there as the split `train`, longer ones as `test`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import ExploreSettings
from pipeline.core.workspace import Workspace, atomic, sha256, write_json
from pipeline.explorer import stage as explorer
from pipeline.lab import experiment, store
from pipeline.lab.kinds import KINDS, OF_TASK, TASKS
from pipeline.lab.store import Lab
from pipeline.lab.tasks import copying, counter, memoriser, selective
from pipeline.lab.tasks.task import Item, Task
from pipeline.network.weights import NetworkWeights
from pipeline.tracking.tracker import NullTracker

SHOWN = 40  # strings of each split, at most

LONGER: Mapping[str, Callable[[], list[Item]]] = {
    "counter": lambda: counter.strings(range(counter.LONGEST + 1, 41)),
    "selective": lambda: selective.held_out()[::4],
    "memoriser": lambda: memoriser.strings(range(memoriser.LONGEST + 1, 31)),
    "copying": lambda: [copying.string(word) for word in ("a", "ab", "abca", "cabca")],
    "copying-long": lambda: [
        copying.string(word) for word in copying.drawn(np.random.default_rng(7), 12, SHOWN)
    ],
}


def page(lab: Lab, name: str, screen: QuietScreen) -> Path:
    """Write the page of one network.

    Args:
        name: task, kind and seed, as in `counter-noisy-0`.

    Raises:
        UserError: the network does not exist, or is not trained yet.
    """
    task, kind, seed = named(name)
    workspace = Workspace(lab.folder / "explorers" / name)
    weights = store.load(lab.networks(task.name, kind))[seed]
    about = experiment.described(task, weights)
    if task.name == "counter":
        about["others"] = experiment.others(lab)
    write(workspace, weights, task, f"{KINDS[kind].words}, seed {seed}", about)
    explorer.run(ExploreSettings(precision="float32"), workspace, NullTracker(), screen)
    return workspace.explorer


def names() -> list[str]:
    """All networks by name."""
    return [
        f"{task}-{kind}-{seed}"
        for task, kinds in OF_TASK.items()
        for kind in kinds
        for seed in range(TASKS[task].seeds)
    ]


def shown(task: str) -> str:
    """The network of a task whose page `make lab` writes."""
    return f"{task}-{OF_TASK[task][0]}-0"


def named(name: str) -> tuple[Task, str, int]:
    """Task, kind and seed."""
    for task, kinds in OF_TASK.items():
        for kind in kinds:
            seed = name.removeprefix(f"{task}-{kind}-")
            if seed != name and seed.isdecimal() and int(seed) < TASKS[task].seeds:
                return TASKS[task], kind, int(seed)
    known = ", ".join(f"{task}-{kind}" for task, kinds in OF_TASK.items() for kind in kinds)
    raise UserError(
        f"{name} is not a network of the lab: give one of {known} with its seed, as in {names()[0]}"
    )


def write(
    workspace: Workspace,
    weights: NetworkWeights,
    task: Task,
    words: str,
    about: dict[str, Any] | None = None,
) -> None:
    """The files that the explorer reads: weights as Keras lays them out, card, vocabulary, strings.

    Args:
        workspace: where they go.
        weights: the network.
        task: what it learned.
        words: how it learned.
        about: what the explorer's first page says of the experiment.
    """
    with atomic(workspace.weights) as temporary, h5py.File(temporary, "w") as file:
        for place, array in _arrays(weights).items():
            file[f"layers/{place}"] = array
    task.vocabulary.save(workspace.vocabulary)
    first = weights.layers[0]
    write_json(
        workspace.model,
        {
            "weights_sha256": sha256(workspace.weights),
            "vocabulary_sha256": task.vocabulary.sha256,
            "cell": first.cell,
            "activations": first.activations,
            "about": f"{task.title}; {words}",
            "experiment": about,
        },
    )
    splits = {"train": list(task.training)[:SHOWN], "test": LONGER[task.name]()[:SHOWN]}
    rows = [(item.text, split) for split, items in splits.items() for item in items]
    table = pd.DataFrame(rows, columns=["text", "split"])
    table.insert(0, "tweet_id", [f"{n}" for n in range(len(table))])
    with atomic(workspace.tweets) as temporary:
        table.to_parquet(temporary, index=False)


def _arrays(weights: NetworkWeights) -> dict[str, np.ndarray]:
    found = {"embedding/vars/0": weights.embedding}
    for number, layer in enumerate(weights.layers):
        parts = [layer.kernel, layer.recurrent, layer.bias]
        parts += [] if layer.peephole is None else [layer.peephole]
        name = f"{layer.cell}_{number}" if number else layer.cell
        found |= {f"{name}/cell/vars/{k}": part for k, part in enumerate(parts)}
    return found | {"dense/vars/0": weights.dense, "dense/vars/1": weights.dense_bias}
