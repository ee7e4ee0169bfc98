"""The figures of the results pages, drawn from the facts."""

from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from pipeline.core.workspace import atomic
from pipeline.figures import bits as figures_bits
from pipeline.figures import course
from pipeline.figures import neurons as figures_neurons
from pipeline.figures import quality as figures_quality
from pipeline.figures.style import STYLE, styled
from pipeline.report.results.facts import Facts
from pipeline.report.results.sections.findings import ABLATED

CERTIFICATE = {"score": "auroc", "low": "auroc_low", "high": "auroc_high"}
BESIDE = {"control": "control_auroc", "untrained": "untrained_auroc", "ngram": "ngram_auroc"}


def drawings(facts: Facts, history: pd.DataFrame, quality: pd.DataFrame | None) -> dict[str, Figure]:
    """File name → figure, for what there is.

    Args:
        facts: of the corpus.
        history: the whole curve of training, finer than the facts hold.
        quality: all measures by temperature.
    """
    made = {"curve.svg": course.training(history)}
    if facts.bits is not None:
        table = pd.DataFrame([part.model_dump() for part in facts.bits.parts])
        made["bits.svg"] = styled(figures_bits.figure)(table)
    best = [one.model_dump() for one in facts.certificates if one.kind == "span" and one.certified]
    if best:
        frame = pd.DataFrame(best).rename(columns={**CERTIFICATE, **BESIDE})
        made["evidence.svg"] = figures_neurons.evidence(frame.sort_values("auroc", ascending=False))
    ablated = [one.model_dump() for one in facts.effects if one.kind == ABLATED]
    if ablated:
        made["ablation.svg"] = figures_neurons.ablation(pd.DataFrame(ablated))
    if quality is not None:
        made["quality.svg"] = figures_quality.quality(quality)
    return made


def save(figure: Figure, path: Path) -> None:
    """Write a figure as SVG on white paper; the same figure gives the same bytes."""
    with mpl.rc_context({**STYLE, "svg.hashsalt": path.stem}), atomic(path) as temporary:
        figure.savefig(temporary, format="svg", facecolor="white", metadata={"Date": None})
