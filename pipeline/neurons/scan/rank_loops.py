"""The inner loops over every value of every signal, compiled: one pass where NumPy would take ten.

All take `values` [rows, all], of which they read as many columns from `start` on as `scale` has: few enough
for tables and sums to stay in a core's cache. A value becomes an entry of its address's table: value·scale +
offset, held within low … high, each float32 [columns]; with `root` it is the square root of the absolute
value that counts, with its sign: finer near 0. The loops hold no lock, so threads run side by side.
"""

import numpy as np

from pipeline.statistics.compiled import compiled


@compiled
def _within(place, low, high):  # type: ignore[no-untyped-def]
    """The entry at a place, within low … high also when the place is not a number."""
    place = place if place > low else low
    return np.int32(place if place < high else high)


@compiled
def _entries(values, scale, offset, low, high, root, found):  # type: ignore[no-untyped-def]
    """The entry of each value of a row, written to `found`, int32 [columns]."""
    if root:
        for k in range(len(found)):
            value = np.copysign(np.sqrt(np.abs(values[k])), values[k])
            found[k] = _within(value * scale[k] + offset[k], low[k], high[k])
    else:
        for k in range(len(found)):
            found[k] = _within(values[k] * scale[k] + offset[k], low[k], high[k])


@compiled
def count(values, start, root, scale, offset, low, high, real, entries):  # type: ignore[no-untyped-def]
    """How many values of the `real` rows have each entry: int32 [entries]."""
    width = len(scale)
    found, entry = np.zeros(entries, np.int32), np.empty(width, np.int32)
    for row in range(len(values)):
        if real[row]:
            _entries(values[row, start : start + width], scale, offset, low, high, root, entry)
            for k in range(width):
                found[np.uint32(entry[k])] += 1
    return found


@compiled
def moments(values, real, low, high):  # type: ignore[no-untyped-def]
    """Of each column of the `real` rows the sums of values and of squares, and how many values are below
    `low` and above `high`: float64 [4, columns]."""
    found = np.zeros((4, values.shape[1]))
    for row in range(len(values)):
        if real[row]:
            for k in range(values.shape[1]):
                value = np.float64(values[row, k])
                found[0, k] += value
                found[1, k] += value * value
                found[2, k] += value < low
                found[3, k] += value > high
    return found


@compiled
def ranks(values, start, root, scale, offset, low, high, table):  # type: ignore[no-untyped-def]
    """What the table [entries] has for each value: float32 [rows, columns]."""
    width = len(scale)
    found, entry = np.empty((len(values), width), np.float32), np.empty(width, np.int32)
    for row in range(len(values)):
        _entries(values[row, start : start + width], scale, offset, low, high, root, entry)
        for k in range(width):
            found[row, k] = table[np.uint32(entry[k])]
    return found


@compiled
def label_sums(values, start, root, scale, offset, low, high, table, real, first, label, labels):  # type: ignore[no-untyped-def]
    """Sums of ranks over the rows that have each label, and over the `real` rows.

    Args:
        values, start, root, scale, offset, low, high, table: as in `ranks`.
        real: bool [rows]; the others have no labels.
        first, label: the labels of a row are label[first[row] : first[row + 1]].
        labels: how many there are.

    Returns:
        float32 [labels, columns] and float32 [columns].
    """
    width = len(scale)
    labelled, everywhere = np.zeros((labels, width), np.float32), np.zeros(width, np.float32)
    entry, rank = np.empty(width, np.int32), np.empty(width, np.float32)
    for row in range(len(values)):
        if real[row]:
            _entries(values[row, start : start + width], scale, offset, low, high, root, entry)
            for k in range(width):
                rank[k] = table[np.uint32(entry[k])]
            for k in range(width):
                everywhere[k] += rank[k]
            for mark in range(first[row], first[row + 1]):
                mine = labelled[label[mark]]
                for k in range(width):
                    mine[k] += rank[k]
    return labelled, everywhere
