"""How often gates are open or shut, task by task."""

from collections.abc import Mapping, Sequence

import numpy as np

from pipeline.lab.findings import signals
from pipeline.lab.findings.finding import Finding
from pipeline.lab.tasks.task import Task
from pipeline.network.weights import NetworkWeights

READ = 60  # learned strings
HALF = 0.5  # of the values must lie at an end
NAMES = {"i": "input", "f": "forget", "o": "output"}


def finding(task: Task, weights: Sequence[NetworkWeights], words: str) -> Finding:
    """Whether the gates of a task's networks are mostly at their ends, and which are."""
    shares = [_shares(task, one) for one in weights]
    mean = {gate: float(np.mean([one[gate] for one in shares])) for gate in NAMES}
    each = [float(np.mean([*one.values()])) for one in shares]
    return Finding.of(
        "at their ends",
        task.name,
        "Gates are open or shut, seldom between.",
        f"share of i, f and o below {signals.SHUT:g} or above {signals.FULL:g} over learned strings, all "
        "units; passes above .5",
        words,
        [(share, share > HALF) for share in each],
        ", ".join(f"{name} gates {mean[gate]:.0%}" for gate, name in NAMES.items()),
    )


def _shares(task: Task, weights: NetworkWeights) -> Mapping[str, float]:
    read = signals.read(weights, task.training[:READ], task.vocabulary)
    return signals.saturation(read, len(weights.layers))
