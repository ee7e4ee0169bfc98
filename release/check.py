"""That a wheel and an sdist hold what they must, and nothing else.

python release/check.py dist/tweetscope-0.1.0-py3-none-any.whl dist/tweetscope-0.1.0.tar.gz
"""

import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("Makefile", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "requirements.lock")


def package_files(root: Path) -> set[str]:
    """Every file of the package in the checkout: modules, presets, pages, templates, rules."""
    files = (path for path in (root / "pipeline").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in files if "__pycache__" not in path.parts}


def wrong_in_wheel(path: Path, root: Path) -> list[str]:
    """What is missing from a wheel, and what does not belong into it."""
    with zipfile.ZipFile(path) as file:
        names = {name for name in file.namelist() if not name.endswith("/")}
    wanted = package_files(root)
    other = {name for name in names - wanted if ".dist-info/" not in name}
    return [
        *(f"{name} is missing" for name in sorted(wanted - names)),
        *(f"{name} is too much" for name in sorted(other)),
    ]


def wrong_in_sdist(path: Path, root: Path) -> list[str]:
    """What is missing from an sdist: the package, and what builds and tests it."""
    with tarfile.open(path) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    wanted = package_files(root) | set(SOURCES) | {"tests/conftest.py", "release/check.py"}
    kept_out = [name for name in names if name.split("/")[0] in ("data", "mlruns", ".venv", "dist")]
    return [
        *(f"{name} is missing" for name in sorted(wanted - names)),
        *(f"{name} is too much" for name in kept_out),
    ]


def main() -> None:
    wheel, sdist = map(Path, sys.argv[1:3])
    wrong = [*wrong_in_wheel(wheel, ROOT), *wrong_in_sdist(sdist, ROOT)]
    if wrong:
        sys.exit("error: " + "; ".join(wrong[:20]))
    print(f"{wheel.name} and {sdist.name} hold all {len(package_files(ROOT))} files of the package")


if __name__ == "__main__":
    main()
