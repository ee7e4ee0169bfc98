"""From artefacts to facts. Every number is copied or averaged here; nothing is formatted."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pydantic import ValidationError

from pipeline.core.errors import UserError
from pipeline.core.tables import plain
from pipeline.figures.neurons import RATE_OF
from pipeline.neurons.causes.records import Cause, Group, Removal
from pipeline.neurons.elsewhere.records import Abroad, Again, Network
from pipeline.report.artefacts import Artefacts
from pipeline.report.results.evidence import Certificate, Effect, Probe
from pipeline.report.results.facts import (
    Bits,
    Corpus,
    Facts,
    Part,
    Point,
    Provenance,
    Quality,
    Sample,
    Samples,
    Seeds,
    Training,
)

SHOWN = 20  # samples, the first ones
DIGITS = 6  # of a number: more than its interval supports
NOVELTY = ("longest_copy", "nearest_share", "new_8gram_share")
CERTIFICATE = {  # fact: column, where they differ
    "chosen": "select_auroc",
    "score": "auroc",
    "low": "auroc_low",
    "high": "auroc_high",
    "p": "p_value",
    "control": "control_auroc",
    "untrained": "untrained_auroc",
    "ngram": "ngram_auroc",
    "matched": "matched_auroc",
    "contrast": "contrast_auroc",
    "other_score": "other_auroc",
}
PROBE = {
    "score": "auroc",
    "low": "auroc_low",
    "high": "auroc_high",
    "control": "control_auroc",
    "direction": "direction_auroc",
}
PART = {"low": "saved_low", "high": "saved_high"}


def number(value: Any) -> Any:
    """A value as JSON holds it: six digits, None for what is not a number.

    >>> number(np.float64(0.12345678)), number(float("nan")), number(np.int64(3))
    (0.123457, None, 3)
    """
    value = plain(value)
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def picked(kind: type, row: Mapping[str, Any], columns: Mapping[str, str]) -> Any:
    """A fact from a row of a table; a column that the table does not have gives None.

    Raises:
        UserError: the row does not hold what the fact needs.
    """
    names = kind.model_fields  # type: ignore[attr-defined]
    try:
        return kind(**{name: number(row.get(columns.get(name, name))) for name in names})
    except ValidationError as error:
        wrong = ", ".join(str(one["loc"][0]) for one in error.errors())
        raise UserError(f"no {wrong} for {kind.__name__.lower()}: run `make analyze` again") from error


def rows(kind: type, frame: pd.DataFrame | None, columns: Mapping[str, str]) -> list[Any]:
    """A fact for each row; none of a table that is not there."""
    return [] if frame is None else [picked(kind, row, columns) for row in frame.to_dict("records")]


def facts(found: Artefacts, provenance: Provenance, verdict: Mapping[str, Any] | None) -> Facts:
    """All facts of an analysed workspace.

    Args:
        found: the artefacts.
        provenance: where they come from.
        verdict: measures of the samples at the chosen temperature, on test tweets.

    Raises:
        UserError: a trained network on tweets is missing; a results page needs one.
    """
    if found.card is None or found.history is None or found.tweets is None:
        raise UserError(
            f"{found.name} has no network trained on tweets: run `make analyze NAME={found.name}`"
        )
    return Facts(
        provenance=provenance,
        corpus=corpus(found.counts("corpus"), found.tweets["created_at"]),
        training=training(found.card, found.history),
        bits=bits(found.bits),
        certificates=certificates(found.certificates),
        probes=rows(Probe, found.probes, PROBE),
        effects=effects(found.interventions),
        causes=rows(Cause, found.causes, {}),
        sets=rows(Group, found.sets, {}),
        removals=rows(Removal, found.removals, {}),
        abroad=rows(Abroad, found.gold, {}),
        seeds=seeds(found.seeds, found.networks),
        samples=samples(found, verdict),
    )


def corpus(counts: Mapping[str, Any], dates: "pd.Series[pd.Timestamp]") -> Corpus:
    """The account, from the counts of the corpus stage.

    Raises:
        UserError: the corpus was not read by the program, so that nothing accounts for its records.
    """
    if "rows_read" not in counts:
        raise UserError("the manifest of the corpus stage is missing: run `make corpus` first")
    names = {"read": "rows_read", "vocabulary": "vocabulary_size", "unknown": "unknown_share"}
    known = dates.dropna()
    ends = (known.min(), known.max()) if len(known) else (None, None)
    first, last = (None if end is None else end.date().isoformat() for end in ends)
    return picked(Corpus, {**counts, "first": first, "last": last}, names)


def training(card: Mapping[str, Any], history: pd.DataFrame) -> Training:
    """The result and the curve at each validation; `train` is the mean of the batches since the last."""
    known = history["valid_bits_per_char"].notna()
    part = known.shift(fill_value=False).cumsum()
    means = history.groupby(part)["train_bits_per_char"].mean()
    curve = [
        Point(
            epoch=number(row.epoch),
            minutes=number(row.seconds / 60),
            train=number(means[part[row.Index]]),
            valid=number(row.valid_bits_per_char),
        )
        for row in history[known].itertuples()
    ]
    return Training(
        test=number(card["test_bits_per_char"]),
        valid=number(card["valid_bits_per_char"]),
        epochs=number(card["epochs"]),
        seconds=number(card["seconds"]),
        curve=curve,
    )


def bits(frame: pd.DataFrame | None) -> Bits | None:
    """Where the bits go.

    Raises:
        UserError: the table was written by a version that compared with other models.
    """
    if frame is None:
        return None
    if "ppm" not in frame:
        raise UserError("bits.parquet is from an earlier version: run `make analyze` again")
    return Bits(parts=rows(Part, frame, PART), ppm_adaptive=number(frame.iloc[0]["ppm_adaptive"]))


def certificates(frame: pd.DataFrame | None) -> list[Certificate]:
    """The best address of each concept, in the order of the table."""
    if frame is None:
        return []
    return rows(Certificate, frame[frame["rank"] == 0], CERTIFICATE)


def effects(frame: pd.DataFrame | None) -> list[Effect]:
    """Ablations of the cell by region, and what tweets hold of its concept while a unit is clamped."""
    if frame is None:
        return []
    own = frame["concept"].map(RATE_OF) == frame["where"]
    kept = frame[(frame["kind"] == "ablate_c") | (frame["kind"] == "clamp") & own]
    return rows(Effect, kept, {})


def seeds(frame: pd.DataFrame | None, networks: pd.DataFrame | None) -> Seeds | None:
    """Several seeds, where `make seeds` has compared some.

    Raises:
        UserError: the table was written by a version that did not say where interventions ran.
    """
    if frame is None or networks is None:
        return None
    if "tried" not in frame:
        raise UserError("seeds.parquet is from an earlier version: run `make seeds` again")
    return Seeds(networks=rows(Network, networks, {}), concepts=rows(Again, frame, {}))


def samples(found: Artefacts, verdict: Mapping[str, Any] | None) -> Samples | None:
    """Samples and their quality."""
    frame = found.samples
    if frame is None:
        return None
    names = {"nearest": "nearest_share", "new_8grams": "new_8gram_share"}
    real = found.real_novelty
    return Samples(
        count=len(frame),
        temperature=number(frame["temperature"].iloc[0]),
        means=means(frame),
        real={} if real is None else means(real),
        first=rows(Sample, frame.head(SHOWN), names),
        curve=rows(Quality, found.quality, {}),
        chosen=None if verdict is None else picked(Quality, verdict, {}),
    )


def means(frame: pd.DataFrame) -> dict[str, float]:
    """Mean novelty over all texts."""
    return {name: number(float(frame[name].mean())) for name in NOVELTY if name in frame}
