"""What a release is checked for: hashes, licences, the bill of materials, what wheel and sdist hold."""

import json
import tarfile
import zipfile
from pathlib import Path

import audit
import check
import locked
import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"


def test_every_line_of_the_lock_pins_with_hashes(tmp_path: Path) -> None:
    """As many packages as lines that begin one; a line without a hash or a version is an error."""
    found = locked.read(LOCK)
    assert len(found) == sum(line[:1].isalnum() for line in LOCK.read_text().splitlines()) > 150
    assert all(len(content) == 64 for one in found for content in one.hashes)
    numpy = next(one for one in found if one.name == "numpy")
    assert numpy.version[0].isdecimal()
    for wrong in ("numpy==2.0\n", "numpy>=2.0 --hash=sha256:" + "0" * 64):
        (tmp_path / "lock").write_text(wrong)
        with pytest.raises(SystemExit, match="with a hash"):
            locked.read(tmp_path / "lock")


def test_setup_installs_nothing_without_a_hash() -> None:
    """What installs the rest is pinned by its hash too; every installation asks for hashes."""
    (first,) = locked.read(ROOT / "requirements-setup.txt")
    assert first.name == "uv"
    recipe = (ROOT / "Makefile").read_text().partition("$(STAMP): ")[2].partition("\n\n")[0]
    installs = [line for line in recipe.splitlines() if " install " in line or " sync " in line]
    assert len(installs) == 3
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


def test_licences_are_those_that_packages_state() -> None:
    """In each of the three places where packages state them; one that is not installed is unknown."""
    assert locked.licence("numpy").startswith("BSD")
    assert locked.licence("click") == "BSD-3-Clause"
    assert locked.licence("no-such-package") == "unknown"
    rows = audit.table(locked.read(LOCK)).splitlines()
    known = [row for row in rows[2:] if "| unknown |" not in row]
    assert len(known) > 0.8 * len(rows)


def test_the_bill_of_materials_names_every_package_with_its_hashes() -> None:
    """CycloneDX 1.6: what it must have; references that resolve; the same for the same lock."""
    packages = locked.read(LOCK)
    bill = audit.bill(packages, "1.2.3")
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert bill["metadata"]["component"]["version"] == "1.2.3"
    parts = {part["bom-ref"]: part for part in bill["components"]}
    assert len(parts) == len(packages)
    assert set(bill["dependencies"][0]["dependsOn"]) == set(parts)
    for one in packages:
        part = parts[f"pkg:pypi/{one.name}@{one.version}"]
        hashes = part["externalReferences"][0]["hashes"]
        assert [known["content"] for known in hashes] == list(one.hashes)
    assert json.dumps(bill) == json.dumps(audit.bill(packages, "1.2.3"))


def test_what_cannot_be_looked_up_is_not_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    """A vulnerability is a line; a package that was skipped, or a tool that fails, counts as not audited."""

    class Done:
        stdout = json.dumps(
            {
                "dependencies": [
                    {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
                    {"name": "b", "version": "1", "skip_reason": "not found"},
                    {"name": "c", "version": "1", "vulns": []},
                ]
            }
        )

    monkeypatch.setattr(audit.subprocess, "run", lambda *given, **named: Done)
    assert audit.vulnerabilities(LOCK) == (["a 1: CVE-1, mended in 2"], 1)
    Done.stdout = ""
    assert audit.vulnerabilities(LOCK) == ([], len(locked.read(LOCK)))


def test_a_wheel_without_its_presets_is_refused(tmp_path: Path) -> None:
    """Whole, it passes; without a preset, or with a file too much, the line names it."""
    root = tmp_path / "root"
    files = ("pipeline/__init__.py", "pipeline/core/presets/demo.toml", "pipeline/explorer/page/page.html")
    for name in (*files, *check.SOURCES, "tests/conftest.py", "release/check.py"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)

    def wheel(names: tuple[str, ...]) -> Path:
        path = tmp_path / "x.whl"
        with zipfile.ZipFile(path, "w") as file:
            for name in (*names, "x-1.dist-info/METADATA"):
                file.writestr(name, "")
        return path

    assert check.wrong_in_wheel(wheel(files), root) == []
    assert check.wrong_in_wheel(wheel(files[:1] + files[2:]), root) == [f"{files[1]} is missing"]
    assert check.wrong_in_wheel(wheel((*files, "data/x.csv")), root) == ["data/x.csv is too much"]
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as file:
        file.add(root, "x-1")
    assert check.wrong_in_sdist(tmp_path / "x.tar.gz", root) == []
    (root / "data").mkdir()
    (root / "data" / "x.csv").touch()
    (root / "Makefile").unlink()
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as file:
        file.add(root, "x-1")
    assert check.wrong_in_sdist(tmp_path / "x.tar.gz", root)[0] == "Makefile is missing"
