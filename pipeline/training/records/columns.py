"""What stands in the history of a training."""

from pipeline.core.tables import number, schema, whole

HISTORY = schema(
    "history",
    "A step of the training at which something was measured.",
    {
        "step": whole("steps done"),
        "epoch": number("passes over the training part", 0),
        "seconds": number("seconds of training until then", 0),
        "train_bits_per_char": number("bits per character of the step's batch", missing=True),
        "valid_bits_per_char": number(
            "bits per character of the valid part, where it was measured", missing=True
        ),
        "learning_rate": number("learning rate of the step", 0),
        "gradient_norm": number("norm of the gradient before clipping", missing=True),
        "characters_per_second": number("speed of the step", 0),
    },
)
