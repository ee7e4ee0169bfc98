"""Which detectors the report shows, and their passages."""

import pandas as pd
from certificate_rows import certificate_row

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.detectors import (
    AROUND,
    certificates,
    coloured_passage,
    concept,
    detectors,
    leading,
    rival_table,
)


def test_only_certified_addresses_lead(found: Artefacts) -> None:
    """A concept is led by its best certified address, and left out when it has none."""
    assert found.certificates is not None
    frame = found.certificates.copy()
    frame.loc[(frame["concept"] == "url") & (frame["rank"] == 0), "certified"] = False
    best = leading(frame).set_index("concept")
    assert best.loc["url", "rank"] == 1
    assert "all_caps" not in best.index
    spans = best[best["kind"] == "span"]["auroc"]
    assert list(spans) == sorted(spans, reverse=True)


def test_what_is_not_certified_is_told_as_missing_evidence(found: Artefacts) -> None:
    """A concept without a certificate has no text of its own; it stands in the table of failures."""
    values = detectors(found, 3).values
    assert [c.name for c in values["concepts"]].count("all_caps") == 0
    assert [row[0] for row in values["failed"].rows] == ["all caps"]
    assert (values["tried"], values["found"]) == (7, 6)


def test_a_unit_lists_all_that_it_tells() -> None:
    """By hand: two concepts of one unit name each other, one that is not certified is not named."""
    rows = [
        certificate_row(concept="hashtag"),
        certificate_row(concept="slogan", signal="h", address="L2.h.1", rank=1),
        certificate_row(concept="url", certified=False),
        certificate_row(concept="mention", unit=2, address="L2.c.2"),
    ]
    frame = pd.DataFrame(rows)
    found = rival_table(frame.iloc[[0, 3]], frame)
    assert found is not None
    place = found.columns.index("its unit also tells")
    assert [row[place] for row in found.rows] == ["slogan", "–"]
    assert found.rows[0][place + 1] == "0.100, −0.050, 0.520"


def test_passages_of_another_address_are_not_shown(found: Artefacts) -> None:
    """When the leading address is not the one that was coloured, coloured tweets are left out."""
    assert found.certificates is not None
    assert found.passages is not None
    row = next(leading(found.certificates).itertuples(index=False))
    shown = concept(found.certificates, row, found.passages, 2)
    assert len(shown.groups["Where it fires most"]) == 2
    other = {row.concept: {**found.passages[row.concept], "address": "L9.c.9"}}
    assert concept(found.certificates, row, other, 2).groups == {}


def test_a_long_passage_is_cut_around_its_place() -> None:
    """Of a long text the part around the character in question is shown, with its mask moved along."""
    text = "".join(chr(97 + k % 26) for k in range(2000))
    passage = {"text": text, "values": [0.0] * 2000, "position": 1000, "mask": [[1000, 1003]], "value": 0.5}
    html = str(coloured_passage({**passage, "tweet_id": "t"}, "h", []).html)
    assert f'<i class="in at">{text[1000]}</i><i class="in">{text[1001:1003]}</i>' in html
    assert len(html) < AROUND + 120


def test_thresholds_are_told_in_the_values_of_the_signal(found: Artefacts) -> None:
    """A certificate's threshold is on sign × value; a reader compares it with the value itself."""
    assert found.certificates is not None
    rows = found.certificates[found.certificates["concept"] == "mention"]
    assert set(rows["sign"]) == {-1}
    assert certificates(rows, False).rows[0][7] == "−0.250"
