"""Universality: for which concepts networks trained from other seeds grow a detector again."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_table
from pipeline.network.weights import checked_card
from pipeline.neurons.causes.matters import graded_whole
from pipeline.neurons.elsewhere.columns import SEEDS
from pipeline.neurons.elsewhere.matching import NOTHING, Same, compared, memories
from pipeline.neurons.scan.result import load

GRADES = ("tells", "beats_rivals", "beyond_spelling")


def other_seeds(own: int, count: int) -> list[int]:
    """The seeds of the networks beside the present one, whose seed is `own`: `count` networks in all."""
    return [seed for seed in range(count) if seed != own][: count - 1]


def summarise(workspaces: Sequence[Workspace]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The best detector of each concept over several networks, the most universal first; and the networks.

    Args:
        workspaces: of one corpus, each with a network of its own and its certificates.

    Returns:
        tables as `columns.SEEDS` and `columns.NETWORKS` say.

    Raises:
        UserError: a workspace has no certificates, or none was given, or their test tweets differ.
    """
    if not workspaces:
        raise UserError("no network to compare: train some with `make seeds SEEDS=5`")
    best = [_best(one) for one in workspaces]
    scans = [load(one.need(one.scan, "analyze")) for one in workspaces]
    units = compared([memories(one) for one in workspaces], best, scans)
    networks = pd.DataFrame([_network(*one) for one in zip(workspaces, best, strict=True)])
    return compare(best, units), networks


def _best(workspace: Workspace) -> pd.DataFrame:
    """The best address of each concept, with all grades; `matters` is missing where that was not tried:
    before the stage `intervene` has run, and of graded concepts."""
    table = read_table(workspace.need(workspace.certificates, "analyze"))
    causes = read_table(workspace.causes) if workspace.found(workspace.causes) else None
    whole = graded_whole(table, causes)
    assert whole is not None  # there are certificates
    best = whole[whole["rank"] == 0]
    tried = () if causes is None else causes["concept"]
    return best.assign(matters=best["matters"].astype(float).where(best["concept"].isin(tried)))


def _network(workspace: Workspace, best: pd.DataFrame) -> dict[str, object]:
    card = checked_card(workspace)
    grades = {name: int(best[name].sum()) for name in GRADES}
    bits = {split: float(card.get(f"{split}_bits_per_char", float("nan"))) for split in ("test", "valid")}
    return {
        "name": workspace.name,
        "seed": float(card.get("settings", {}).get("seed", float("nan"))),
        "weights": card["weights_sha256"],
        **bits,
        "concepts": len(best),
        **grades,
        "matters": float(best["matters"].sum(min_count=1)),
    }


def compare(best: Sequence[pd.DataFrame], units: Mapping[str, Same]) -> pd.DataFrame:
    """Each concept over the best certificates of each network, and what `matching.compared` found."""
    grouped = pd.concat(best, ignore_index=True).groupby("concept", sort=False)
    frame = grouped.agg(
        networks=("auroc", "size"),
        **{name: (name, "sum") for name in GRADES},
        matters=("matters", "sum"),
        tried=("matters", "count"),
        auroc_mean=("auroc", "mean"),
        auroc_std=("auroc", "std"),
        auroc_low=("auroc", "min"),
        auroc_high=("auroc", "max"),
        addresses=("address", " ".join),
    ).reset_index()
    frame = frame.astype({"matters": int})
    same = pd.DataFrame([vars(units.get(concept, NOTHING)) for concept in frame["concept"]])
    order = [*reversed(GRADES), "auroc_mean"]
    whole = pd.concat([frame, same], axis=1).sort_values(order, ascending=False, kind="stable")
    return whole[list(SEEDS.columns)].reset_index(drop=True)
