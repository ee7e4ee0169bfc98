"""The tables of a small workspace: hostile texts among its tweets, made from a seed."""

import re
from typing import Any

import numpy as np
import pandas as pd
from certificate_rows import certificate_row

from pipeline.network.address import Address

HOSTILE = (
    '<script>window.pwned = 1</script> & "quoted" <b>bold</b> #hack',
    "</style></script><img src=x onerror=alert(1)> it's &amp; done @eve",
    "right \u202eto left\u202c and \u2067isolated\u2069 text #bidi",
    "family 👨‍👩‍👧 flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿 wave 👋🏽 é\nsecond line\twith a tab",
    "{{ 7 * 7 }} {% raw %} $x^2$ `code` \\frac #math",
)
PLAIN = (
    "Thanks @someone{k}, we will be there! #Great{k} https://t.co/abcdefgh{k:02}",
    'He said "we have been number {k} for years" and AMERICA agreed',
    "RT @ann{k}: a good morning to all of you, it is {k} o'clock",
)
UNITS, LAYERS = 6, 2
RULES = {
    "hashtag": r"#\w+",
    "mention": r"@\w+",
    "url": r"https://\S+",
    "quotation": r'(?<=")[^"]+(?=")',
    "proper_noun": r"America|AMERICA|Thanks",
    "all_caps": r"\b[A-Z]{2,}\b",
}
FAILED = "all_caps"  # the concept that no address is certified for
GRADED = "position_in_hashtag"
SIGNAL_OF = dict(zip((*RULES, GRADED), "chifogc", strict=True))


def tweets_table(copies: int) -> pd.DataFrame:
    texts = [*HOSTILE, *(line.format(k=k) for k in range(copies) for line in PLAIN)]
    number = np.arange(len(texts))
    return pd.DataFrame(
        {
            "tweet_id": [f"t{k}" for k in number],
            "text": texts,
            "raw_text": texts,
            "created_at": pd.Timestamp("2016-01-01", tz="UTC") + pd.to_timedelta(number * 5, unit="D"),
            "author": "ann",
            "is_retweet": [text.startswith("RT") for text in texts],
            "is_manual_retweet": False,
            "is_truncated": False,
            "cluster_id": number,
            "split": np.where(
                number < len(HOSTILE), "test", np.array(["train", "valid", "test"])[number % 3]
            ),
            "source_row": number,
        }
    )


def spans_table(tweets: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (row.tweet_id, concept, found.start(), found.end(), "rule")
        for row in tweets.itertuples()
        for concept, rule in RULES.items()
        for found in re.finditer(rule, row.text)
    ]
    frame = pd.DataFrame(rows, columns=["tweet_id", "concept", "start", "end", "source"])
    return frame.astype({"start": "int32", "end": "int32"})


def certificates_table() -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for number, (concept, signal) in enumerate(SIGNAL_OF.items()):
        for rank in range(2):
            auroc = 0.97 - 0.05 * number - 0.02 * rank
            address = Address(1 + rank, signal, number % UNITS)
            row = certificate_row(
                concept=concept,
                kind="graded" if concept == GRADED else "span",
                rank=rank,
                address=str(address),
                layer=1 + rank,
                signal=signal,
                unit=number % UNITS,
                lag=rank,
                sign=1 - 2 * (number % 2),
                select_auroc=auroc + 0.01,
                auroc=auroc,
                auroc_low=auroc - 0.02,
                auroc_high=auroc + 0.015,
                positives=120 + number,
                certified=concept != FAILED,
                **_matched(concept),
            )
            rows.append(row)
    return pd.DataFrame(rows)


def _matched(concept: str) -> dict[str, float]:
    found = 0.77 if concept == "proper_noun" else float("nan")
    return {"matched_auroc": found, "matched_low": found - 0.04, "matched_high": found + 0.04}


def passages_table(tweets: pd.DataFrame, spans: pd.DataFrame, certificates: pd.DataFrame) -> dict[str, Any]:
    texts = dict(zip(tweets["tweet_id"], tweets["text"], strict=True))
    random, found = np.random.default_rng(0), {}
    for row in certificates[certificates["rank"] == 0].itertuples():
        base = row.concept.removeprefix("position_in_")
        own = spans[spans["concept"] == base].drop_duplicates("tweet_id").head(6)
        passages = []
        for kind, span in zip(
            ("top", "top", "false_positive", "miss", "example", "top"), own.itertuples(), strict=False
        ):
            text = texts[span.tweet_id]
            values = random.uniform(-1, 1, len(text)).round(4).tolist()
            mask = [[int(span.start), int(span.end)]]
            passages.append(
                {"kind": kind, "tweet_id": span.tweet_id, "text": text, "position": int(span.start)}
                | {"value": values[span.start], "values": values, "mask": mask}
            )
        found[row.concept] = {"address": row.address, "lag": row.lag, "sign": row.sign, "passages": passages}
    return found


