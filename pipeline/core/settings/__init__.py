"""One validated settings class for each stage; each setting is explained below it."""

from pipeline.core.settings.analysis import (
    BitsSettings,
    CertifySettings,
    ConceptSettings,
    InterveneSettings,
    ScanSettings,
)
from pipeline.core.settings.base import Settings
from pipeline.core.settings.corpus import CorpusSettings
from pipeline.core.settings.engine import EngineSettings
from pipeline.core.settings.pages import ExploreSettings, ReportSettings
from pipeline.core.settings.preset import Preset
from pipeline.core.settings.samples import SamplesSettings, SamplingSettings
from pipeline.core.settings.train import TrainSettings

__all__ = [
    "BitsSettings",
    "CertifySettings",
    "ConceptSettings",
    "CorpusSettings",
    "EngineSettings",
    "ExploreSettings",
    "InterveneSettings",
    "Preset",
    "ReportSettings",
    "SamplesSettings",
    "SamplingSettings",
    "ScanSettings",
    "Settings",
    "TrainSettings",
]
