"""The bundler: modules in folders become one script, and what cannot become one is refused by name."""

import doctest
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.explorer import bundle


def modules(folder: Path, sources: dict[str, str]) -> Path:
    """The folder, with these modules in it."""
    for name, source in sources.items():
        file = folder / f"{name}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, encoding="utf-8")
    return folder


def test_examples_hold() -> None:
    """The examples in the docstrings give what they say."""
    found = doctest.testmod(bundle)
    assert found.attempted > 0
    assert found.failed == 0


def test_modules_stand_in_order_of_need(tmp_path: Path) -> None:
    """A module stands after those it imports, and once, though two import it."""
    page = modules(
        tmp_path,
        {
            "a": 'import { x as y } from "./b.js";\nimport { z } from "./c.js";\ny(z);\n',
            "b": 'import { z } from "./c.js";\nexport function x() { return z; }\n',
            "c": "export const z = 1;\n",
        },
    )
    script = bundle.bundle("a", page)
    assert [script.count(f"const ${name} =") for name in "abc"] == [1, 1, 1]
    assert script.index("const $c =") < script.index("const $b =") < script.index("const $a =")
    assert "{ x: y } = $b" in script


def test_imports_are_relative_to_the_importing_module(tmp_path: Path) -> None:
    """Three modules named `t` in three folders stay apart: each import finds the one that it names."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js to run the script")
    page = modules(
        tmp_path,
        {
            "main": 'import {\n  t,\n  u as v,\n} from "./views/t.js";\nconsole.log(t, v);\n',
            "t": 'export const t = "top";\n',
            "views/t": 'import { t as n } from "../network/deep/t.js";\nimport { s } from "./s.js";\n'
            "export const t = `views ${n}`;\nexport const u = s;\n",
            "views/s": 'import { t } from "../t.js";\nexport const s = `beside ${t}`;\n',
            "network/deep/t": 'export const t = "network";\n',
        },
    )
    script = bundle.bundle("main", page)
    run = subprocess.run([node, "-e", script], capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout, run.stderr) == ("views network beside top\n", "")
    assert "const $network_deep_t =" in script


def test_circle_is_refused(tmp_path: Path) -> None:
    """A circle through folders is named from the entry to where it closes."""
    page = modules(
        tmp_path,
        {
            "main": 'import { x } from "./views/b.js";\n',
            "views/b": 'import { z } from "../network/c.js";\nexport const x = z;\n',
            "network/c": 'import { x } from "../views/b.js";\nexport const z = x;\n',
        },
    )
    with pytest.raises(ValueError, match=r"main → views/b → network/c → views/b$"):
        bundle.bundle("main", page)


def test_missing_module_is_named(tmp_path: Path) -> None:
    """A module that is not there is named with those that need it; so is a missing entry."""
    page = modules(
        tmp_path,
        {"main": 'import { x } from "./views/b.js";\n', "views/b": 'import { z } from "./gone.js";\n'},
    )
    with pytest.raises(ValueError, match=r"^views/gone\.js is missing, needed by main → views/b$"):
        bundle.bundle("main", page)
    with pytest.raises(ValueError, match=r"^other\.js is missing, needed by the page$"):
        bundle.bundle("other", page)


@pytest.mark.parametrize("address", ["../../x.js", "../../page/views/c.js", "../../../etc/x.js"])
def test_import_from_outside_is_refused(tmp_path: Path, address: str) -> None:
    """An import that leaves the page's folder is refused, whether the file is there or not."""
    modules(tmp_path, {"x": "export const z = 1;\n"})
    page = modules(
        tmp_path / "page",
        {
            "main": 'import { x } from "./views/b.js";\n',
            "views/b": f'import {{ z }} from "{address}";\nexport const x = z;\n',
            "views/c": "export const z = 1;\n",
        },
    )
    with pytest.raises(ValueError, match=r'^views/b\.js imports "\.\./\.\./.*outside the page$'):
        bundle.bundle("main", page)


@pytest.mark.parametrize("address", ["b.js", "/b.js", "./b", "https://host.example/b.js"])
def test_other_addresses_are_refused(tmp_path: Path, address: str) -> None:
    """An address that a browser would look for elsewhere, or that names no script, is refused."""
    page = modules(tmp_path, {"main": f'import {{ z }} from "{address}";\n', "b": "export const z = 1;\n"})
    with pytest.raises(ValueError, match=r"^main\.js imports .* begins with"):
        bundle.bundle("main", page)


def test_two_modules_of_one_constant_are_refused(tmp_path: Path) -> None:
    """Paths that give one constant are both named: neither hides the other."""
    page = modules(
        tmp_path,
        {
            "main": 'import { x } from "./a/b.js";\nimport { y } from "./a_b.js";\n',
            "a/b": "export const x = 1;\n",
            "a_b": "export const y = 2;\n",
        },
    )
    with pytest.raises(ValueError, match=r"a/b\.js and a_b\.js would both be \$a_b"):
        bundle.bundle("main", page)
