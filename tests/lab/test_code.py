"""Code: labels by hand, a score that real code passes, and units that follow structure."""

import random

import built
import numpy as np
import pandas as pd
import pytest

from pipeline.lab.code import library, measures
from pipeline.lab.code.labels import label
from pipeline.lab.code.library import Source
from pipeline.lab.code.names import names
from pipeline.lab.code.score import score
from pipeline.lab.code.writing import START, written
from pipeline.network.weights import NetworkWeights
from pipeline.text.vocabulary import Vocabulary

TEXT = '''"""Ünï."""
class A(B):  # so
    """Dö."""

    def f(self, x={1: 2}):
        return (x[
            0], f"{x}")


y = "#"
'''


def at(values: np.ndarray, marks: str, size: int = 1) -> list:
    """The values at the first place of some text."""
    place = TEXT.index(marks)
    return values[place : place + size].tolist()


def test_levels_and_blanks() -> None:
    """A logical line has the level of its block over all its lines; blanks count as they are read."""
    found = label(TEXT)
    assert [at(found.level, part)[0] for part in ("class", "def", "return", "0]", "y =")] == [0, 1, 2, 2, 0]
    assert at(found.blanks, "        return", 12) == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8]
    assert at(found.blanks, "y =") == [0]


def test_masks() -> None:
    """Strings with their quotes, f-strings whole, comments, docstrings, headers to their colon."""
    found = label(TEXT)
    strings = "".join(c for c, inside in zip(TEXT, found.string, strict=True) if inside)
    assert strings == '"""Ünï.""""""Dö."""f"{x}""#"'
    assert "".join(c for c, i in zip(TEXT, found.comment, strict=True) if i) == "# so"
    assert "".join(c for c, i in zip(TEXT, found.docstring, strict=True) if i) == '"""Ünï.""""""Dö."""'
    assert (
        "".join(c for c, i in zip(TEXT, found.header, strict=True) if i)
        == "class A(B):def f(self, x={1: 2}):"
    )
    assert not (found.code & (found.string | found.comment)).any()


def test_depth() -> None:
    """After a bracket it counts; brackets in strings do not; at the end all are closed."""
    found = label(TEXT + 's = "(("\n')
    assert at(found.depth, "(x[", 3) == [1, 1, 2]
    assert at(found.depth, '"#"') == [0]
    assert found.depth[-1] == 0


@pytest.fixture(scope="module")
def files() -> list[Source]:
    """A part of the library of the running Python: some packages in the order of the stream."""
    ordered = library.ordered(list(library.sources(library.library())))
    return [source for source in ordered if len(source.text) > 3000][::12]


def test_the_library_is_labelled_without_a_failure(files: list[Source]) -> None:
    """Labels fit their file, brackets close, and the level is never below 0."""
    for source in files:
        found = label(source.text)
        assert len(found.level) == len(source.text)
        assert found.depth[-1] == 0
        assert found.level.min() == 0


def test_packages_are_never_on_both_sides() -> None:
    """What is held out lies in the last tenth, and none of its packages has a file before."""
    sources = [Source(f"p{k % 37}", f"p{k % 37}/{k}.py", "x = 1\n" * (k % 5 + 1)) for k in range(200)]
    ordered = library.ordered(sources)
    unseen = library.held_out(ordered)
    text = library.stream(ordered)
    assert 0 < sum(len(source.text) for source in unseen) <= library.HELD_OUT * len(text)
    assert not {s.package for s in unseen} & {s.package for s in ordered if s not in unseen}
    assert all(text.index(s.text) >= 0 for s in ordered)


def test_real_code_scores(files: list[Source]) -> None:
    """At least .95 on each measure, cut anywhere."""
    scores = pd.DataFrame([vars(score(s.text[:length])) for s in files for length in (1000, 3000)])
    assert (scores.mean() >= 0.95).all(), scores.mean()


def test_spoilt_code_scores_less(files: list[Source]) -> None:
    """Lines in another order, and characters in another order, lose what they should."""
    mix = random.Random(0)
    lines, characters = [], []
    for source in files:
        text = source.text[:3000]
        split = text.splitlines(keepends=True)
        lines.append(score("".join(mix.sample(split, len(split)))))
        characters.append(score("".join(mix.sample(text, len(text)))))
    assert np.mean([one.indented for one in lines]) < 0.7
    assert np.mean([one.defined for one in lines]) < 0.6
    assert np.mean([one.closed for one in characters]) < 0.6
    assert np.mean([one.tokenized for one in characters]) < 0.8


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


def test_one_mistake_counts_once() -> None:
    """A block that is missing, a step too deep, a bracket too many, a quote too many."""
    good = "if a:\n    b = (1)\n    c = 2\nd = 3\n"
    assert (score(good).indented, score(good).closed, score(good).tokenized) == (1, 1, 1)
    assert score("if a:\nb = 1\nc = 2\nd = 3\n").indented == 0.75
    assert score("a = 1\nb = 2)\n").closed == 0
    assert score("a = 1\nb = 'x\nc = 3\nd = 4\n").tokenized == 0.75


def bracket_counter(vocabulary: Vocabulary) -> NetworkWeights:
    """Unit 2 adds one at an opening bracket and takes one off at a closing one."""
    b = built.Builder(vocabulary.size, 4)
    ids = {c: int(vocabulary.encode(c)[0]) for c in "()[]{}"}
    moves = {(ids[c], "i"): 2 * built.ON for c in ids}
    moves |= {(ids[c], "g"): built.ON if c in "([{" else -built.ON for c in ids}
    b.unit(2, {"i": -built.ON, "f": built.ON, "o": built.ON}, moves)
    dense = np.zeros((4, vocabulary.size), np.float32)
    return built.noisy(
        NetworkWeights(np.eye(vocabulary.size, dtype=np.float32), (b.layer(),), dense, dense[0]), size=0.1
    )


def test_the_unit_that_counts_brackets_is_found(files: list[Source]) -> None:
    """Chosen on some files, it follows the depth in others; nothing follows the level so well."""
    characters = sorted({c for source in files for c in source.text})
    vocabulary = Vocabulary(tuple(characters))
    half = len(files) // 2
    table = measures.table(bracket_counter(vocabulary), vocabulary, files[:half], files[half:]).set_index(
        "label"
    )
    assert table.loc["depth", "unit"] in ("L1.c.2", "L1.h.2")
    assert table.loc["depth", "held_out"] > 0.9
    assert table.loc["depth", "lift"] > 3
    assert table.loc["level", "held_out"] < 0.5


def test_what_is_written() -> None:
    """So many characters, all of the vocabulary, from the same start; the seed says which."""
    vocabulary = Vocabulary(tuple('"()[]{} ab\n'))
    network = bracket_counter(vocabulary)
    texts = written(network, vocabulary, 3, 40)
    assert [len(text) for text in texts] == [40] * 3
    assert all(text.startswith(START) for text in texts)
    assert written(network, vocabulary, 3, 40) == texts
    assert written(network, vocabulary, 3, 40, seed=1) != texts
