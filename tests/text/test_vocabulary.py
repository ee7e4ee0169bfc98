"""The vocabulary: there and back, intact on disk, counted right."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.errors import UserError
from pipeline.text.vocabulary import BOS, EOS, UNK, Vocabulary, build, unknown_share


@given(st.lists(st.text(max_size=20), max_size=8), st.integers(1, 3))
def test_what_it_holds_comes_back(texts: list[str], min_count: int) -> None:
    """Known characters survive the way to ids and back, others become U+FFFD; the rest is arithmetic."""
    vocabulary, counts = build(texts, min_count)
    whole = "".join(texts)
    assert counts == Counter(whole)
    assert set(vocabulary.characters) == {c for c in whole if whole.count(c) >= min_count}
    known = "".join(c if c in vocabulary.characters else "\ufffd" for c in whole)
    assert vocabulary.decode([BOS, *vocabulary.encode(whole).tolist(), EOS]) == known
    unknown = sum(id_ == UNK for id_ in vocabulary.encode(whole).tolist())
    assert unknown_share(vocabulary, counts) == pytest.approx(unknown / len(whole) if whole else 0)


def test_order_is_by_frequency_then_character() -> None:
    """Equal texts in another order give the same vocabulary."""
    assert build(["bbac", "ca"], 1)[0].characters == ("a", "b", "c")
    assert build(["ca", "bbac"], 1)[0] == build(["bbac", "ca"], 1)[0]


def test_on_disk(tmp_path: Path) -> None:
    """What is saved is loaded; what was altered since is refused."""
    path = tmp_path / "vocabulary.json"
    vocabulary = Vocabulary(("a", "\n", "“", "😀"))
    vocabulary.save(path)
    assert Vocabulary.load(path) == vocabulary
    path.write_text(path.read_text(encoding="utf-8").replace('"a"', '"b"'), encoding="utf-8")
    with pytest.raises(UserError, match="does not match its own digest"):
        Vocabulary.load(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match="is not a vocabulary"):
        Vocabulary.load(path)
    path.write_text('{"characters": [', encoding="utf-8")
    with pytest.raises(UserError, match="damaged"):
        Vocabulary.load(path)


@pytest.mark.parametrize("characters", [("a", "a"), ("ab",), ("",)])
def test_only_single_characters_each_once(characters: tuple[str, ...]) -> None:
    """Anything else could not be decoded."""
    with pytest.raises(UserError, match="single characters"):
        Vocabulary(characters)
