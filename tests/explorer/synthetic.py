"""A workspace of hand-made tweets, a random network and evidence that follows the contract's columns."""

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
from certificate_rows import certificate_row

from pipeline.core.workspace import Workspace, sha256
from pipeline.text.vocabulary import build

UNITS, EMBEDDING = 32, 16
HOSTILE = [
    "<script>window.pwned = 1</script> & </script><img src=x onerror='window.pwned=1'> #XSS",
    "</script><script>window.pwned = 1</script>&amp;&lt;b&gt; <!-- <script>",
    "bidi \u202e controls \u2066here\u2069 and \u200f there\u202c end",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 flag \U0001f1fa\U0001f1f8 "
    "tone \U0001f44d\U0001f3fd heart \u2764\ufe0f",
    "line\nbreak, tab\there, nbsp\u00a0there, separators \u2028\u2029 and a quote \"' `${window.pwned=1}`",
]
PLAIN = [
    'RT @someone{k}: "we will always be {k} here" #Number{k} https://t.co/abcdefgh{k:02d}',
    "Thank you America, I have never been so happy in {k} days! #Winning",
    "“Crooked” number {k} said @other: it is a GREAT day https://t.co/zyxwvuts{k:02d}",
]
CONCEPTS = ("hashtag", "mention", "url", "quotation", "proper_noun", "all_caps")


def workspace(folder: Path, units: int = UNITS) -> Workspace:
    """Write every artefact under `folder`."""
    place = Workspace(folder)
    for path in (place.model, place.scan, place.samples):
        path.parent.mkdir(parents=True, exist_ok=True)
    tweets = _tweets()
    tweets.to_parquet(place.tweets)
    spans = _spans(tweets)
    spans.to_parquet(place.spans)
    vocabulary, _ = build(tweets["text"], 1)
    vocabulary.save(place.vocabulary)
    write_model(place, vocabulary.size, vocabulary.sha256, units)
    certificates = _certificates()
    certificates.to_parquet(place.certificates)
    place.passages.write_text(json.dumps(_passages(tweets, spans, certificates)))
    _probes().to_parquet(place.probes)
    _interventions(certificates).to_parquet(place.interventions)
    _samples().to_parquet(place.samples)
    questions = [{"choices": [f"{n}{k} </script>&" for k in range(4)], "real": n % 4} for n in range(6)]
    (place.samples.parent / "quiz.json").write_text(json.dumps({"questions": questions}))
    return place


def write_model(place: Workspace, vocabulary: int, digest: str, units: int) -> None:
    """Random weights in the layout of a Keras weights file, and the card beside them."""
    draw = np.random.default_rng(1).normal
    with h5py.File(place.weights, "w") as file:
        file["layers/embedding/vars/0"] = draw(0, 1, (vocabulary, EMBEDDING)).astype("f4")
        for name, inputs in (("lstm", EMBEDDING), ("lstm_1", units)):
            file[f"layers/{name}/cell/vars/0"] = draw(0, inputs**-0.5, (inputs, 4 * units)).astype("f4")
            file[f"layers/{name}/cell/vars/1"] = draw(0, units**-0.5, (units, 4 * units)).astype("f4")
            file[f"layers/{name}/cell/vars/2"] = draw(0, 0.5, 4 * units).astype("f4")
        file["layers/dense/vars/0"] = draw(0, 2 * units**-0.5, (units, vocabulary)).astype("f4")
        file["layers/dense/vars/1"] = draw(0, 0.5, vocabulary).astype("f4")
    card = {
        "vocabulary_size": vocabulary,
        "vocabulary_sha256": digest,
        "weights_sha256": sha256(place.weights),
        "units": units,
        "embedding": EMBEDDING,
        "layers": 2,
        "settings": {},
        "valid_bits_per_char": 2.5,
        "test_bits_per_char": 2.6,
        "step": 10,
        "epochs": 1.0,
        "seconds": 3.0,
        "config": {},
    }
    place.model.write_text(json.dumps(card))


def _tweets() -> pd.DataFrame:
    texts = HOSTILE + [line.format(k=k) for k in range(15) for line in PLAIN]
    return pd.DataFrame(
        {
            "tweet_id": [f"t{k}" for k in range(len(texts))],
            "text": texts,
            "split": ["test" if k < 5 or k % 2 else "train" for k in range(len(texts))],
        }
    )


def _spans(tweets: pd.DataFrame) -> pd.DataFrame:
    import re

    rules = {
        "hashtag": r"#\w+",
        "mention": r"@\w+",
        "url": r"https://\S+",
        "quotation": r'(?<=")[^"]+(?=")|(?<=“)[^”]+(?=”)',
    }
    rules |= {"proper_noun": r"America", "all_caps": r"\b[A-Z]{2,}\b"}
    rows = [
        (row.tweet_id, concept, found.start(), found.end(), "test")
        for row in tweets.itertuples()
        for concept, rule in rules.items()
        for found in re.finditer(rule, row.text)
    ]
    return pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])


