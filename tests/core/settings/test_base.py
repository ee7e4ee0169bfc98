"""Settings are checked, and closed to typing errors."""

from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.preset import load_preset


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[train]\nunit = 8\n", "train.unit"),
        ("[train]\nunits = 0\n", "train.units"),
        ("[train]\nunits = 'many'\n", "train.units"),
        ("[train\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_one_line_that_names_it(tmp_path: Path, text: str, said: str) -> None:
    """Unknown keys, values out of range, wrong types, broken TOML."""
    path = tmp_path / "p.toml"
    path.write_text(text)
    with pytest.raises(UserError, match=said) as error:
        load_preset(str(path))
    assert "\n" not in str(error.value)
