"""Settings of what is read: the report and the explorer."""

from typing import Literal

from pydantic import Field

from pipeline.core.settings.base import Settings


class ReportSettings(Settings):
    """The HTML report."""

    samples: int = Field(20, ge=1)
    """Samples printed: the first ones, not picked."""

    tweets: int = Field(3, ge=1)
    """Coloured tweets of each kind for each concept: highest, typical, false alarm, miss."""


class ExploreSettings(Settings):
    """The self-contained explorer."""

    tweets: int = Field(300, ge=20)
    """Corpus tweets carried in the file."""

    samples: int = Field(200, ge=1)
    """Generated tweets carried in the file."""

    precision: Literal["float32", "float16"] = "float32"
    """`float16` halves the file; signals are then off by about 1e-3."""

    beside: str = ""
    """Another workspace under the same folder whose network the view *Compare* puts beside (in `float16`)."""
