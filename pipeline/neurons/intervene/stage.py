"""The stage `intervene`: what each detector does, by ablation, position, steering and its history."""

from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.errors import NothingToFind
from pipeline.core.parallel import mapped
from pipeline.core.screen import QuietScreen
from pipeline.core.settings import InterveneSettings
from pipeline.core.tables import write_table
from pipeline.core.workspace import Workspace, read_table
from pipeline.figures import neurons as figures
from pipeline.network.activations import Concatenation, activations
from pipeline.network.address import Address
from pipeline.network.weights import NetworkWeights, read_weights
from pipeline.neurons.causes.columns import CAUSES, REMOVALS, SETS
from pipeline.neurons.causes.removal import RemovalBench, removals
from pipeline.neurons.causes.sets import sets
from pipeline.neurons.causes.table import CauseBench, causes
from pipeline.neurons.chosen import Chosen, chosen, told
from pipeline.neurons.evidence import Material, material
from pipeline.neurons.intervene.birth import birth, snapshots
from pipeline.neurons.intervene.columns import INTERVENTIONS
from pipeline.neurons.intervene.effects import ablated_characters, effects, memory
from pipeline.neurons.intervene.extents import extents
from pipeline.neurons.intervene.position import curves
from pipeline.neurons.intervene.steer import doses, responses
from pipeline.neurons.moments import Moments, moments
from pipeline.tracking.tracker import NullTracker

Array = np.ndarray

USUAL = 400  # train tweets over which a unit's mean, spread and range are taken
CHOOSING = 200  # train tweets on which a snapshot's best address is chosen


def run(
    settings: InterveneSettings, workspace: Workspace, tracker: NullTracker, screen: QuietScreen
) -> dict[str, Any]:
    """Write `causes.parquet` (which detectors matter), `sets.parquet` (what units carry together),
    `removals.parquet` (what is left without a concept's directions) and `interventions.parquet`.

    The last has rows of kind ablate_c, ablate_h, position, clamp and birth:

    - ablate_c, ablate_h: `value` is the change in bits a character (`where` inside, edge, outside) when the
      detector's unit is set to its mean; `random_…` the same of random units of like variance.
      A graded concept counts along a stretch (`extents`), which has the same three regions; where that is the
      whole tweet, what lies outside is its EOS: what the network knows about the end.
    - position: `value` is the mean activation `dose` characters from a span's start or end (`where`).
    - clamp: `value` is the rate a tweet of `where` while the unit's memory is held `dose` standard deviations
      from its mean; a `dose` of NaN is the free network.
    - birth: `value` is the AUROC on test tweets at step `dose`, of the final address and of the best then.

    Clamps and births are of span concepts: rates and AUROC, which tell them, mean nothing of a position.

    Raises:
        UserError: an artefact is missing or does not fit the others, or a detector was not found.
    """
    certificates = read_table(workspace.need(workspace.certificates, "analyze"))
    found, graded = chosen(certificates), chosen(certificates, "graded")
    if not found and not graded:
        raise NothingToFind(f"{workspace.certificates} names no detector: run `make analyze` again")
    read = material(workspace)
    testing = _sample(read, "test", settings.tweets, settings.seed)
    usual = moments(read.weights, _sample(read, "train", USUAL, settings.seed).ids)
    spans = pd.concat([read.spans, extents(read.tweets[read.tweets["split"] == "test"], read.spans)])
    parts = [
        _ablations(read.weights, testing, spans, [*found, *graded], usual, settings, screen),
        _positions(read.weights, testing, spans, [*found, *graded], settings),
        _steering(read, found, usual, settings, screen),
        _births(read, testing, found, settings, workspace, tracker, screen),
    ]
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True).reindex(
        columns=list(INTERVENTIONS.columns)
    )
    bench = _bench(read, found, usual, settings)
    with screen.progress("interchange", len(found), "detectors") as advance:
        caused = causes(bench, read.spans, found, advance)
    shown = told(certificates, found)
    grouped = _sets(bench, read, shown, screen)
    removed = _removals(read, shown, settings, screen)
    write_table(frame, workspace.interventions, INTERVENTIONS)
    write_table(caused, workspace.causes, CAUSES)
    write_table(grouped, workspace.sets, SETS)
    write_table(removed, workspace.removals, REMOVALS)
    _show(frame, tracker, screen)
    tracker.table(caused, "causes")
    tracker.table(grouped, "sets")
    tracker.table(removed, "removals")
    return {
        "detectors": len(found) + len(graded),
        "matters": int(caused["matters"].sum()) if len(caused) else 0,
        "sets": int(grouped["smallest"].sum()) if len(grouped) else 0,
        **{str(kind): int(n) for kind, n in frame["kind"].value_counts().items()},
    }


def _sample(read: Material, split: str, most: int, seed: int) -> Concatenation:
    """Up to `most` tweets of a split in a random order."""
    part = read.tweets[read.tweets["split"] == split]
    return Concatenation.of(part.sample(min(most, len(part)), random_state=seed), read.vocabulary)


def _ablations(
    weights: NetworkWeights,
    testing: Concatenation,
    spans: pd.DataFrame,
    found: list[Chosen],
    usual: Moments,
    settings: InterveneSettings,
    screen: QuietScreen,
) -> pd.DataFrame:
    total = ablated_characters(weights, testing, found, usual, settings)
    with screen.progress("ablate", total, "characters") as advance:
        return effects(weights, testing, spans, found, usual, settings, advance)


