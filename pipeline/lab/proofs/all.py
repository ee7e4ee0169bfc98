"""Proofs of all networks with hard gates: for which they go through, and where one fails."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pandas as pd

from pipeline.core.screen import Advance
from pipeline.lab.findings import of_counter, of_memoriser
from pipeline.lab.networks.running import exact, right_to
from pipeline.lab.proofs import certificate, verify
from pipeline.lab.proofs.certificate import Proved
from pipeline.lab.store import Lab, parameters
from pipeline.lab.tasks import counter, memoriser, selective
from pipeline.lab.tasks.task import Item, Strings, Task
from pipeline.network.weights import NetworkWeights

LOOKED = 200  # numbers among which a counterexample is looked for
CHOSEN = 40  # learned strings that ablation is judged on
BEYOND = range(11, 61)  # numbers of strings that the trained network and the proved one are compared on


def first_wrong(task: str, weights: NetworkWeights) -> int | None:
    """The least number whose string is wrong as the network was trained, up to LOOKED; None if none is."""
    reach: Mapping[str, Callable[[NetworkWeights], int]] = {
        "counter": lambda w: of_counter.reach(w, LOOKED),
        "memoriser": lambda w: of_memoriser.reach(w, LOOKED),
        "selective": lambda w: right_to(
            exact(w, [selective.plain(n) for n in range(1, LOOKED + 1)], selective.TASK.vocabulary)
        ),
    }
    right = reach[task](weights)
    return right + 1 if right < LOOKED else None


def table(
    lab: Lab, tasks: Sequence[Task], hard: Mapping[str, Sequence[NetworkWeights]], advance: Advance
) -> pd.DataFrame:
    """One row a network; certificates are written, and each is checked by the checker."""
    work = [(task, seed, weights) for task in tasks for seed, weights in enumerate(hard[task.name])]
    workers = min(len(work), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_row, lab, *each) for each in work]
        rows = []
        for (task, seed, _), future in zip(work, futures, strict=True):
            rows.append({"task": task.name, "seed": seed, **future.result()})
            advance(1, f"{task.name} {seed}")
    return pd.DataFrame(rows)


def _row(lab: Lab, task: Task, seed: int, weights: NetworkWeights) -> dict[str, object]:
    ids = {c: int(task.vocabulary.encode(c)[0]) for c in task.characters}
    proof = certificate.proved(task.name, weights, ids, Strings.of(task.training[:CHOSEN], task.vocabulary))
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
        "kept": len(proof.units) if proof else 0,
        "parameters": parameters(proof.network.weights()) if proof else parameters(weights),
        "counting": int((proof.found.sign != 0).sum()) if proof else 0,
        "as_trained": as_trained(task, weights, proof) if proof else float("nan"),
        "first_wrong": first_wrong(task.name, weights),
    }


def as_trained(task: Task, weights: NetworkWeights, proof: Proved) -> float:
    """The share of longer strings on which the proved network is right or wrong as the trained one is."""
    strings: Mapping[str, Callable[[], list[Item]]] = {
        "counter": lambda: counter.strings(BEYOND),
        "memoriser": lambda: memoriser.strings(BEYOND),
        "selective": selective.held_out,
    }
    items = strings[task.name]()
    trained, snapped = (exact(w, items, task.vocabulary) for w in (weights, proof.network.weights()))
    return float((trained == snapped).mean())
