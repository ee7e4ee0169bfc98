"""How the manual is built: `make docs`. Nothing in the built pages is fetched from another host."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent / "release")]  # pages are made by scripts

from pipeline import __version__  # noqa: E402

project = "Tweetscope"
author = "the Tweetscope authors"
project_copyright = author
release = version = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinx_copybutton",
    "made",  # docs/_ext/made.py: pages and pictures made from the code
    "docstrings",  # docs/_ext/docstrings.py: docstrings are plain text with `code`
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "_ext", "**/*.inc.md"]
myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 3
suppress_warnings = [
    "ref.python",  # a word such as "characters" names an attribute of several classes
]

autodoc_mock_imports = ["mlflow"]  # its types break under autodoc, and one module alone names them
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_use_ivar = True  # a dataclass names its attributes twice: in its docstring and in its body
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = f"Tweetscope {release}"
html_static_path = ["static"]
html_css_files = ["manual.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
