"""Facts are what the artefacts hold: compared with the tables themselves, NaN and all."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.core.errors import UserError
from pipeline.core.workspace import Workspace, read_json
from pipeline.report import artefacts
from pipeline.report.results.facts import Facts, Provenance
from pipeline.report.results.gather import facts, training


def test_the_account_is_that_of_the_manifest(known: Facts, workspace: Workspace) -> None:
    """Every record of the manifest is in the facts, and the dates are those of the table."""
    counts = read_json(workspace.manifest("corpus"))["counts"]
    dates = pd.read_parquet(workspace.tweets)["created_at"]
    assert known.corpus.read == counts["rows_read"]
    gone = sum(known.corpus.dropped.values()) + sum(known.corpus.rejected.values())
    assert known.corpus.read == known.corpus.kept + gone
    assert known.corpus.splits == counts["splits"]
    assert (known.corpus.first, known.corpus.last) == (str(dates.min().date()), str(dates.max().date()))


def test_the_best_address_of_each_concept_is_a_fact(known: Facts, workspace: Workspace) -> None:
    """One certificate a concept, that of rank 0; what is not a number is None."""
    table = pd.read_parquet(workspace.certificates).query("rank == 0").set_index("concept")
    assert [one.concept for one in known.certificates] == list(table.index)
    for one in known.certificates:
        assert one.score == pytest.approx(table.loc[one.concept, "auroc"], rel=1e-5)
        assert (one.matched is None) == math.isnan(table.loc[one.concept, "matched_auroc"])


def test_train_bits_are_the_mean_since_the_last_validation() -> None:
    """Two validations, worked by hand: (4 + 2) / 2 before the first, 1 before the second."""
    history = pd.DataFrame(
        {
            "epoch": [0.5, 1.0, 2.0],
            "seconds": [30.0, 60.0, 120.0],
            "train_bits_per_char": [4.0, 2.0, 1.0],
            "valid_bits_per_char": [np.nan, 3.0, 2.5],
        }
    )
    card = {"test_bits_per_char": 2.6, "valid_bits_per_char": 2.5, "epochs": 2.0, "seconds": 120.0}
    curve = training(card, history).curve
    assert [(point.train, point.valid, point.minutes) for point in curve] == [
        (3.0, 3.0, 1.0),
        (1.0, 2.5, 2.0),
    ]


def test_clamps_are_kept_for_what_their_concept_writes(known: Facts) -> None:
    """A held hashtag neuron is judged by hashtags, not by URLs; ablations of the cell are all kept."""
    clamps = {(one.concept, one.where) for one in known.effects if one.kind == "clamp"}
    assert ("hashtag", "hashtag") in clamps
    assert ("hashtag", "url") not in clamps
    assert {one.where for one in known.effects if one.kind == "ablate_c"} == {"inside", "edge", "outside"}


def test_a_workspace_without_a_network_is_one_clear_line(workspace: Workspace, known: Facts) -> None:
    """The results pages need a trained network, and say which command makes one."""
    found = replace(artefacts.read(workspace), card=None)
    with pytest.raises(UserError, match="make analyze NAME=small"):
        facts(found, known.provenance, None)


def test_a_manifest_of_another_version_is_one_clear_line(workspace: Workspace, known: Facts) -> None:
    """Counts that lack what the page shows name what is missing."""
    found = artefacts.read(workspace)
    manifests = {**found.manifests, "corpus": {"counts": {"rows_read": 1, "kept": 1}}}
    with pytest.raises(UserError, match="clusters"):
        facts(replace(found, manifests=manifests), known.provenance, None)


def test_facts_survive_their_file(known: Facts) -> None:
    """Written as JSON and read again they are the same, None and numbers alike."""
    again = Facts.model_validate_json(known.model_dump_json())
    assert again == known
    assert isinstance(again.provenance, Provenance)