def _bench(read: Material, found: list[Chosen], usual: Moments, settings: InterveneSettings) -> CauseBench:
    """What interchanges are measured with, on all test tweets: a concept may be in few of them."""
    test = _sample(read, "test", len(read.tweets), settings.seed)
    return CauseBench.of(
        read.weights, test, _sample(read, "train", USUAL, settings.seed), found, usual, settings
    )


def _sets(bench: CauseBench, read: Material, found: list[Chosen], screen: QuietScreen) -> pd.DataFrame:
    """The sets of the concepts that some unit tells."""
    if not bench.settings.set_units:
        return pd.DataFrame()
    valid = _sample(read, "valid", len(read.tweets), bench.settings.seed)
    with screen.progress("sets of units", len(found), "concepts") as advance:
        return sets(bench, valid, read.spans, found, advance)


def _removals(
    read: Material, found: list[Chosen], settings: InterveneSettings, screen: QuietScreen
) -> pd.DataFrame:
    """What is left, and what it costs, once the directions of the same concepts are removed."""
    if not settings.removal_tweets or not found:
        return pd.DataFrame()
    splits = ("train", "valid", "test")
    layouts = [_sample(read, split, settings.removal_tweets, settings.seed) for split in splits]
    with screen.progress("remove", len(found), "concepts") as advance:
        bench = RemovalBench.of(read.weights, layouts, settings)
        return removals(bench, read.spans, found, advance)


def _positions(
    weights: NetworkWeights,
    testing: Concatenation,
    spans: pd.DataFrame,
    found: list[Chosen],
    settings: InterveneSettings,
) -> pd.DataFrame:
    values = activations(weights, testing.ids, [one.address for one in found])

    def table(item: tuple[Chosen, Array]) -> pd.DataFrame:
        one, row = item
        scores = row[testing.read(one.lag)]
        curve = curves(scores, testing, spans, one.concept, settings.bootstrap, settings.seed)
        return curve.assign(concept=one.concept, address=str(one.address))

    tables = mapped(table, zip(found, values, strict=True))
    return pd.concat(tables, ignore_index=True).assign(kind="position", tweets=len(testing.ids))


def _steering(
    read: Material, found: list[Chosen], usual: Moments, settings: InterveneSettings, screen: QuietScreen
) -> pd.DataFrame:
    """Each unit is steered once, though several concepts may have chosen it."""
    if not found:
        return pd.DataFrame()
    units = list(dict.fromkeys((one.address.layer, one.address.unit) for one in found))
    signal = memory(read.weights)
    given = [
        doses(Address(layer, signal, unit), usual, settings.doses, read.weights.shape)
        for layer, unit in units
    ]
    with screen.progress("steer", 1 + len(units), "units") as advance:
        steered = responses(
            read.weights, read.vocabulary, given, settings.steered, settings.bootstrap, settings.seed, advance
        )
    by_unit = dict(zip(units, steered, strict=True))
    tables = [
        by_unit[one.address.layer, one.address.unit].assign(concept=one.concept, address=str(one.address))
        for one in found
    ]
    return pd.concat(tables, ignore_index=True).assign(kind="clamp")


def _births(
    read: Material,
    testing: Concatenation,
    found: list[Chosen],
    settings: InterveneSettings,
    workspace: Workspace,
    tracker: NullTracker,
    screen: QuietScreen,
) -> pd.DataFrame:
    """The birth curves, one row for each snapshot and detector; each point goes to the tracker as well."""
    kept = snapshots(workspace.snapshots, settings.snapshots) if found else []
    if found and not kept:
        screen.warn("no snapshots of training were kept: the birth of the detectors is not reported")
    choosing = _sample(read, "train", CHOOSING, settings.seed)
    tables, layer = [], read.weights.layers[0]
    with screen.progress("birth", len(kept), "snapshots") as advance:
        for step, path in kept:
            now = read_weights(path, layer.cell, layer.activations)
            table = birth(now, choosing, testing, read.spans, found, settings.bootstrap, settings.seed)
            tables.append(table.assign(dose=float(step), kind="birth"))
            final = table[table["where"] == "final"]
            tracker.metrics({f"test/auroc_{row.concept}": row.value for row in final.itertuples()}, step)
            advance()
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _show(frame: pd.DataFrame, tracker: NullTracker, screen: QuietScreen) -> None:
    """The table and the figures, and the lasting ablations (of the memory) on the screen."""
    tracker.table(frame, "interventions")
    for kind, draw, name in (("clamp", figures.dose, "dose_response"), ("birth", figures.birth, "birth")):
        if len(rows := frame[frame["kind"] == kind]):
            tracker.figure(draw(rows), name)
    lasting = frame[frame["kind"] == ("ablate_c" if (frame["kind"] == "ablate_c").any() else "ablate_h")]
    rows = []
    for (concept, address), part in lasting.groupby(["concept", "address"], sort=False):
        value = part.set_index("where")["value"]
        rows.append((concept, address, *(float(value[where]) for where in ("inside", "edge", "outside"))))
    title = "bits lost a character when the unit's memory is set to its mean"
    screen.table(title, ["concept", "address", "inside", "edge", "elsewhere"], rows)
