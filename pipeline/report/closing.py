"""What `make demo` ends with: one screen of what was found, where it is, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.concepts import CONCEPTS, GRADED
from pipeline.core.numbers import decimal, interval, words
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import Workspace
from pipeline.neurons.certify.grades import grade
from pipeline.neurons.first import ranked
from pipeline.report.artefacts import Artefacts, read

NAMED = (
    "proper_noun",
    "quotation",
    "aux_be",
)  # what the program was begun for
SAMPLES = 5
NONE, FULL = 50, 95  # percentiles of a tweet's values up to which no colour is, and from which it is full


@dataclass(frozen=True)
class Shaded:
    """A text, each character with a colour from 0 (none) to 1 (full)."""

    text: str
    shades: tuple[float, ...]


def close(workspace: Workspace, screen: QuietScreen) -> None:
    """Show it; parts whose artefacts are not there are left out."""
    for block in closing(read(workspace), workspace):
        if isinstance(block, Shaded):
            screen.shaded(block.text, block.shades)
        else:
            screen.say(block)


def closing(found: Artefacts, workspace: Workspace) -> Iterator[str | Shaded]:
    """The lines of the last screen."""
    yield ""
    yield from _bits(found.bits)
    if found.certificates is not None:
        yield _concepts(found.certificates)
        for best in _shown(found.certificates, found.interventions).itertuples(index=False):
            yield from _detector(best, found.passages or {})
    if found.samples is not None:
        yield ""
        yield f"{SAMPLES} of {len(found.samples):,} samples:"
        yield from (f"  {_one_line(text)}" for text in found.samples["text"].head(SAMPLES))
    yield ""
    yield "Open:"
    for path in (workspace.report, workspace.explorer, workspace.samples.with_suffix(".txt")):
        if path.exists():
            yield f"  {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}"
    yield "Next: make train analyze NAME=mine CORPUS=path/to/your/posts"
    yield f"      make ui   (the runs of {found.name} in MLflow)"


def _bits(table: pd.DataFrame | None) -> Iterator[str]:
    if table is not None:
        whole = table[table["by"] == "all"].iloc[0]
        yield (
            f"Bits per character on tweets that it never saw: the network {decimal(whole['lstm'])}, "
            f"PPMd {decimal(whole['ppm'])}, 6-gram {decimal(whole['ngram'])}"
        )


def _concepts(certificates: pd.DataFrame) -> str:
    """How many concepts were looked for, and which of them no neuron tells."""
    best = certificates[certificates["rank"] == 0]
    refused = [words(name) for name in best.loc[~best["certified"], "concept"]]
    line = f"Concepts with a neuron that tells them: {len(best) - len(refused)} of {len(best)}"
    return f"{line}; without: {', '.join(refused)}" if refused else line


def _shown(certificates: pd.DataFrame, interventions: pd.DataFrame | None) -> pd.DataFrame:
    """The most convincing detector, then those of NAMED and of the concepts that settings add."""
    first = ranked(certificates, interventions).head(1)
    best = certificates[(certificates["rank"] == 0) & ~certificates["concept"].isin(first["concept"])]
    named = best[best["concept"].isin(NAMED)].sort_values("concept", key=lambda names: names.map(NAMED.index))
    return pd.concat([first, named, best[~best["concept"].isin([*CONCEPTS, *GRADED])]])


def _detector(best: Any, passages: dict[str, Any]) -> Iterator[str | Shaded]:
    """A neuron of a concept, and a tweet coloured by it."""
    yield ""
    yield (
        f"{words(best.concept).capitalize()}: {best.address}, AUROC {decimal(best.auroc)} "
        f"{interval(best.auroc_low, best.auroc_high)}, {words(grade(best))}"
    )
    told = passages.get(best.concept, {})
    if told.get("address") == best.address:
        examples = [one for one in told["passages"] if one["kind"] == "example"]
        shortest = sorted(examples, key=lambda one: len(one["text"]))[:1]
        yield from (_shaded(one, best.sign) for one in shortest)


def _shaded(passage: dict[str, Any], sign: int) -> Shaded:
    """A tweet in one line; the shade is how far a value lies towards the concept, from the median on."""
    values = sign * np.array(passage["values"])
    low, high = np.percentile(values, [NONE, FULL])
    shades = np.clip((values - low) / max(high - low, 1e-9), 0, 1)
    text = _one_line(passage["text"])
    return Shaded(text, tuple(float(shade) for shade in shades[: len(text)]))


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎")
