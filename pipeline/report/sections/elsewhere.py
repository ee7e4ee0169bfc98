"""Detectors elsewhere: on texts with labels by people, and in networks from other seeds."""

import pandas as pd

from pipeline.core.numbers import Table, count, decimal, interval, out_of, percent, signed, words


def abroad_table(frame: pd.DataFrame | None) -> Table | None:
    """Each detector at home and abroad; None where nothing was scored abroad."""
    if frame is None or frame.empty:
        return None
    rows = [
        (
            words(row.concept),
            row.address,
            row.labels,
            f"{decimal(row.home_auroc)} {interval(row.home_auroc_low, row.home_auroc_high)}",
            f"{decimal(row.auroc)} {interval(row.auroc_low, row.auroc_high)}",
            signed(row.difference),
            f"{decimal(row.precision)}, {decimal(row.recall)}",
            count(row.texts),
            count(row.positives),
        )
        for row in frame.itertuples()
    ]
    columns = (
        *("concept", "address", "labels", "AUROC at home", "AUROC abroad", "difference"),
        *("precision, recall abroad", "texts", "positive characters"),
    )
    caption = (
        "At home and abroad. At home: test tweets of this corpus, labelled by rule. Abroad: other texts, "
        "labelled by people, without mentions, hashtags and URLs; the threshold is that of the certificate."
    )
    return Table(caption, columns, rows, left=(0, 1, 2))


def seed_table(frame: pd.DataFrame) -> Table:
    """The best address of each concept over networks trained from several seeds."""
    rows = [
        (
            words(row.concept),
            *(f"{grade} of {row.networks}" for grade in (row.tells, row.beats_rivals, row.beyond_spelling)),
            out_of(row.matters, row.tried),
            decimal(row.auroc_mean),
            decimal(row.auroc_std),
            interval(row.auroc_low, row.auroc_high),
            f"{row.same_unit} of {row.pairs}",
            f"{decimal(row.detector_correlation, 2)}, {decimal(row.partner_correlation, 2)}",
            percent(row.carried, 0),
        )
        for row in frame.itertuples()
    ]
    columns = (
        *("concept", "tells in", "beats rivals in", "beyond spelling in", "matters in"),
        *("mean AUROC", "spread", "from, to"),
        *("the same unit in pairs", "correlation of detectors, of partners", "carried by the partner"),
    )
    return Table("The best single address, networks from several seeds, test tweets.", columns, rows)
