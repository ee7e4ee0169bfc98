"""What certificates are measured with: chosen on the scan, measured on test tweets alone."""

import numpy as np
from planted import CERTIFY, PLANTED

from pipeline.neurons.certify.bench import choices, prepare
from pipeline.neurons.evidence import Material
from pipeline.neurons.scan.result import ScanResult


def test_comparisons_are_chosen_by_the_same_search(planted_scan: tuple[Material, ScanResult]) -> None:
    """The best address of each control and each untrained network has the greatest score there is."""
    _, scan = planted_scan
    for concept, choice in enumerate(choices(scan, 2)):
        assert len(choice.detectors) == 2 * np.isfinite(scan.score[concept]).any()
        for scores, found in ((scan.control, choice.control), (scan.untrained, choice.untrained)):
            for number, one in found:
                best = np.nanmax(np.abs(scores[number][concept]))
                assert (
                    abs(one.score)
                    == best
                    == np.abs(scores[number][concept][one.lag, one.address.flat(scan.shape)])
                )


def test_parts_do_not_meet_and_capitals_are_capitals(planted_scan: tuple[Material, ScanResult]) -> None:
    """Train, valid and test are the splits; thresholds are chosen on train tweets; masks are the spans."""
    given, scan = planted_scan
    bench = prepare(given, scan, CERTIFY)
    split = given.tweets["split"].to_numpy()
    for name, part in (("train", bench.train), ("valid", bench.valid), ("test", bench.test)):
        assert set(split[part.rows]) == {name}
    assert set(bench.tuning.rows) <= set(bench.train.rows)
    assert len(bench.tuning.rows) == CERTIFY.threshold_tweets
    text = "".join(given.tweets["text"].iloc[bench.test.rows])
    assert bench.capital.tolist() == [character.isupper() for character in text]
    inside = "".join(c for c, mask in zip(text, bench.masks[0], strict=True) if mask)
    assert bench.names == ["hashtag"]
    assert inside.count("#") == text.count("#")
    assert " " not in inside
    found = {(one.address.layer, one.address.unit) for one in bench.choices[0].detectors}
    assert (1, PLANTED) in found