def _certificate(number: int, concept: str, rank: int) -> dict[str, Any]:
    auroc, unit, signal = 0.99 - 0.03 * number - 0.01 * rank, 5 * number + rank, "chi"[rank]
    return certificate_row(
        concept=concept,
        rank=rank,
        address=f"L2.{signal}.{unit}",
        signal=signal,
        unit=unit,
        lag=rank % 2,
        sign=1 if number % 2 == 0 else -1,
        select_auroc=auroc + 0.002,
        auroc=auroc,
        auroc_low=auroc - 0.01,
        auroc_high=auroc + 0.008,
        control_auroc=0.7,
        untrained_auroc=0.68,
        ngram_auroc=0.9,
        average_precision=0.8,
        f1=0.75,
        iou=0.6,
        threshold=0.2,
        tweets=40,
        positives=300,
        characters=3000,
        prevalence=0.1,
        certified=concept != "all_caps",
    )


def _certificates() -> pd.DataFrame:
    rows = [_certificate(n, concept, rank) for n, concept in enumerate(CONCEPTS) for rank in range(3)]
    rows.append(
        {
            **rows[0],
            "concept": "position_in_tweet",
            "address": "L1.c.3",
            "layer": 1,
            "unit": 3,
            "kind": "graded",
        }
    )
    return pd.DataFrame(rows)


def _passages(tweets: pd.DataFrame, spans: pd.DataFrame, certificates: pd.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = {}
    texts = dict(zip(tweets["tweet_id"], tweets["text"], strict=True))
    for concept in CONCEPTS:
        rows = spans[spans["concept"] == concept].head(8)
        kinds = ["top", "top", "false_positive", "miss", "example", "example", "top", "miss"]
        found[concept] = {
            "address": certificates[certificates["concept"] == concept]["address"].iloc[0],
            "passages": [
                {
                    **{
                        "kind": kind,
                        "tweet_id": row.tweet_id,
                        "text": texts[row.tweet_id],
                        "position": int(row.start),
                    },
                    **{
                        "value": 0.9,
                        "values": [0.0] * len(texts[row.tweet_id]),
                        "mask": [[int(row.start), int(row.end)]],
                    },
                }
                for kind, row in zip(kinds, rows.itertuples(), strict=False)
            ],
        }
    return found


def _probes() -> pd.DataFrame:
    rows = [(c, k, 0.9 + 0.01 * n, 0.89, 0.99, 1.0) for c in CONCEPTS for n, k in enumerate((1, 2, 4, 8, 0))]
    return pd.DataFrame(rows, columns=["concept", "k", "auroc", "auroc_low", "auroc_high", "regularisation"])


def _interventions(certificates: pd.DataFrame) -> pd.DataFrame:
    columns = ["concept", "address", "kind", "where", "dose", "value", "low", "high"]
    rows: list[tuple[Any, ...]] = []
    for row in certificates[certificates["rank"] == 0].itertuples():
        base = (row.concept, row.address)
        for kind in ("ablate_c", "ablate_h"):
            for place, value in (("inside", 0.3), ("edge", 0.5), ("outside", 0.01)):
                rows.append((*base, kind, place, 0.0, value, value - 0.05, value + 0.05))
        rows += [
            (*base, "clamp", "hashtags", d, 0.5 + 0.1 * d, 0.4 + 0.1 * d, 0.6 + 0.1 * d)
            for d in (-4, -2, 0, 2, 4)
        ]
        for place in ("start", "end"):
            rows += [
                (*base, "position", place, float(d), np.tanh(d / 4), np.nan, np.nan) for d in range(-20, 21)
            ]
        rows += [(*base, "birth", "", float(s), 0.5 + 0.004 * s, np.nan, np.nan) for s in range(0, 100, 20)]
    frame = pd.DataFrame(rows, columns=columns)
    ablation = frame["kind"].str.startswith("ablate")
    frame["random_mean"], frame["random_low"] = (
        np.where(ablation, 0.02, np.nan),
        np.where(ablation, 0.0, np.nan),
    )
    frame["random_high"], frame["tweets"] = np.where(ablation, 0.06, np.nan), 40
    return frame


def _samples() -> pd.DataFrame:
    rows = []
    for k in range(30):
        text = f"Sample {k}: we will be #Great at https://example.com/{k} <script>window.pwned=1</script>"
        rows.append(
            {
                **{"index": k, "text": text, "seed": 0, "temperature": 0.8, "prompt": "", "finished": True},
                **{"bits_per_char": 1.5 + k / 50, "longest_copy": 10 + k, "longest_copy_text": text[:10]},
                **{"nearest_distance": 30 + k, "nearest_share": 0.5, "nearest_text": PLAIN[0].format(k=k)},
                **{"new_5gram_share": 0.3, "new_8gram_share": 0.8},
            }
        )
    return pd.DataFrame(rows)
