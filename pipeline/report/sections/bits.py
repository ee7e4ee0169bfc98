"""Where the bits go: by what a character belongs to and by its place, beside an n-gram model and PPMd."""

import pandas as pd

from pipeline.core.numbers import Table, count, decimal, interval, percent
from pipeline.figures.bits import figure, spoken
from pipeline.figures.style import WIDTH, styled
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section


def bits(found: Artefacts) -> Section:
    """The section, from bits.parquet."""
    title = "Where the bits go"
    if found.bits is None:
        return Section("bits", title, missing={"where the bits go": "analyze"})
    whole = found.bits.iloc[0]
    values = {"whole": whole.to_dict(), "table": parts_table(found.bits)}
    return Section("bits", title, values, {"bits": styled(figure)(found.bits, WIDTH)})


def parts_table(frame: pd.DataFrame) -> Table:
    """Bits per character of each model, all together and by part."""
    learnt = "dynamic" in frame and bool(frame["dynamic"].notna().any())
    rows = [
        (
            spoken(row.name),
            count(row.symbols),
            percent(row.lstm_share),
            decimal(row.lstm),
            decimal(row.ngram),
            decimal(row.ppm),
            f"{decimal(row.saved)} {interval(row.saved_low, row.saved_high)}",
            decimal(row.get("mix")),
            *([_learning(row)] if learnt else ()),
        )
        for _, row in frame[frame["by"] != "position"].set_index("name").iterrows()
    ]
    return Table(
        "Bits per character of the test tweets. Saved: PPMd minus LSTM, with 95 % interval over tweets. Mix: "
        "of the LSTM and an n-gram model."
        + " Learning saves: LSTM minus the LSTM that goes on learning, on the tweets that it read."
        * learnt,
        (
            *("what", "characters", "share of the LSTM’s bits", "LSTM", "6-gram", "PPMd", "saved", "mix"),
            *(["learning saves"] * learnt),
        ),
        rows,
    )


def _learning(row: pd.Series) -> str:
    """What dynamic evaluation saves."""
    return f"{decimal(row.dynamic_saved)} {interval(row.dynamic_low, row.dynamic_high)}"
