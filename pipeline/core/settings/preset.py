"""The settings of all stages together."""

from pipeline.core.settings.analysis import (
    BitsSettings,
    CertifySettings,
    ConceptSettings,
    InterveneSettings,
    ScanSettings,
)
from pipeline.core.settings.base import Settings
from pipeline.core.settings.corpus import CorpusSettings
from pipeline.core.settings.pages import ExploreSettings, ReportSettings
from pipeline.core.settings.samples import SamplesSettings
from pipeline.core.settings.train import TrainSettings


class Preset(Settings):
    """The settings of every stage: what one preset file holds."""

    corpus: CorpusSettings = CorpusSettings()
    train: TrainSettings = TrainSettings()
    concepts: ConceptSettings = ConceptSettings()
    bits: BitsSettings = BitsSettings()
    scan: ScanSettings = ScanSettings()
    certify: CertifySettings = CertifySettings()
    intervene: InterveneSettings = InterveneSettings()
    samples: SamplesSettings = SamplesSettings()
    report: ReportSettings = ReportSettings()
    explore: ExploreSettings = ExploreSettings()
