"""Names in code: used, and known where they are used."""

import pytest

from pipeline.lab.code.names import names


@pytest.mark.parametrize(
    ("text", "used", "known"),
    [
        ("import os\nos.sep\n", 1, 1),
        ("os.sep\nimport os\n", 1, 0),
        ("def f(a):\n    return g(a)\ndef g(b):\n    return b\n", 3, 3),
        ("x = x + len('')\n", 2, 1),
        ("k\n[k for k in range(3)]\n", 3, 2),
        ("try:\n    pass\nexcept ValueError as e:\n    print(e)\n", 3, 3),
        ("def (:\ny = 1\ny\n", 2, 1),
    ],
)
def test_names(text: str, used: int, known: int) -> None:
    """Uses and which of them are known, by hand; a statement that does not parse is one unknown."""
    assert names(text) == (used, known)
