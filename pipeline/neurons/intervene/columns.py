"""What stands in the table of interventions."""

from pipeline.core.tables import number, schema, text, whole

INTERVENTIONS = schema(
    "interventions",
    "One measured effect of a detector, of one kind: what `value` and `dose` mean depends on `kind`.",
    {
        "concept": text("name of the concept"),
        "address": text("address of the detector"),
        "kind": text(
            "ablation (of the memory, of the output), mean by position, clamp, or score during training",
            ("ablate_c", "ablate_h", "position", "clamp", "birth"),
        ),
        "where": text(
            "ablation: region (inside, edge, outside); position: start or end of a span; "
            "clamp: what is counted; birth: the final address or the best of that step"
        ),
        "dose": number(
            "position: characters from the start or end; clamp: standard deviations, missing for the free "
            "network; birth: training step",
            missing=True,
        ),
        "value": number(
            "ablation: bits per character lost; position: mean activation; clamp: rate per tweet; "
            "birth: AUROC",
            missing=True,
        ),
        "low": number("lower end of its 95 % interval", missing=True),
        "high": number("upper end of its 95 % interval", missing=True),
        "random_mean": number("ablation: mean of random units of like variance", missing=True),
        "random_low": number("lower end of their middle 95 %", missing=True),
        "random_high": number("upper end of their middle 95 %", missing=True),
        "tweets": whole("tweets that it is measured on"),
    },
)
