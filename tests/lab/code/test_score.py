"""A score that real code passes and spoilt code does not."""

import math
import random

import numpy as np
import pandas as pd

from pipeline.lab.code.library import Source
from pipeline.lab.code.score import score


def test_real_code_scores(files: list[Source]) -> None:
    """At least .95 on each measure, cut anywhere."""
    scores = pd.DataFrame([vars(score(s.text[:length])) for s in files for length in (1000, 3000)])
    lines = scores.pop("lines")
    assert (scores.mean() >= 0.95).all(), scores.mean()
    assert lines.mean() > 10


def test_spoilt_code_scores_less(files: list[Source]) -> None:
    """Lines in another order, and characters in another order, lose what they should."""
    mix = random.Random(0)
    lines, characters = [], []
    for source in files:
        text = source.text[:3000]
        split = text.splitlines(keepends=True)
        lines.append(score("".join(mix.sample(split, len(split)))))
        characters.append(score("".join(mix.sample(text, len(text)))))
    assert np.nanmean([one.indented for one in lines]) < 0.7
    assert np.nanmean([one.defined for one in lines]) < 0.6
    assert np.nanmean([one.closed for one in characters]) < 0.6
    assert np.nanmean([one.tokenized for one in characters]) < 0.8


def test_one_mistake_counts_once() -> None:
    """A block that is missing, a step too deep, a bracket too many, a quote too many."""
    good = "if a:\n    b = (1)\n    c = 2\nd = 3\n"
    assert (score(good).indented, score(good).closed, score(good).tokenized) == (1, 1, 1)
    assert score("if a:\nb = 1\nc = 2\nd = 3\n").indented == 0.75
    assert score("a = 1\nb = 2)\n").closed == 0
    assert score("a = 1\nb = 'x\nc = 3\nd = 4\n").tokenized == 0.75


def test_what_cannot_be_judged_is_no_merit() -> None:
    """A docstring that never ends contains no code; code without brackets says nothing of brackets."""
    open_ = score('"""words\nand words\n')
    assert open_.lines == 0
    assert all(math.isnan(one) for one in (open_.tokenized, open_.indented, open_.closed, open_.mean))
    plain = score("a = 1\nb = a\n")
    assert math.isnan(plain.closed)
    assert (plain.lines, plain.tokenized, plain.defined, plain.mean) == (2, 1, 1, 1)
