"""Guess which one is real: one tweet that somebody wrote among several that the network did."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.core.errors import UserError
from pipeline.core.files import read_json, reading
from pipeline.core.screen import QuietScreen
from pipeline.text.entities import extract

Array = np.ndarray
SHORTEST = 20  # characters; shorter texts carry too little to judge
KINDS = ("hashtag", "mention", "list", "url", "cashtag")
ENTITY_WEIGHT = 15  # characters of difference in length that one entity more or less counts as


@dataclass(frozen=True)
class Question:
    """Texts to choose from, the place of the real one (from 0), and the id of that tweet."""

    choices: list[str]
    real: int
    tweet_id: str


def questions(
    real: Sequence[str], tweet_ids: Sequence[str], samples: Sequence[str], count: int, choices: int, seed: int
) -> list[Question]:
    """Up to `count` questions of one real tweet and `choices` − 1 samples like it in length and entities.

    No text is used twice. Real tweets and samples must both have been given reserved addresses, or both not.
    """
    rng = np.random.default_rng(seed)
    free = {text: _features(text) for text in samples if len(text) >= SHORTEST and text not in set(real)}
    asked: list[Question] = []
    for row in rng.permutation(len(real)):
        if len(asked) == count or len(free) < choices - 1:
            break
        if len(real[row]) < SHORTEST:
            continue
        alike = _most_alike(_features(real[row]), free, choices - 1)
        for text in alike:
            del free[text]
        place = int(rng.integers(choices))
        asked.append(Question([*alike[:place], real[row], *alike[place:]], place, tweet_ids[row]))
    return asked


def _features(text: str) -> Array:
    """Length, and the number of entities of each kind, weighted to one scale."""
    kinds = Counter(entity.kind for entity in extract(text))
    return np.array([len(text), *(ENTITY_WEIGHT * kinds[kind] for kind in KINDS)])


def _most_alike(wanted: Array, free: dict[str, Array], count: int) -> list[str]:
    """The texts whose features lie nearest to `wanted`."""
    distance = np.abs(np.array(list(free.values())) - wanted).sum(axis=1)
    texts = list(free)
    return [texts[k] for k in np.argsort(distance, kind="stable")[:count]]


def as_json(asked: Sequence[Question]) -> dict[str, Any]:
    """What `quiz.json` holds."""
    return {"questions": [asdict(question) for question in asked]}


def load(path: Path) -> list[Question]:
    """Read `quiz.json`.

    Raises:
        UserError: the file is missing, damaged or empty.
    """
    if not path.exists():
        raise UserError(f"{path} is missing: run `make samples` first")
    found = read_json(path)
    with reading(path, "a quiz"):
        asked = [Question(**question) for question in found["questions"]]
    if not asked:
        raise UserError(f"{path} has no question: there were too few real test tweets or samples")
    return asked


def play(asked: Sequence[Question], ask: Callable[[str], str], screen: QuietScreen) -> tuple[int, int]:
    """Ask until the questions or the player's patience end.

    Args:
        ask: shows a prompt and returns what was typed; raises EOFError at the end of the input.

    Returns:
        right answers, and questions answered.
    """
    right = answered = 0
    for number, question in enumerate(asked, 1):
        screen.say(f"\nQuestion {number} of {len(asked)}: which one is real?")
        for place, text in enumerate(question.choices, 1):
            screen.say(f"  {place}. {text}")
        answer = _answer(ask, len(question.choices))
        if answer is None:
            break
        answered += 1
        right += answer == question.real
        verdict = "Yes." if answer == question.real else f"No, it is number {question.real + 1}."
        screen.say(f"{verdict} Score: {right} of {answered}.")
    if not answered:
        return 0, 0
    chance = sum(1 / len(question.choices) for question in asked[:answered])
    screen.say(f"\n{right} of {answered} right; guessing would give {chance:.1f}.")
    return right, answered


def _answer(ask: Callable[[str], str], choices: int) -> int | None:
    """The choice typed (from 0), None to stop."""
    while True:
        try:
            typed = ask(f"1-{choices}, or q to stop: ").strip().lower()
        except EOFError:
            return None
        if typed in ("q", "quit"):
            return None
        if typed.isdecimal() and 1 <= int(typed) <= choices:
            return int(typed) - 1
