"""The page of imported networks holds what its file says."""

from pipeline.report.results.benchmarks.exchange import page


def test_each_network_has_its_row() -> None:
    """Bits of both programs to three decimals, differences with their power of ten, versions in the text."""
    one = {"program": "PyTorch", "cell": "GRU", "bits_untrained": 5.1234}
    one |= {"bits_theirs": 1.5, "bits_ours": 1.5}
    made = page(
        {
            "versions": {"torch": "2.0", "keras": "3.0", "onnxruntime": "1.0"},
            "imported": [{**one, "states": 2.4e-6, "log_probabilities": 1e-7}],
            "exported": [{"from": "GRU.keras", "outputs": 3e-6}],
        }
    )
    assert "| PyTorch | GRU | 5.123 | 1.500 | 1.500 | 2e-06 | 1e-07 |" in made
    assert "| GRU.keras | 3e-06 |" in made
    assert "PyTorch 2.0 and Keras 3.0" in made
