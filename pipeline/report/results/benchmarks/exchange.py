"""The page on networks of other programs, from `benchmarks/results/exchange.json`."""

from collections.abc import Mapping
from typing import Any

from pipeline.core.numbers import decimal
from pipeline.report.results.markdown import joined, table


def page(found: Mapping[str, Any]) -> str:
    """One row for each imported network and one for each export to ONNX."""
    rows = [
        [
            one["program"],
            one["cell"],
            decimal(one["bits_untrained"]),
            decimal(one["bits_theirs"]),
            decimal(one["bits_ours"]),
            f"{one['states']:.0e}",
            f"{one['log_probabilities']:.0e}",
        ]
        for one in found["imported"]
    ]
    head = ["program", "cell", "bits untrained", "bits there", "bits here", "states", "log-probabilities"]
    versions = found["versions"]
    return joined(
        [
            "# Are imported networks the same networks?",
            "",
            f"Networks of two layers, trained by PyTorch {versions['torch']} and Keras {versions['keras']}, "
            "saved as safetensors and `.keras`, and imported. Bits are per character, by the other program "
            "and by this one. The last two columns are the largest difference of a hidden state and of a "
            "natural log-probability, over all texts, positions, units and characters. Made from "
            "`benchmarks/results/exchange.json`, which `benchmarks/networks/exchange.py` writes.",
            "",
            *table(head, rows),
            f"The same networks, exported to ONNX and run by onnxruntime {versions['onnxruntime']}: the "
            "largest difference of a logit or a hidden state from ours.",
            "",
            *table(
                ["file", "difference"], [[one["from"], f"{one['outputs']:.0e}"] for one in found["exported"]]
            ),
        ]
    )
