"""The page of speed, from what the benchmarks left under `benchmarks/results/`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.core.numbers import count, decimal
from pipeline.core.workspace import read_json
from pipeline.report.results.markdown import joined, table

Found = Mapping[str, Any]


def page(folder: Path) -> str:
    """The page, with a section for each benchmark that was run."""
    lines = [
        "# Speed",
        "",
        "Peers run side by side in the same process or take turns, so the ratios mean more than the "
        "absolute figures. "
        "`make bench` measures again. This page is made from `benchmarks/results/*.json`.",
        "",
    ]
    for name, write in SECTIONS.items():
        path = folder / f"{name}.json"
        if path.exists():
            lines += write(read_json(path))
    return joined(lines)


def training(found: Found) -> list[str]:
    """The training step."""
    peers = list(found["rows"][0]["ratios"])
    rows = [
        (
            f"2 × {row['units']}, {row['batch']} tweets",
            count(row["tweetscope"]),
            *(f"{row['ratios'][peer]:.2f}×" for peer in peers),
            f"{100 * row['share']:.0f} %",
        )
        for row in found["rows"]
    ]
    head = [
        "network, batch",
        "characters a second",
        *(f"over {peer}" for peer in peers),
        "of the product rate",
    ]
    return [
        "## The training step",
        "",
        "Forward, loss, backward, clipping and update, of tweets of 128 characters; median of "
        f"{found['turns']} turns. "
        "*Of the product rate*: the share of the machine's own rate of matrix products of these shapes.",
        "",
        *table(head, rows),
        *layer(found["rows"]),
    ]


def layer(rows: Sequence[Found]) -> list[str]:
    """The layer alone, where it was measured."""
    rows = [row for row in rows if "layer" in row]
    if not rows:
        return []
    kinds = list(rows[0]["layer"])
    body = [
        (f"2 × {row['units']}, {row['batch']} tweets", *(f"{row['layer'][kind]:.2f}×" for kind in kinds))
        for row in rows
    ]
    return [
        "The [layer alone](../guide/layer.md) in `keras.Sequential` and `model.fit`, over the stock layer "
        "there in float32:",
        "",
        *table(["network, batch", *kinds], body),
    ]


def start(found: Found) -> list[str]:
    """How soon a command answers."""
    rows = [
        (name, f"{row['least']:.2f}", f"{row['median']:.2f}", f"{row['cpu']:.2f}")
        for name, row in found["rows"].items()
    ]
    return [
        "## The command line",
        "",
        f"{found['turns']} turns, each in a process of its own.",
        "",
        *table(["command", "least wall seconds", "median", "median CPU seconds"], rows),
    ]


def scan(found: Found) -> list[str]:
    """The scan beside a bare forward pass."""
    rows = [
        (
            f"{count(one['tweets'])} tweets",
            count(one["characters"]),
            decimal(one["scan_s"], 1),
            f"{one['ratio_wall']:.2f}×",
            f"{one['ratio_cpu']:.2f}×",
            decimal(one["peak_gb"], 2),
        )
        for one in found["sizes"]
    ]
    head = ["scanned", "characters", "seconds", "over a forward pass, time", "processor", "peak GB"]
    return [
        "## The scan",
        "",
        f"{count(found['addresses'])} addresses; {found['concepts']}.",
        "",
        *table(head, rows),
        f"Beside scikit-learn's AUROC on stored traces: largest difference "
        f"{decimal(found['agreement']['worst_difference'], 4)} in "
        f"{count(found['agreement']['comparisons'])} comparisons.",
        "",
    ]


def ingestion(found: Found) -> list[str]:
    """Reading and cleaning, and near-duplicates."""
    rows = [(name, count(one["tweets_a_second"])) for name, one in found["speed"].items()]
    copies = [
        (name, decimal(one["recall"]), decimal(one["seconds"], 2))
        for name, one in found["near_duplicates"].items()
    ]
    return [
        "## Reading a corpus",
        "",
        *table(["one core", "tweets a second"], rows),
        *table(["near-duplicates", "recall of true pairs", "seconds"], copies),
    ]


def extremes(found: Found) -> list[str]:
    """Corpora with posts at the edge of what people write."""
    rows = [
        (
            name,
            count(one["kept"]),
            ", ".join(f"{count(number)}: {reason}" for reason, number in one["rejected"].items()) or "none",
            count(one["vocabulary"]),
            decimal(one["cpu_s"], 1),
            decimal(one["peak_bytes"] / 1e9, 2),
        )
        for name, one in found["rows"].items()
    ]
    head = ["corpus", "kept", "rejected", "vocabulary", "CPU seconds", "peak GB"]
    return [
        "## Extreme posts",
        "",
        "Each corpus holds 1,000 ordinary posts too. Seconds are those of all stages up to "
        f"`{found['until']}`, with the preset `smoke`. `{found['command']}` measures again.",
        "",
        *table(head, rows),
    ]


def sampling(found: Found) -> list[str]:
    """Generation, from an untrained network."""
    rows = [
        (name, count(one["tweets/s"]), count(one["characters/s"])) for name, one in found["sampling"].items()
    ]
    return [
        "## Generating",
        "",
        *table(["2 × 256, temperature 1", "tweets a second", "characters a second"], rows),
    ]


def explorer(found: Found) -> list[str]:
    """A key stroke in the explorer."""
    rows = [(f"at the {place}", decimal(one["keystroke_ms"], 1)) for place, one in found["found"].items()]
    shape = " and ".join(map(str, found["units"]))
    return [
        "## The explorer",
        "",
        f"From a key stroke in a text of {found['characters']} characters to the coloured text, with "
        f"{shape} units.",
        "",
        *table(["key stroke", "milliseconds"], rows),
    ]


SECTIONS: dict[str, Callable[[Found], list[str]]] = {
    "train_speed": training,
    "start": start,
    "scan": scan,
    "ingest": ingestion,
    "extremes": extremes,
    "sampling": sampling,
    "explorer": explorer,
}
