"""A small workspace with every artefact of the contract, hostile texts among its tweets, made from a seed."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.core.workspace import Workspace, atomic, versions, write_json
from pipeline.neurons.scan.result import ScanResult
from pipeline.text.vocabulary import build
from tests.report.workspace_tables import (
    LAYERS,
    SIGNAL_OF,
    UNITS,
    bits_table,
    certificates_table,
    history_table,
    interventions_table,
    passages_table,
    probes_table,
    quality_table,
    samples_table,
    spans_table,
    tweets_table,
)


def make(folder: Path, copies: int = 30) -> Workspace:
    """Write all artefacts below `folder`; its last part is the workspace's name."""
    place = Workspace(folder)
    tweets = tweets_table(copies)
    spans = spans_table(tweets)
    certificates = certificates_table()
    known, _ = build(tweets["text"], 1)
    known.save(place.vocabulary)
    frames = {
        place.tweets: tweets,
        place.rejects: pd.DataFrame({"source_row": [7], "reason": ["not <JSON>"], "raw": ["<oops>"]}),
        place.spans: spans,
        place.certificates: certificates,
        place.history: history_table(),
        place.probes: probes_table(),
        place.interventions: interventions_table(certificates),
        place.samples: samples_table(),
        place.samples.with_name("real_novelty.parquet"): samples_table(12),
        place.quality: quality_table(),
        place.bits: bits_table(),
    }
    for path, frame in frames.items():
        with atomic(path) as temporary:
            frame.to_parquet(temporary, index=False)
    write_json(place.passages, passages_table(tweets, spans, certificates))
    write_json(place.model, _card(known.size))
    _scan().save(place.scan)
    _manifests(place, tweets, known.size)
    return place


def _card(size: int) -> dict[str, Any]:
    card = {
        "vocabulary_size": size,
        "vocabulary_sha256": "0" * 64,
        "weights_sha256": "1" * 64,
        "units": UNITS,
    }
    card |= {"embedding": 4, "layers": LAYERS, "settings": {"units": UNITS}, "valid_bits_per_char": 2.0512}
    return card | {"test_bits_per_char": 2.0733, "step": 500, "epochs": 3.0, "seconds": 61.0, "config": {}}


def _scan() -> ScanResult:
    random, concepts = np.random.default_rng(1), len(SIGNAL_OF)
    size = LAYERS * 6 * UNITS
    gate = np.tile(np.repeat([True, True, False, True, False, False], UNITS), LAYERS)
    low = np.where(gate, random.beta(0.5, 0.5, size), np.nan)
    scores = random.uniform(-0.4, 0.4, (concepts, 2, size)).astype(np.float32)
    return ScanResult(
        concepts=np.array(list(SIGNAL_OF)),
        span_count=concepts - 1,
        score=scores,
        control=np.stack([scores / 2, scores / 4]),
        untrained=np.stack([scores / 3]),
        mean=np.zeros(size),
        std=np.ones(size),
        low_share=low,
        high_share=np.where(gate, (1 - low) * random.uniform(0, 1, size), np.nan),
        positives=np.full(concepts, 100),
        symbols=5000,
        tweets=62,
        units=UNITS,
        layers=LAYERS,
        residual=3e-7,
        seed=0,
    )


def _manifests(place: Workspace, tweets: pd.DataFrame, size: int) -> None:
    splits = {name: int(n) for name, n in tweets["split"].value_counts().items()}
    counts = {
        "rows_read": len(tweets) + 7,
        "kept": len(tweets),
        "dropped": {"retweet": 3},
        "rejected": {"not <JSON>": 4},
    }
    counts |= {"splits": splits, "clusters": len(tweets), "vocabulary_size": size, "unknown_share": 0.0}
    counts |= {"characters": int(tweets["text"].str.len().sum()), "retweets": 30}
    counts |= {"manual_retweets": 0, "truncated": 0}
    settings = {
        "corpus": {"source": "tweets<1>.json", "urls": "keep"},
        "train": {"units": UNITS},
        "scan": {"sample_tweets": 3000},
        "certify": {"probe_tweets": 20},
    }
    for position, (stage, given) in enumerate(settings.items()):
        write_json(
            place.manifest(stage),
            {
                "stage": stage,
                "position": position,
                "fingerprint": {"settings": given, "inputs": {}},
                "outputs": {f"{stage}.parquet": "ab" * 32},
            }
            | {"counts": counts if stage == "corpus" else {}, "versions": versions()},
        )
