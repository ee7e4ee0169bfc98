"""Probes beside single neurons, and how saturated the gates are."""

import numpy as np
import pandas as pd

from pipeline.core.numbers import Table, count, decimal, interval, percent, probability, signed, words
from pipeline.figures import neurons as figures_neurons
from pipeline.neurons.certify.probes.directions import tells
from pipeline.neurons.certify.probes.table import AGAINST_CAPITALS
from pipeline.neurons.scan.result import ScanResult
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.elsewhere import seed_table
from pipeline.report.sections.section import Section

Array = np.ndarray
GATES = {"i": "input gate", "f": "forget gate", "o": "output gate", "z": "keep gate", "r": "reset gate"}
SATURATED = 0.9  # of the time: a unit whose gate is nearly always open, or closed


def probes(found: Artefacts) -> Section:
    """The section on sparse probes."""
    title = "One neuron or many"
    if found.probes is None or found.probes.empty:
        return Section("probes", title, missing={"sparse probes": "analyze"})
    settings = found.manifests.get("certify", {}).get("fingerprint", {}).get("settings", {})
    values = {"table": probe_table(found.probes), "tweets": probed(found, settings)}
    if "direction_p" in found.probes:  # a table that an earlier version wrote has fewer columns
        values["directions"] = direction_table(found.probes)
    # A table that an earlier version wrote has other columns: `make seeds` writes it again.
    if found.seeds is not None and not found.seeds.empty and "tried" in found.seeds:
        values["seeds"] = seed_table(found.seeds)
    return Section("probes", title, values, {"probes": figures_neurons.probes(found.probes)})


def probed(found: Artefacts, settings: dict) -> str:
    """How many test tweets the probes were measured on, as far as the artefacts tell."""
    test = len(found.split("test"))
    if "probe_tweets" not in settings:
        return f"at most {count(test)} test tweets"
    return f"{count(min(test, settings['probe_tweets']))} test tweets"


def probe_table(frame: pd.DataFrame) -> Table:
    """AUROC with one address, with the largest group, and with all; names also against other capitals."""
    rows = []
    for concept, part in frame.groupby("concept", sort=False):
        by = part.set_index("k")
        rows.append(_probe_row(words(concept), by, "auroc", "auroc_low", "auroc_high"))
        if "matched_auroc" in by and by["matched_auroc"].notna().any():
            rows.append(_probe_row(f"{words(concept)}, against other capitals", by, *AGAINST_CAPITALS))
    columns = ("concept", "one address", "largest group", "that group", "all addresses")
    return Table("AUROC of logistic probes on test tweets, with 95 % interval.", columns, rows)


def direction_table(frame: pd.DataFrame) -> Table:
    """Selectivity and compression of the largest group, and the difference of means as its own claim."""
    rows = []
    for concept, part in frame.groupby("concept", sort=False):
        by = part.set_index("k")
        if 0 not in by.index or len(by) == 1:
            continue
        largest, whole = by.loc[max(by.index)], by.loc[0]
        beyond = tells(whole.direction_p, whole.direction_control_low, whole.direction_untrained_low)
        rows.append(
            (
                words(concept),
                f"{decimal(largest.selectivity)} "
                f"{interval(largest.selectivity_low, largest.selectivity_high)}",
                decimal(largest.compression, 1),
                f"{decimal(whole.direction_auroc)} {interval(whole.direction_low, whole.direction_high)}",
                f"{signed(whole.direction_gain)} {interval(whole.gain_low, whole.gain_high)}",
                probability(whole.direction_p),
                f"{decimal(whole.direction_control)}, {decimal(whole.direction_untrained)}",
                "tells" if beyond else "–",
            )
        )
    columns = (
        *("concept", "selectivity of the largest group", "compression", "difference of means"),
        *("over the best address", "p", "control task, untrained", "grade"),
    )
    caption = (
        "Selectivity: AUROC over that of the control task. Compression: how many times shorter the labels "
        "become in an online code. The difference of the class means over all addresses has a certificate of "
        "its own: beyond chance, the control task and untrained networks."
    )
    return Table(caption, columns, rows)


def _probe_row(name: str, by: pd.DataFrame, score: str, low: str, high: str) -> tuple[str, ...]:
    """A row of the table from the probes of one concept, indexed by size."""
    largest = max((k for k in by.index), default=0)
    cells = ["–"] * 3
    for place, k in enumerate((1, largest, 0)):
        if k in by.index:
            row = by.loc[k]
            cells[place] = f"{decimal(row[score])} {interval(row[low], row[high])}"
    return (name, cells[0], f"{largest}", *cells[1:])


def saturation(found: Artefacts) -> Section:
    """The section on gates (Karpathy, Johnson & Li 2015, §4.2)."""
    title = "Gate saturation"
    if found.scan is None:
        return Section("saturation", title, missing={"the scan of all units": "analyze"})
    low, high, gates = shares(found.scan)
    settings = found.manifests.get("scan", {}).get("fingerprint", {}).get("settings", {})
    sample = min(settings["sample_tweets"], found.scan.tweets) if "sample_tweets" in settings else None
    values = {
        "table": saturation_table(low, high, gates) if gates else None,
        "sample": f"{count(sample)} tweets" if sample else "a sample of tweets",
        "units": found.scan.units,
        "residual": found.scan.residual,
    }
    figures = {"saturation": figures_neurons.saturation(low, high, gates)} if gates else {}
    return Section("saturation", title, values, figures)


def shares(scan: ScanResult) -> tuple[Array, Array, list[str]]:
    """Shares of time below .1 and above .9, [layers, gates, units] each, and what the gates are called."""
    signals, units = scan.shape[0]
    shape = (scan.layers, len(signals), units)
    places = [n for n, signal in enumerate(signals) if signal in GATES]
    names = [GATES[signals[n]] for n in places]
    return scan.low_share.reshape(shape)[:, places], scan.high_share.reshape(shape)[:, places], names


def saturation_table(low: Array, high: Array, gates: list[str]) -> Table:
    """Mean shares by layer and gate, and how many units are nearly always open or closed."""
    rows = [
        (
            f"layer {layer + 1}, {name}",
            percent(float(low[layer, gate].mean())),
            percent(float(high[layer, gate].mean())),
            count((low[layer, gate] > SATURATED).sum()),
            count((high[layer, gate] > SATURATED).sum()),
        )
        for layer in range(len(low))
        for gate, name in enumerate(gates)
    ]
    columns = (
        "gate",
        "time below .1",
        "time above .9",
        "units closed 90 % of time",
        "units open 90 % of time",
    )
    return Table(f"Mean over the {low.shape[2]} units of each layer.", columns, rows)
