"""The quiz: fair questions, and a game that keeps the score."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.core.errors import UserError
from pipeline.core.screen import QuietScreen
from pipeline.core.workspace import write_json
from pipeline.samples import quiz

REAL = [f"a real tweet about #thing{n} by @ann" + " and more" * (n % 4) for n in range(20)]
SAMPLES = [f"a sample on number {n} by nobody" + " and on" * (n % 4) for n in range(60)] + [
    f"a sample on #topic{n} by @bob" + " and so" * (n % 4) for n in range(60)
]


class Kept(QuietScreen):
    """Keeps the lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


def typed(*answers: str) -> Callable[[str], str]:
    """A player who types these, then is gone."""
    left = list(answers)

    def ask(prompt: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def test_questions_hold_one_real_tweet_among_like_samples() -> None:
    """The real one stands where it is said, no text comes twice, the others are like it."""
    asked = quiz.questions(REAL, [str(n) for n in range(20)], SAMPLES, 10, 4, seed=1)
    texts = [text for question in asked for text in question.choices]
    assert len(asked) == 10
    assert len(set(texts)) == 40
    for question in asked:
        real = question.choices[question.real]
        assert real == REAL[int(question.tweet_id)]
        others = [text for text in question.choices if text != real]
        assert all(text in SAMPLES and "#" in text for text in others)
        assert all(abs(len(text) - len(real)) < 40 for text in others)
    assert len({question.real for question in asked}) > 1


def test_questions_end_with_the_samples() -> None:
    """Too few samples give fewer questions; a sample that is a real tweet, or very short, is not used."""
    assert len(quiz.questions(REAL, REAL, SAMPLES[:7], 10, 4, seed=0)) == 2
    assert quiz.questions(REAL, REAL, [*REAL, "short"], 10, 4, seed=0) == []


def test_the_score_is_kept() -> None:
    """Right, wrong and senseless answers; q stops; the last line compares with guessing."""
    asked = quiz.questions(REAL, REAL, SAMPLES, 3, 4, seed=1)
    right, wrong = str(asked[0].real + 1), str((asked[1].real + 1) % 4 + 1)
    screen = Kept()
    assert quiz.play(asked, typed("x", "9", right, wrong, "q"), screen) == (1, 2)
    assert "guessing would give 0.5" in screen.lines[-1]
    assert quiz.play(asked, typed(), Kept()) == (0, 0)


def test_questions_are_read_again_and_damage_is_named(tmp_path: Path) -> None:
    """JSON there and back; a missing, empty or other file is one line."""
    asked = quiz.questions(REAL, REAL, SAMPLES, 3, 4, seed=1)
    path = tmp_path / "quiz.json"
    with pytest.raises(UserError, match="make samples"):
        quiz.load(path)
    write_json(path, quiz.as_json(asked))
    assert quiz.load(path) == asked
    write_json(path, {"questions": []})
    with pytest.raises(UserError, match="no question"):
        quiz.load(path)
    write_json(path, [1])
    with pytest.raises(UserError, match="damaged"):
        quiz.load(path)
