"""The tables of the cards' page, made from the classes that the file is written with."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.neurons.cards import card, parts
from pipeline.neurons.causes import records as causes
from pipeline.neurons.elsewhere import records as elsewhere


def tables() -> str:
    """One table for each part of the file: field, type, meaning."""
    lines: list[str] = []
    for part in _parts():
        lines += [
            f"**{part.__name__}**: {(part.__doc__ or '').strip()}",
            "",
            "| field | type | meaning |",
            "|---|---|---|",
        ]
        for name, field in part.model_fields.items():
            kind = re.sub(r"(pipeline|typing)\.([a-z]+\.)*", "", str(field.annotation))
            kind = kind.removeprefix("<class '").removesuffix("'>").replace("|", "or")
            meaning = " ".join((field.description or "").split()).replace("|", "\\|")
            lines.append(f"| `{name}` | `{kind}` | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def _parts() -> Iterator[type[BaseModel]]:
    """The file's parts; of several seeds it holds nothing."""
    for module in (card, parts, causes, elsewhere):
        for one in vars(module).values():
            mine = isinstance(one, type) and issubclass(one, BaseModel) and one.__module__ == module.__name__
            if mine and one not in (elsewhere.Again, elsewhere.Network):
                yield one
