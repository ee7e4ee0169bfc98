"""Dynamic evaluation of the test tweets of a workspace: whether, in which order, and by which rule."""

from typing import Any

import numpy as np
import pandas as pd
from jaxtyping import Int

from pipeline.core.screen import QuietScreen
from pipeline.core.settings import BitsSettings
from pipeline.evaluation import dynamic
from pipeline.network.activations import positions
from pipeline.network.weights import NetworkWeights

Array = np.ndarray
Ids = list[Int[Array, " length"]]

NEWER = 0.9  # of the test tweets must be newer than so many of the training tweets


def wanted(choice: str, train: pd.DataFrame, test: pd.DataFrame) -> bool:
    """Whether dynamic evaluation is asked for, or the test tweets are newer than those trained on."""
    if choice != "auto" or not (len(train) and len(test)):
        return choice == "on" and len(test) > 0
    dates = [pd.to_datetime(table["created_at"], utc=True).dropna() for table in (train, test)]
    if dates[0].empty or dates[1].empty:
        return False
    return bool(dates[1].quantile(1 - NEWER) >= dates[0].quantile(NEWER))


def in_time(table: pd.DataFrame) -> Int[Array, " tweets"]:
    """The rows from the oldest tweet to the newest; those without a date stand last, as they are."""
    dates = pd.to_datetime(table["created_at"], utc=True).reset_index(drop=True)
    return dates.sort_values(kind="stable", na_position="last").index.to_numpy()


def learnt(
    settings: BitsSettings,
    weights: NetworkWeights,
    train: Ids,
    valid: tuple[pd.DataFrame, Ids],
    test: tuple[pd.DataFrame, Ids],
    screen: QuietScreen,
) -> tuple[Array, dict[str, Any]]:
    """The test symbols' bits by a network that goes on learning, and what was chosen on valid.

    Args:
        train: ids of the training tweets.
        valid, test: the table (for its dates) and the ids of its tweets.

    Returns:
        Bits of each symbol of the test tweets, tweets end to end as in the table, NaN where it did not read;
        the rule as counts of the manifest.
    """
    newest = [valid[1][row] for row in in_time(valid[0])][-settings.dynamic_valid :]
    rows = in_time(test[0])[: settings.dynamic_tweets]
    sizes = dynamic.gradient_sizes(weights, train, settings.seed)
    work = dynamic.evaluations() * len(newest) + len(rows)
    with screen.progress("dynamic evaluation", work, "tweets") as advance:
        rule = dynamic.choose(weights, newest, sizes, advance)
        cost = dynamic.evaluate(weights, [test[1][row] for row in rows], rule, sizes, advance)
    begins = positions(test[1])
    found, done = np.full(begins[-1], np.nan), 0
    for row in rows:
        length = begins[row + 1] - begins[row]
        found[begins[row] : begins[row + 1]] = cost[done : done + length]
        done += length
    return found, {
        "dynamic": {"rate": rule.rate, "decay": rule.decay, "scaled": int(rule.scaled), "tweets": len(rows)}
    }
