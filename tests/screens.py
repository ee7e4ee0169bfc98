"""A screen that keeps what a person would have read."""

from pipeline.core.screen import QuietScreen


class Said(QuietScreen):
    """All lines, warnings among them."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    warn = say
