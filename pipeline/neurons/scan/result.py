"""What a scan leaves behind: `scan.npz`, and the best addresses in it.

Keys of the file, with C span concepts, G graded concepts, K = C + G, and A addresses (flat numbers: by
layer, then signal i f g o c h, then unit); of the two lags, 0 is the character read, 1 the one to be
predicted:

- concepts [K], text: the span concepts, then the graded ones; span_count: C
- score [K, 2, A]: AUROC − ½ of span concepts, rank correlation of graded ones, on train + valid
- control [D, K, 2, A]: the same for each draw of a control task of each, on the calibration sample
- untrained [U, K, 2, A]: the same for each untrained network, on the calibration sample
- mean, std, low_share, high_share [A]: of each signal; shares below .1 and above .9 (NaN except for gates)
- positives [K], symbols, tweets, units, layers, residual, seed
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import atomic, reading
from pipeline.network.address import Address, Shape
from pipeline.network.cells import CELLS
from pipeline.network.weights import NetworkWeights
from pipeline.neurons.labels import LAGS

Array = np.ndarray

SIGNALS = {len(cell.signals): cell.signals for cell in CELLS.values()}


@dataclass(frozen=True)
class Detector:
    """An address with the lag and the sign by which it detects a concept, and its score where chosen."""

    address: Address
    lag: int
    sign: int
    score: float  # AUROC − ½, or rank correlation: before the sign is applied


@dataclass(frozen=True)
class ScanResult:
    """The arrays of `scan.npz`; the module's text says what each holds."""

    concepts: Array
    span_count: int
    score: Array
    control: Array
    untrained: Array
    mean: Array
    std: Array
    low_share: Array
    high_share: Array
    positives: Array
    symbols: int
    tweets: int
    units: int
    layers: int
    residual: float
    seed: int

    @property
    def shape(self) -> Shape:
        """Which addresses the network has: the kind of cell follows from how many signals a unit has."""
        return ((SIGNALS[len(self.mean) // (self.units * self.layers)], self.units),) * self.layers

    @property
    def auroc(self) -> Array:
        """AUROC of span concepts on train + valid: [C, 2, A]."""
        return self.score[: self.span_count] + 0.5

    def check(self, concepts: Sequence[str], weights: NetworkWeights) -> None:
        """That the scan is of these span concepts and of a network of this shape.

        Raises:
            UserError: it is not.
        """
        if list(self.concepts[: self.span_count]) != list(concepts) or weights.shape != self.shape:
            raise UserError("the scan is of other concepts or of another network: run `make analyze` again")

    def save(self, path: Path) -> None:
        """Write `scan.npz`, whole or not at all."""
        with atomic(path) as temporary, temporary.open("wb") as file:
            np.savez_compressed(file, **asdict(self))


def load(path: Path) -> ScanResult:
    """Read `scan.npz`.

    Raises:
        Damaged: it is not a scan of this version, or its scores and moments are not finite.
    """
    with reading(path, "a scan of this version"), np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
        found = ScanResult(**{name: a if a.ndim else a.item() for name, a in arrays.items()})
        if found.score.shape != (len(found.concepts), len(LAGS), len(found.mean)):
            raise ValueError("its arrays do not fit each other")
        if not (np.isfinite(found.mean).all() and np.isfinite(found.std).all()):
            raise ValueError("its moments are not finite")
        return found


def best(score: Array, shape: Shape, count: int) -> list[Detector]:
    """The detectors with the greatest |score|, best first, at most one for each unit.

    Gates, cell and output of one unit see the same event: the second best is of more use from elsewhere.

    Args:
        score: [2, A], lag by address; NaN counts as nothing.
        shape: of the network.
        count: how many.
    """
    size = np.nan_to_num(np.abs(score))
    order = np.argsort(-size.max(axis=0), kind="stable")
    chosen: dict[tuple[int, int], Detector] = {}
    for flat in order:
        address = Address.from_flat(flat, shape)
        if len(chosen) == count:
            break
        lag = int(size[:, flat].argmax())
        found = float(score[lag, flat])
        if size[lag, flat] > 0:
            chosen.setdefault(
                (address.layer, address.unit), Detector(address, LAGS[lag], -1 if found < 0 else 1, found)
            )
    return list(chosen.values())
