"""Settings of the stage `train`."""

from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from pipeline.core.settings.base import Settings


class TrainSettings(Settings):
    """The network and its training. Presets say why each number is what it is."""

    backend: Literal["tensorflow", "jax"] = "tensorflow"
    """Who computes the training: `jax` uses a GPU, or several processes (tweets alone, in float32)."""

    cell: Literal["lstm", "gru", "rnn", "peephole", "coupled"] = "lstm"
    """Kind of cell of every recurrent layer: `coupled` forgets as much as it takes in, `peephole` gates see
    the cell state, `rnn` has no gates."""

    layers: int = Field(2, ge=1, le=4)
    """Recurrent layers."""

    activations: Literal["standard", "hard"] = "standard"
    """`hard` is made of straight lines that reach 0 and 1 (gates) or −1 and 1 exactly."""

    units: int = Field(256, ge=1)
    """Units of each recurrent layer."""

    embedding: int = Field(64, ge=1)
    """Numbers that stand for a character at the input."""

    dropout: float = Field(0.0, ge=0, lt=1)
    """Share of a layer's outputs that is zero at each step of training, the same units at every character
    of a tweet; the recurrence keeps all."""

    weight_drop: float = Field(0.0, ge=0, lt=1)
    """Share of the recurrent weights that is zero at each step of training (standard LSTM only)."""

    forget_bias: float = 1.0
    """Bias that forget gates start with: open gates learn sooner (Jozefowicz et al. 2015). A GRU's z
    is one."""

    memory_span: int = Field(0, ge=0)
    """Characters of the longest memory that a unit starts with; 0 starts all with `forget_bias`. An RNN has
    neither."""

    cell_variation: float = Field(0.0, ge=0)
    """Weight in the loss of how much a unit's cell changes from step to step (standard LSTM only)."""

    batch_characters: int = Field(8192, ge=16)
    """Characters in a training step; where tweets are long, fewer are read side by side."""

    lanes: int = Field(32, ge=1)
    """Parts of a stream that are read side by side."""

    window: int = Field(96, ge=2)
    """Characters of a stream in a step; tweets are always whole."""

    epochs: float = Field(15, gt=0)
    """Passes over the training tweets."""

    seconds: float = Field(0, ge=0)
    """Above 0, training ends after so many seconds and the schedule follows the clock."""

    optimizer: Literal["muon", "adamw"] = "muon"
    """Optimiser of the recurrent layers' matrices; Adam has all else in both cases."""

    learning_rate: float = Field(4e-3, gt=0)
    """The highest rate, reached after the warm-up."""

    final_rate: float = Field(0.01, ge=0, le=1)
    """Share of the highest rate at which the cosine ends."""

    warmup_steps: int = Field(200, ge=0)
    """Steps over which the learning rate rises to its peak."""

    beta_2: float = Field(0.99, gt=0, lt=1)
    """Of Adam: how slowly its estimate of squared gradients moves."""

    weight_decay: float = Field(0.0, ge=0)
    """Share of each weight that is taken away at a step, times the learning rate."""

    clip_norm: float = Field(1.0, gt=0)
    """Gradients with a larger norm are scaled down to it."""

    average_decay: float = Field(0.0, ge=0, lt=1)
    """Decay of an exponential moving average of the weights; 0 keeps none."""

    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    """Of matrix products in training; `auto` is bfloat16 where the processor has units for it."""

    evaluate_every: float = Field(1.0, gt=0)
    """Epochs between validations."""

    patience: int = Field(3, ge=1)
    """Validations without improvement before the stop."""

    checkpoint_steps: int = Field(200, ge=1)
    """Steps between checkpoints that a stopped training goes on from."""

    seed: int = 0
    """Of weights, batches and dropout. Fixed beforehand: no seed is chosen by its result."""

    @field_validator("cell_variation", "weight_drop")
    @classmethod
    def _standard_cells_alone(cls, value: float, given: ValidationInfo) -> float:
        """Only our own loop has the gradient of the cells' variation, and takes other recurrent weights."""
        if value and (given.data.get("cell"), given.data.get("activations")) != ("lstm", "standard"):
            raise ValueError("only standard LSTM cells know it, so it must be 0 with others")
        return value
