"""A section of the report: what its template is given, its figures, and what is missing."""

from dataclasses import dataclass, field
from typing import Any

from matplotlib.figure import Figure


@dataclass(frozen=True)
class Section:
    """One section; `key` names its template and its anchor.

    Attributes:
        missing: what cannot be shown yet → the make target that makes it.
    """

    key: str
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
