"""Proofs of all networks with hard gates: for which they go through, and where one fails."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from pipeline.lab.findings import of_counter, of_memoriser
from pipeline.lab.proofs import certificate, verify
from pipeline.lab.running import exact, right_to
from pipeline.lab.store import Lab, parameters
from pipeline.lab.tasks import selective
from pipeline.lab.tasks.task import Task
from pipeline.network.weights import NetworkWeights

LOOKED = 200  # numbers among which a counterexample is looked for


def first_wrong(task: str, weights: NetworkWeights) -> int | None:
    """The least number whose string is wrong, up to LOOKED; None if none is."""
    reach: Mapping[str, Callable[[NetworkWeights], int]] = {
        "counter": lambda w: of_counter.reach(w, LOOKED),
        "memoriser": lambda w: of_memoriser.reach(w, LOOKED),
        "selective": lambda w: right_to(
            exact(w, [selective.plain(n) for n in range(1, LOOKED + 1)], selective.TASK.vocabulary)
        ),
    }
    right = reach[task](weights)
    return right + 1 if right < LOOKED else None


def table(lab: Lab, tasks: Sequence[Task], hard: Mapping[str, Sequence[NetworkWeights]]) -> pd.DataFrame:
    """One row a network; certificates are written, and each is checked by the checker."""
    rows = []
    for task in tasks:
        ids = {c: int(task.vocabulary.encode(c)[0]) for c in task.characters}
        for seed, weights in enumerate(hard[task.name]):
            rows.append({"task": task.name, "seed": seed, **_row(lab, task, seed, weights, ids)})
    return pd.DataFrame(rows)


def _row(
    lab: Lab, task: Task, seed: int, weights: NetworkWeights, ids: Mapping[str, int]
) -> dict[str, object]:
    proof = certificate.proved(task.name, weights, ids)
    path = lab.certificate(task.name, seed)
    path.unlink(missing_ok=True)  # of an earlier network
    if proof is not None:
        certificate.write(path, task.name, ids, proof)
        verify.check(certificate.contents(task.name, ids, proof))
    return {
        "proved": proof is not None,
        "factor": proof.factor if proof else float("nan"),
        "first": proof.found.first if proof else 0,
        "units": task.units,
        "parameters": parameters(weights),
        "counting": int((proof.found.sign != 0).sum()) if proof else 0,
        "first_wrong": None if proof else first_wrong(task.name, weights),
    }
