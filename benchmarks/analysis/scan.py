"""What the scan costs beside a bare forward pass, how it grows, and whether its scores are scikit-learn's.

The bare forward pass is taken twice: by our own code, and by Keras's stock LSTM layers in TensorFlow.

    python benchmarks/analysis/scan.py data/trump [TWEETS ...]

Without TWEETS: 1,000, 4,000 and all of train and valid, as the stage has them. Reads tweets and spans of a
workspace, and its network (an untrained one of 2×256 when there is none). Times are of this process on all
its threads: wall, and CPU, which neighbours on the machine disturb less.
"""

import os
import resource
import sys
import time
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from pipeline.concepts import GRADED
from pipeline.core.parallel import mapped
from pipeline.core.settings import ScanSettings, TrainSettings
from pipeline.core.workspace import Workspace, write_json
from pipeline.network.activations import stacked
from pipeline.network.batch import PaddedTweets, batches
from pipeline.network.trace import forward
from pipeline.network.weights import LayerWeights, NetworkWeights, load_weights
from pipeline.neurons.certify.held_out import label_mask, part_layout
from pipeline.neurons.controls import untrained
from pipeline.neurons.evidence import Material, labels_of
from pipeline.neurons.labels import LAGS, LabelIndex
from pipeline.neurons.scan.calibrate import calibrate
from pipeline.neurons.scan.graded_values import graded_values
from pipeline.neurons.scan.ranker import parts
from pipeline.neurons.scan.stage import PartitionScan, Sums, scan
from pipeline.text.vocabulary import Vocabulary

RESULTS = Path(__file__).resolve().parents[1] / "results" / "scan.json"
COMPARED = 24  # addresses compared with scikit-learn, drawn evenly
TURNS = 12  # of the scan and the forward pass
SAMPLE = 300  # tweets whose whole trace fits in memory


def clocks() -> np.ndarray:
    return np.array([time.perf_counter(), time.process_time()])


def material(folder: Path) -> Material:
    workspace = Workspace(folder)
    vocabulary = Vocabulary.load(workspace.vocabulary)
    if workspace.weights.exists():
        weights, _ = load_weights(workspace)
    else:
        shape = tuple(
            LayerWeights(np.empty((n, 1024)), np.empty((256, 1024)), np.empty(1024)) for n in (64, 256)
        )
        blank = NetworkWeights(
            np.empty((vocabulary.size, 64)),
            shape,
            np.empty((256, vocabulary.size)),
            np.empty(vocabulary.size),
        )
        weights = untrained(blank, TrainSettings(), 0)
    tweets = pd.read_parquet(workspace.tweets, columns=["tweet_id", "text", "split"])
    return Material(weights, vocabulary, tweets, pd.read_parquet(workspace.spans))


