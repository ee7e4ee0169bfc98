"""The methods of the report: settings, versions, digests."""

import pandas as pd

from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.methods import methods


def test_methods_hold_settings_versions_and_digests(found: Artefacts) -> None:
    """Every stage that has run tells its settings; versions are those of the manifests, each once."""
    values = methods(found).values
    assert [table.caption for table in values["settings"]] == [
        "Settings of corpus.",
        "Settings of train.",
        "Settings of scan.",
        "Settings of certify.",
    ]
    assert ("pandas", pd.__version__) in list(values["versions"].rows)
    assert ("corpus", "corpus.parquet", "ab" * 8) in list(values["digests"].rows)
