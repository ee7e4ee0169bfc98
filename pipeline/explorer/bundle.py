"""The page: modules, styles and data inlined into one HTML file that asks nothing of any host."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from pipeline.explorer.encode import embed

PAGE = Path(__file__).parent / "page"
STYLES = ("theme.css", "layout.css", "parts.css", "evidence.css", "charts.css", "views.css")
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
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


def bundle(entry: str) -> str:
    """One script from ES modules: each becomes a function that returns its exports, in order of need."""
    order: list[str] = []
    bodies: dict[str, str] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValueError(f"modules import one another in a circle: {' → '.join((*path, name))}")
        if name in bodies:
            return
        source = (PAGE / f"{name}.js").read_text(encoding="utf-8")
        for found in IMPORT.finditer(source):
            visit(found[2], (*path, name))
        bodies[name] = wrap(name, source)
        order.append(name)

    visit(entry, ())
    return '"use strict";\n' + "".join(bodies[name] for name in order)


def wrap(name: str, source: str) -> str:
    """One module as a constant that holds its exports; names inside stay private.

    >>> wrap("b", 'import { x as y } from "./a.js";\\nexport const z = y;\\n')
    'const $b = (() => {\\nconst { x: y } = $a;\\nconst z = y;\\nreturn { z };\\n})();\\n'
    """
    exports = [found[2] for found in EXPORT.finditer(source)]
    body = IMPORT.sub(
        lambda found: f"const {{{re.sub(r' as ', ': ', found[1])}}} = {variable(found[2])};\n", source
    )
    body = EXPORT.sub(r"\1", body)
    listed = f"{{ {', '.join(exports)} }}" if exports else "{}"
    return f"const {variable(name)} = (() => {{\n{body}return {listed};\n}})();\n"


def variable(module: str) -> str:
    """The name of a module's constant: `$` keeps it apart from every name inside a module."""
    return "$" + module.replace("-", "_")


def digest(text: str) -> str:
    """A source expression of a content-security policy that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