def bits_table() -> pd.DataFrame:
    names = {"all": ["all"], "part": ["hashtag", "url", "rest", "end"], "position": ["0", "1", "2–4"]}
    rows: list[dict[str, Any]] = []
    for by, some in names.items():
        for number, name in enumerate(some):
            row = {"by": by, "name": name, "symbols": 1000 - number, "tweets": 33, "share": 0.25}
            row |= {
                "lstm_share": 0.2,
                "lstm": 1.9 + number / 10,
                "ngram": 2.3 + number / 10,
                "mix": 1.8 + number / 10,
                "ppm": 2.1 + number / 10,
                "saved": 0.2,
            }
            rows.append({**row, "saved_low": 0.15, "saved_high": 0.25})
    compressed = {"ppm_adaptive": pd.Series([2.052])}
    return pd.DataFrame(rows).assign(**compressed)


def history_table() -> pd.DataFrame:
    step = np.arange(20, 620, 20)
    bits = 2 + 2 * np.exp(-step / 150)
    valid = np.where(step % 100 == 0, bits + 0.05, np.nan)
    return pd.DataFrame(
        {"step": step, "epoch": step / 200, "seconds": step / 10.0, "train_bits_per_char": bits}
        | {"valid_bits_per_char": valid, "learning_rate": 4e-3 * (1 - step / 700), "gradient_norm": 0.8}
        | {"characters_per_second": 30_000.0}
    )


def probes_table() -> pd.DataFrame:
    rows = [(c, k, 0.85 + 0.01 * n, 0.83, 0.96, 1e-3) for c in RULES for n, k in enumerate((1, 2, 4, 8, 0))]
    return pd.DataFrame(rows, columns=["concept", "k", "auroc", "auroc_low", "auroc_high", "regularisation"])


def interventions_table(certificates: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for row in certificates[certificates["rank"] == 0].itertuples():
        own: list[dict[str, Any]] = []
        for kind in ("ablate_c", "ablate_h"):
            for where, value in (("inside", 0.31), ("edge", 0.52), ("outside", -0.012)):
                chance = {"random_mean": 0.02, "random_low": -0.01, "random_high": 0.06}
                own.append(
                    {"kind": kind, "where": where, "dose": 0.0, "value": value, **chance, "tweets": 30}
                )
        for dose in (float("nan"), -2.0, 0.0, 2.0):
            for where in ("hashtag", "url", "mention", "quotation", "all_caps", "capitalised"):
                own.append({"kind": "clamp", "where": where, "dose": dose, "value": 0.9, "tweets": 50})
        for where in ("start", "end"):
            fixed = {"kind": "position", "where": where, "tweets": 30}
            own += [{**fixed, "dose": float(d), "value": float(np.tanh(d))} for d in range(-5, 6)]
        for where in ("final", "best"):
            own += [
                {"kind": "birth", "where": where, "dose": float(s), "value": 0.5 + s / 2000, "tweets": 30}
                for s in (0, 200, 400, 600)
            ]
        rows += [
            {"concept": row.concept, "address": "L2.o.5" if line["where"] == "best" else row.address, **line}
            for line in own
        ]
    frame = pd.DataFrame(rows)
    return frame.assign(low=frame["value"] - 0.05, high=frame["value"] + 0.05)


def samples_table(count: int = 25) -> pd.DataFrame:
    number = np.arange(count)
    return pd.DataFrame(
        {
            "index": number,
            "text": [f"Sample {k} <i>of</i> & {HOSTILE[k % len(HOSTILE)]}" for k in number],
            "seed": 0,
            "temperature": 0.8,
            "prompt": "",
            "finished": number % 5 > 0,
            "bits_per_char": 1.5 + number / 50,
            "longest_copy": 10 + number,
            "longest_copy_text": "<script>copied",
            "nearest_distance": 30 + number,
            "nearest_share": 0.4 + number / 100,
            "nearest_text": PLAIN[0].format(k=1),
            "new_5gram_share": 0.1,
            "new_8gram_share": 0.5,
        }
    )


def quality_table() -> pd.DataFrame:
    temperature = np.array([np.nan, 0.6, 0.8, 1.0])
    names = ("discriminator", "self_bleu", "distinct_2", "in_vocabulary", "ngram_bits", "reverse_bits")
    columns = {name: 0.5 + 0.1 * np.arange(4) for name in names}
    means = {"length_mean": [90.0, 80.0, 88.0, 95.0], "longest_copy_mean": [30.0, 28.0, 24.0, 18.0]}
    return pd.DataFrame({"temperature": temperature, "count": 50, **columns, **means})
