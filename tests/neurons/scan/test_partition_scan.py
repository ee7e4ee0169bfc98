"""A scan by partition adds up to the same bytes whoever computes, and to those of a plain loop."""

import operator
from functools import reduce
from pathlib import Path

import numpy as np
from partition_work import Dying, digest
from toys import random_weights

from pipeline.core.engine import InProcess, map_merge
from pipeline.core.parallel import PARTITIONS
from pipeline.core.workers.processes import Processes
from pipeline.network.batch import batches
from pipeline.neurons.labels import LabelIndex
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.neurons.scan.graded_values import GradedValues
from pipeline.neurons.scan.stage import PartitionScan, Sums, scan

TWEETS = 120


def everything(sums: Sums) -> str:
    """The digest of all that was added up."""
    assert sums.graded is not None
    parts = [*vars(sums.spans).values(), *vars(sums.graded).values()]
    return digest(np.concatenate([np.ravel(part).astype(np.float64) for part in parts]))


def test_the_same_bytes_on_any_engine_and_with_a_worker_killed(tmp_path: Path) -> None:
    """Threads, two processes, two of which one is killed; the order of additions is that of a plain loop."""
    random = np.random.default_rng(3)
    ids = [random.integers(3, 9, n).astype(np.int32) for n in random.integers(5, 40, TWEETS)]
    lengths = np.array([len(one) for one in ids])
    tweet = random.integers(0, TWEETS, 80)
    labels = LabelIndex.of(["a"], [(tweet, np.zeros(80, int), np.minimum(lengths[tweet], 3))], TWEETS)
    value = random.random((2, 1, lengths.sum())).astype(np.float32)
    graded = GradedValues(("g",), value[0], value[1], np.concatenate([[0], np.cumsum(lengths)]))
    work = [(batch, number % 3 == 0) for number, batch in enumerate(batches(ids, np.arange(TWEETS), 4))]
    weights = random_weights(9)
    one = PartitionScan(weights, calibrate(weights, [batch for batch, _ in work], 64), labels, graded)

    partitions = [work[first::PARTITIONS] for first in range(PARTITIONS)]
    singly = [reduce(operator.add, [one([item]) for item in part]) for part in partitions]
    expected = everything(reduce(operator.add, singly))
    told: list[int] = []
    mark = tmp_path / "killed"
    assert everything(scan(one, work, told.append, InProcess(2))) == expected
    assert sum(told) == lengths.sum()
    with Processes(2) as two:
        assert everything(scan(one, work, told.append, two)) == expected
        assert everything(map_merge(two, Dying(one, mark, 4), partitions, operator.add)) == expected
    assert mark.exists()
