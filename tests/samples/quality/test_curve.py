"""The quality curve: the best temperature, and how it is shown."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.core.screen import QuietScreen
from pipeline.samples.novelty import certificate as novelty
from pipeline.samples.quality import curve
from pipeline.tracking.tracker import NullTracker


def test_curve_puts_real_tweets_first_and_finds_the_best(tweets: list[str]) -> None:
    """A source that copies the corpus at one temperature and shouts at the others is best at that one."""
    index = novelty.build(tweets[:300], tweets[:300])
    parts = {"train": tweets[:300], "valid": tweets[400:500], "test": tweets[300:400]}
    frames = {name: pd.DataFrame({"text": texts, "tweet_id": texts}) for name, texts in parts.items()}
    real = novelty.certify(index, parts["test"])
    reference, test = curve.references(index, frames, real, 100, 50, seed=0)
    assert sorted(reference.tweets) == sorted(test.others) == sorted(parts["valid"])
    assert sorted(test.tweets) == sorted(reference.others) == sorted(parts["test"])
    drawn = {0.5: [t.upper() for t in tweets[500:]], 0.8: tweets[500:], 1.0: [t[::-1] for t in tweets[500:]]}
    table = curve.curve(drawn.__getitem__, list(drawn), reference, 50, seed=0)
    assert np.isnan(table["temperature"][0])
    assert table["temperature"].tolist()[1:] == [0.5, 0.8, 1.0]
    assert curve.best_temperature(table) == 0.8
    assert table["longest_copy_p"][2] > 0.01 > table["longest_copy_p"][1]
    assert table["longest_copy_d"][2] < 0.3 < table["longest_copy_d"][1]
    assert table["nearest_share_matched_p"][2] > 0.01 > table["nearest_share_matched_p"][1]
    assert table["ngram_bits"][3] > 2 * table["ngram_bits"][2]
    assert table["in_vocabulary"][2] > table["in_vocabulary"][3]
    # Test tweets, which the row of real tweets is compared with, change no temperature's row.
    poisoned = replace(reference, others=["poison"] * 100)
    again = curve.curve(drawn.__getitem__, [0.8], poisoned, 50, seed=0)
    assert again[list(table)].iloc[1].equals(table.iloc[2])  # the columns may come in another order
    assert not again[list(table)].iloc[0].equals(table.iloc[0])


def test_the_curve_is_shown(tweets: list[str]) -> None:
    """Metrics carry 100 times the temperature as their step; the figure has all panels."""
    logged: list[tuple[int | None, dict[str, float]]] = []
    figures = []

    class Kept(NullTracker):
        def metrics(self, values: dict[str, float], step: int | None = None) -> None:
            logged.append((step, values))

        def figure(self, figure: object, name: str) -> None:
            figures.append((name, figure))

    index = novelty.build(tweets[:100], tweets[:100])
    frame = pd.DataFrame({"text": tweets[100:150], "tweet_id": tweets[100:150]})
    parts = {"train": frame, "valid": frame, "test": frame}
    real = novelty.certify(index, tweets[100:150])
    reference, test = curve.references(index, parts, real, 30, 20, seed=0)
    table = curve.curve(lambda t: tweets[200:230], [0.7, 1.0], reference, 20, seed=0)
    found = {"temperature": 0.7, **curve.verdict(tweets[240:270], test, 20, seed=0)}
    curve.show(table, found, Kept(), QuietScreen())
    assert [step for step, _ in logged] == [70, 100, None]
    assert logged[-1][1]["verdict/temperature"] == 0.7
    assert "quality/discriminator" in logged[0][1]
    assert sum(axis.axison for axis in figures[0][1].axes) == 9
