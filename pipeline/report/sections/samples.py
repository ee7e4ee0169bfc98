"""What the network writes: samples, how new they are, and how good by temperature."""

from typing import Any

import pandas as pd

from pipeline.core.numbers import Table, count, decimal, percent
from pipeline.figures import quality as figures
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section

NOVELTY = {
    "longest_copy": ("longest copy of training text (characters)", 0),
    "nearest_distance": ("edits to the nearest training tweet", 0),
    "nearest_share": ("the same by length", 3),
    "new_5gram_share": ("share of 5-grams that are new", 3),
    "new_8gram_share": ("share of 8-grams that are new", 3),
}
QUALITY = {
    "discriminator": ("told from real", 3),
    "longest_copy_d": ("copies apart (KS D)", 3),
    "nearest_share_d": ("distances apart (KS D)", 3),
    "self_bleu": ("self-BLEU", 3),
    "distinct_2": ("distinct word pairs", 3),
    "in_vocabulary": ("known words", 3),
    "ngram_bits": ("bits by an n-gram model of real tweets", 3),
    "reverse_bits": ("bits of real tweets by one of samples", 3),
    "length_mean": ("characters", 1),
}


def samples(found: Artefacts, shown: int) -> Section:
    """The section, from the samples, the novelty of real tweets and the quality curve.

    Args:
        shown: samples printed.
    """
    if found.samples is None:
        return Section("samples", "Samples", missing={"samples": "samples"})
    frame = found.samples
    values: dict[str, Any] = {
        "count": len(frame),
        "shown": frame.head(shown).to_dict("records"),
        "temperature": ", ".join(sorted({f"{t:g}" for t in frame["temperature"]})),
        "prompted": int((frame["prompt"].fillna("") != "").sum()),
        "finished": percent(float(frame["finished"].mean())),
        "bits": decimal(float(frame["bits_per_char"].mean())),
    }
    values["novelty"] = novelty(frame, found.real_novelty)
    drawn, missing = {}, {}
    if found.real_novelty is not None:
        drawn["novelty"] = figures.novelty(frame, found.real_novelty)
    if found.quality is None:
        missing["the quality curve"] = "samples"
    else:
        values["quality"], drawn["quality"] = quality(found.quality), figures.quality(found.quality)
    return Section("samples", "Samples", values, drawn, missing)


def novelty(frame: pd.DataFrame, real: pd.DataFrame | None) -> Table:
    """Medians and extremes of the novelty figures, of samples and of real test tweets."""
    rows = []
    for name, (title, places) in NOVELTY.items():
        cells = [decimal(float(frame[name].quantile(q)), places) for q in (0.05, 0.5, 0.95)]
        rows.append((title, *cells, decimal(float(real[name].median()), places) if real is not None else "–"))
    size = f"{count(len(frame))} samples" + (
        f", {count(len(real))} real test tweets" if real is not None else ""
    )
    columns = ("against the training tweets", "5 %", "median", "95 %", "median of real tweets")
    return Table(f"Novelty: {size}.", columns, rows)


def quality(frame: pd.DataFrame) -> Table:
    """The quality curve as a table, the row of real tweets last."""
    ordered = frame.sort_values("temperature", na_position="last")
    names = [name for name in QUALITY if name in frame]
    rows = [
        (
            f"{row['temperature']:g}" if pd.notna(row["temperature"]) else "real",
            count(row["count"]),
            *(decimal(row[name], QUALITY[name][1]) for name in names),
        )
        for row in ordered.to_dict("records")
    ]
    heads = (QUALITY[name][0] for name in names)
    return Table("Measures by temperature, beside real valid tweets.", ("temperature", "texts", *heads), rows)
