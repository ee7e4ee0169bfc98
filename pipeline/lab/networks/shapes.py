"""What a lab network is, and how it learns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """The network: recurrent layers of one cell between one-hot characters and a dense layer.

    Attributes:
        open_gates: gates of an LSTM that are held open, as a variant of the cell.
    """

    vocabulary: int
    layers: int
    units: int
    cell: str = "lstm"
    activations: str = "standard"
    open_gates: str = ""


@dataclass(frozen=True)
class Recipe:
    """How they learn.

    Attributes:
        steps: of Adam.
        rate: the peak of the learning rate; one for each network where they differ.
        noise: standard deviation of what is added to each weight at each step.
        warmup: steps until the peak.
        final: share of the peak where the cosine ends.
        clip: the greatest norm of a network's gradient.
        batch: strings a step, the same for all networks; 0 takes all.
    """

    steps: int
    rate: float | tuple[float, ...] = 0.05
    noise: float = 0.3
    warmup: int = 200
    final: float = 0.01
    clip: float = 1.0
    batch: int = 0
