"""The bytes that the page carries are those of the source in WebAssembly's own notation."""

import base64
import re
from pathlib import Path

import wasmtime

FOLDER = Path(__file__).parents[5] / "pipeline" / "explorer" / "page" / "network" / "run"


def test_the_page_carries_what_the_source_assembles_to() -> None:
    """wasmtime's assembler, byte for byte; run as a program, this file prints them in base64."""
    carried = re.search(r'"([A-Za-z0-9+/=]{200,})"', (FOLDER / "program.js").read_text(encoding="utf-8"))
    assert carried is not None
    assert base64.b64decode(carried[1]) == assembled()


def assembled() -> bytes:
    """The module's bytes."""
    return bytes(wasmtime.wat2wasm((FOLDER / "program.wat").read_text(encoding="utf-8")))


if __name__ == "__main__":
    print(base64.b64encode(assembled()).decode())
