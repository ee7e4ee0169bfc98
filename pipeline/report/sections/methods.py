"""How it was measured: settings, versions and digests of every stage that has run."""

import json
from typing import Any

from pipeline.core.numbers import Table
from pipeline.report.artefacts import Artefacts
from pipeline.report.sections.section import Section


def methods(found: Artefacts) -> Section:
    """The section, from the manifests."""
    manifests = found.manifests
    missing = {} if manifests else {"settings and versions": "analyze"}
    values = {
        "settings": [settings(stage, manifest) for stage, manifest in manifests.items()],
        "versions": versions(manifests) if manifests else None,
        "digests": digests(manifests) if manifests else None,
    }
    return Section("methods", "Methods, settings and versions", values, {}, missing)


def settings(stage: str, manifest: dict[str, Any]) -> Table:
    """The settings that a stage ran with."""
    given = manifest.get("fingerprint", {}).get("settings", {})
    rows = [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in given.items()]
    return Table(f"Settings of {stage}.", ("setting", "value"), rows, left=(0, 1))


def versions(manifests: dict[str, dict[str, Any]]) -> Table:
    """Versions of programs; more than one where stages ran under different ones."""
    seen: dict[str, list[str]] = {}
    for manifest in manifests.values():
        for name, version in manifest.get("versions", {}).items():
            if version not in seen.setdefault(name, []):
                seen[name].append(version)
    rows = [(name, ", ".join(found)) for name, found in seen.items()]
    return Table("Versions that made the artefacts.", ("program", "version"), rows, left=(0, 1))


def digests(manifests: dict[str, dict[str, Any]]) -> Table:
    """The first 16 hexadecimal digits of the SHA-256 of every artefact."""
    rows = [
        (stage, name, digest[:16])
        for stage, manifest in manifests.items()
        for name, digest in manifest.get("outputs", {}).items()
    ]
    return Table(
        "Artefacts by SHA-256 (its first 16 digits).", ("stage", "file", "digest"), rows, left=(0, 1, 2)
    )
