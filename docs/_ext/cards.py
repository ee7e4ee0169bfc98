"""The tables of the cards' page, made from the classes that the file is written with."""

from pydantic import BaseModel

from pipeline.neurons.cards import card


def tables() -> str:
    """One table for each part of the file: field, type, meaning."""
    parts = [one for one in vars(card).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    lines: list[str] = []
    for part in parts:
        if part.__module__ != card.__name__ or not part.model_fields:
            continue
        lines += [
            f"**{part.__name__}**: {(part.__doc__ or '').strip()}",
            "",
            "| field | type | meaning |",
            "|---|---|---|",
        ]
        for name, field in part.model_fields.items():
            kind = str(field.annotation).replace("pipeline.neurons.cards.card.", "").replace("typing.", "")
            kind = kind.removeprefix("<class '").removesuffix("'>").replace("|", "or")
            meaning = " ".join((field.description or "").split()).replace("|", "\\|")
            lines.append(f"| `{name}` | `{kind}` | {meaning} |")
        lines.append("")
    return "\n".join(lines)
