"""The page: modules, styles and data inlined into one HTML file that asks nothing of any host."""

import base64
import hashlib
import posixpath
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pipeline.explorer.encode import embed

PAGE = Path(__file__).parent / "page"
STYLES = (
    "styles/theme.css",
    "styles/layout.css",
    "styles/parts.css",
    "styles/evidence.css",
    "styles/charts.css",
    "styles/views.css",
    "styles/lesson.css",
    "styles/start.css",
    "styles/media.css",
)
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:const|function\*?|class) (\w+))", re.MULTILINE)


def page(values: dict[str, Any]) -> str:
    """The explorer as HTML.

    The script and the style are named by their digests in the content-security policy, so nothing
    else can run; 'wasm-unsafe-eval' lets the page compile its own matrix product, and nothing more.

    Args:
        values: what `data.payload` returns.
    """
    script, style = bundle("main"), "".join((PAGE / name).read_text(encoding="utf-8") for name in STYLES)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {digest(script)} 'wasm-unsafe-eval'",
            f"style-src {digest(style)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = environment.from_string((PAGE / "page.html").read_text(encoding="utf-8"))
    return template.render(
        name=values["name"],
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        data=Markup(embed(values)),
    )


def bundle(entry: str, folder: Path = PAGE) -> str:
    """One script from ES modules: each becomes a function that returns its exports, in order of need.

    A module is named by its path in the folder, without `.js`.

    Args:
        entry: the module that needs all others.
        folder: where the modules are.

    Raises:
        ValueError: modules need one another in a circle, or one is missing, lies outside the folder,
            or has the constant of another.
    """
    bodies: dict[str, str] = {}
    owners: dict[str, str] = {}

    def visit(module: str, path: tuple[str, ...]) -> None:
        if module in path:
            raise ValueError(f"modules import one another in a circle: {' → '.join((*path, module))}")
        if module in bodies:
            return
        file = folder / f"{module}.js"
        if not file.is_file():
            raise ValueError(f"{module}.js is missing, needed by {' → '.join(path) or 'the page'}")
        owner = owners.setdefault(variable(module), module)
        if owner != module:
            raise ValueError(f"{owner}.js and {module}.js would both be {variable(module)}; rename one")
        source = file.read_text(encoding="utf-8")
        for found in IMPORT.finditer(source):
            visit(resolve(module, found[2]), (*path, module))
        bodies[module] = wrap(module, source)

    visit(entry, ())
    return '"use strict";\n' + "".join(bodies.values())


def resolve(module: str, address: str) -> str:
    """The module that `module` imports from `address`.

    >>> resolve("views/read", "../network/trace.js"), resolve("views/read", "./step.js")
    ('network/trace', 'views/step')
    """
    if not address.startswith(("./", "../")) or not address.endswith(".js"):
        raise ValueError(f'{module}.js imports "{address}": an import begins with ./ or ../ and ends in .js')
    target = posixpath.normpath(posixpath.join(posixpath.dirname(module), address))
    if target.startswith("../"):
        raise ValueError(f'{module}.js imports "{address}", which lies outside the page')
    return target.removesuffix(".js")


def wrap(module: str, source: str) -> str:
    """One module as a constant that holds its exports; names inside stay private.

    >>> wrap("views/b", 'import { x as y } from "../a.js";\\nexport const z = y;\\n')
    'const $views_b = (() => {\\nconst { x: y } = $a;\\nconst z = y;\\nreturn { z };\\n})();\\n'
    """
    exports = [found[2] for found in EXPORT.finditer(source)]

    def constant(found: re.Match[str]) -> str:
        return f"const {{{re.sub(r' as ', ': ', found[1])}}} = {variable(resolve(module, found[2]))};\n"

    body = EXPORT.sub(r"\1", IMPORT.sub(constant, source))
    listed = f"{{ {', '.join(exports)} }}" if exports else "{}"
    return f"const {variable(module)} = (() => {{\n{body}return {listed};\n}})();\n"


def variable(module: str) -> str:
    """The name of a module's constant: `$` keeps it apart from every name inside a module.

    >>> variable("network/trace")
    '$network_trace'
    """
    return "$" + re.sub(r"\W", "_", module)


def digest(text: str) -> str:
    """A source expression of a content-security policy that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
