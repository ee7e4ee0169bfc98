"""What training on JAX does not do is refused in one line, never done differently."""

from importlib.util import find_spec

from pipeline.core.errors import UserError
from pipeline.core.settings import TrainSettings

# Settings that the JAX path honours; another one, of today or of tomorrow, must have its default.
DONE = {
    *("backend", "cell", "layers", "activations", "units", "embedding", "dropout", "weight_drop"),
    *("forget_bias", "memory_span", "cell_variation", "batch_characters", "epochs", "seconds", "optimizer"),
    *("learning_rate", "final_rate", "warmup_steps", "beta_2", "weight_decay", "clip_norm", "average_decay"),
    *("precision", "evaluate_every", "patience", "checkpoint_steps", "seed"),
    *("lanes", "window"),  # of streams, which are refused as a whole
}
INSTALL = "pip install tweetscope[jax], or tweetscope[gpu] for an NVIDIA card"


def check(settings: TrainSettings, streaming: bool, processes: int) -> None:
    """Raise a UserError for the first thing that cannot be done."""
    if settings.backend != "jax":
        if processes > 1:
            raise UserError("several processes train on JAX alone: give train.backend = 'jax'")
        return
    if find_spec("jax") is None:
        raise UserError(f"train.backend = 'jax' needs JAX: {INSTALL}")
    if streaming:
        raise UserError("JAX trains on tweets, not on a stream: use train.backend = 'tensorflow'")
    if settings.precision == "bfloat16":
        raise UserError("JAX trains in float32: use train.precision = 'float32' or 'auto'")
    if settings.seconds and processes > 1:
        raise UserError("several processes have several clocks: give train.epochs, not train.seconds")
    fields = TrainSettings.model_fields
    for name in sorted(set(fields) - DONE):
        if getattr(settings, name) != fields[name].get_default(call_default_factory=True):
            raise UserError(f"JAX does not know train.{name}: leave that or train.backend out")