def whole_scan(
    given: Material, labels: LabelIndex, rows: np.ndarray, settings: ScanSettings, turns: int = 1
) -> tuple[Sums, np.ndarray]:
    """Calibration and the pass, as the stage does them (comparisons are apart).

    The pass and a bare forward pass over the same tweets take turns, a part of the tweets each, so that what
    neighbours do to the machine's speed meets both.

    Returns:
        The sums, and wall and CPU seconds of the forward pass and of the scan: [2, 2].
    """
    sample_rows = rows[: max(1, len(rows) * settings.sample_tweets // len(given.tweets))]
    marks = [clocks()]
    graded = graded_values(given.tweets, sample_rows, given.spans, *given.words, 0)
    sample = list(batches(given.layout.ids, sample_rows, settings.batch_size))
    rest = list(batches(given.layout.ids, rows[len(sample_rows) :], settings.batch_size))
    work = [(batch, True) for batch in sample] + [(batch, False) for batch in rest]
    ranker = calibrate(given.weights, sample, settings.bins)
    scanned = PartitionScan(given.weights, ranker, labels, graded)
    marks.append(clocks())
    parts = [work[turn::turns] for turn in range(turns)]
    found = []
    for part in parts:
        forward_only(given.weights, [batch for batch, _ in part])
        marks.append(clocks())
        found.append(scan(scanned, part, lambda characters: None))
        marks.append(clocks())
    times = np.diff(marks, axis=0)
    return reduce(add, found), np.array([times[1::2].sum(axis=0), times[0] + times[2::2].sum(axis=0)])


def forward_only(weights: NetworkWeights, work: list[PaddedTweets]) -> None:
    def run(batch: PaddedTweets) -> float:
        return float(forward(weights, batch.padded)[-1].hidden[-1, 0, 0])

    mapped(run, work)


def keras_forward(weights: NetworkWeights, work: list[PaddedTweets]) -> np.ndarray:
    """Wall and CPU seconds of Keras's own layers, float32, over the same padded batches; compiled before."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras
    import tensorflow as tf

    layers = [keras.layers.Embedding(*weights.embedding.shape)]
    layers += [keras.layers.LSTM(units, return_sequences=True) for units in weights.units]
    model = keras.Sequential(layers)
    run = tf.function(
        lambda x: tf.reduce_sum(model(x)[:, -1]), input_signature=[tf.TensorSpec((None, None), tf.int32)]
    )
    float(run(work[0].padded.T))
    before = clocks()
    for batch in work:
        float(run(batch.padded.T))
    return clocks() - before


def one_piece(weights: NetworkWeights, batch: PaddedTweets) -> np.ndarray:
    """All signals: [positions, addresses]."""
    return np.concatenate([values for _, values in stacked(weights, batch)])


def unsaturated(weights: NetworkWeights, batch: PaddedTweets) -> np.ndarray:
    """As `stacked`, with pre-activations for gates and candidate: [positions, addresses]."""
    columns = [part[batch.real.ravel()] for run in forward(weights, batch.padded) for part, _ in parts(run)]
    return np.concatenate(columns, axis=1)


def agreement(
    given: Material, labels: LabelIndex, rows: np.ndarray, settings: ScanSettings
) -> dict[str, float]:
    """The differences from scikit-learn on stored traces, and how many times slower that is.

    Gates are stored by their pre-activations, as the scan ranks them: where a gate saturates, its float32
    values have ties that its true values have not. The differences from those are given apart.
    """
    ids = [given.layout.ids[row] for row in rows]
    layout = part_layout(given.layout, rows)
    everything = settings.model_copy(update={"sample_tweets": len(given.tweets)})
    sums, times = whole_scan(given, labels, rows, everything)
    found, ours = sums.spans.auroc(), times[1, 1]
    alone = (next(batches([one], np.arange(1), 1)) for one in ids)  # tweet after tweet, as `layout` has them
    both = [(one_piece(given.weights, batch), unsaturated(given.weights, batch)) for batch in alone]
    signals, traces = (np.concatenate(some) for some in zip(*both, strict=True))
    tried = np.linspace(0, traces.shape[1] - 1, COMPARED).astype(int)
    off: list[float] = []
    saturated: list[float] = []
    before = clocks()
    for label in range(len(labels.names) // 2):
        mask = label_mask(labels, label, layout, rows)
        if not mask.any():
            continue
        for lag in LAGS:
            truth = np.zeros(len(traces), dtype=bool)
            truth[layout.read(lag)] = mask
            for address in tried:
                expected = roc_auc_score(truth, traces[:, address])
                off.append(abs(expected - found[label, lag, address]))
                saturated.append(abs(roc_auc_score(truth, signals[:, address]) - found[label, lag, address]))
    theirs = (clocks() - before)[1] / (2 * len(off)) * found.size
    return {
        "median_difference": float(np.median(off)),
        "percentile_99": float(np.quantile(off, 0.99)),
        "worst_difference": max(off),
        "worst_on_float32_gates": max(saturated),
        "comparisons": len(off),
        "times_slower": theirs / ours,
    }


def main(folder: Path, sizes: list[int]) -> None:
    given, settings = material(folder), ScanSettings()
    labels = labels_of(given, 0).only(2 * len(given.concepts))
    order = np.random.default_rng(0).permutation(given.rows("train", "valid"))
    lines, kept = [], []
    for size in sizes or [1000, 4000, len(order)]:
        rows = order[:size]
        work = list(batches(given.layout.ids, rows, settings.batch_size))
        _, ((forward_wall, forward_cpu), (wall, cpu)) = whole_scan(given, labels, rows, settings, TURNS)
        kept.append(work)
        lines.append(
            {
                "tweets": len(rows),
                "characters": sum(batch.characters for batch in work),
                "forward_s": forward_wall,
                "scan_s": wall,
                "forward_cpu_s": forward_cpu,
                "scan_cpu_s": cpu,
                "ratio_cpu": cpu / forward_cpu,
                "ratio_wall": wall / forward_wall,
                "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
            }
        )
    print("| " + " | ".join(lines[0]) + " |\n|" + "---|" * len(lines[0]))
    for line in lines:
        print("| " + " | ".join(f"{v:,}" if isinstance(v, int) else f"{v:.2f}" for v in line.values()) + " |")
    found = agreement(given, labels, order[:SAMPLE], settings)
    concepts = f"{len(given.concepts)} concepts and a control of each, {len(GRADED)} graded"
    addresses = size(given.weights.shape)
    print(f"\n{concepts}, {addresses:,} addresses, both lags. Against scikit-learn on {SAMPLE} tweets:")
    print(", ".join(f"{name} {value:.3g}" for name, value in found.items()))
    stock = keras_forward(given.weights, kept[-1])  # last: TensorFlow's memory is none of the scan's
    ratios = np.array([lines[-1]["scan_s"], lines[-1]["scan_cpu_s"]]) / stock
    print(
        f"Keras's forward pass on {lines[-1]['tweets']} tweets: {stock[0]:.1f} s, {stock[1]:.1f} s CPU; the "
        f"scan takes {ratios[0]:.2f} times that, {ratios[1]:.2f} times its CPU"
    )
    keras_times = {"wall_s": stock[0], "cpu_s": stock[1], "ratio_wall": ratios[0], "ratio_cpu": ratios[1]}
    result = {"sizes": lines, "agreement": found, "keras": keras_times, "concepts": concepts}
    write_json(RESULTS, {**result, "addresses": addresses})


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
