"""The dependencies: every one pinned with hashes, its licence in a table, its known vulnerabilities.

    python release/audit.py [--table licences.md] [--bill sbom.json]

Vulnerabilities come from pip-audit, where its database is reachable; where it is not, a line says so. The
exit code is 1 when a vulnerability is known.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from locked import Locked, licence, read

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"


def table(packages: Sequence[Locked]) -> str:
    """The licences as Markdown."""
    rows = [f"| {one.name} | {one.version} | {licence(one.name)} | {one.marker} |" for one in packages]
    return "\n".join(["| package | version | licence | only where |", "|---|---|---|---|", *rows]) + "\n"


def bill(packages: Sequence[Locked], version: str) -> dict[str, Any]:
    """The bill of materials in CycloneDX 1.6, the same for the same lock."""
    parts = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": [{"license": {"name": licence(one.name)}}],
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": f"pkg:pypi/{one.name}@{one.version}",
                    "hashes": [{"alg": "SHA-256", "content": content} for content in one.hashes],
                }
            ],
        }
        for one in packages
    ]
    own = f"pkg:pypi/tweetscope@{version}"
    serial = uuid5(NAMESPACE_URL, "".join(sorted(content for one in packages for content in one.hashes)))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "tweetscope",
                "version": version,
                "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": own, "dependsOn": [one["bom-ref"] for one in parts]}],
    }


def vulnerabilities(lock: Path) -> tuple[list[str], int]:
    """A line for each known vulnerability, and how many packages could not be looked up."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(lock),
        "--disable-pip",
        "--require-hashes",
    ]
    command += ["--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(command, capture_output=True, text=True)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return [], len(read(lock))
    lines = [
        f"{one['name']} {one['version']}: {known['id']}, mended in {_versions(known)}"
        for one in found
        for known in one.get("vulns", [])
    ]
    return lines, sum("skip_reason" in one for one in found)


def _versions(known: dict[str, Any]) -> str:
    return ", ".join(known["fix_versions"]) or "no version"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--table", type=Path)
    parser.add_argument("--bill", type=Path)
    parser.add_argument("--version", default="0")
    asked = parser.parse_args()
    packages = read(LOCK)
    print(f"{len(packages)} packages, each pinned with the hashes of its files")
    if asked.table:
        asked.table.write_text(table(packages), encoding="utf-8")
    else:
        print(table(packages))
    if asked.bill:
        asked.bill.write_text(json.dumps(bill(packages, asked.version), indent=1) + "\n", encoding="utf-8")
    lines, skipped = vulnerabilities(LOCK)
    print("\n".join(lines))
    if skipped:
        print(f"warning: {skipped} of {len(packages)} packages could not be looked up: they are not audited")
    print(f"{len(lines)} known vulnerabilities in the {len(packages) - skipped} packages that were looked up")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
