"""The reference of the settings, from the models themselves: type, default, range, reason."""

from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from pipeline.core.settings import Preset

BOUNDS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}
WORDS = {
    "int": "whole number",
    "float": "number",
    "str": "text",
    "bool": "yes or no",
    "tuple": "list",
    "dict": "table",
    "NoneType": "none",
}


def kind(annotation: Any) -> str:
    """A type in words.

    >>> kind(int), kind(float | None), kind(Literal["a", "b"])
    ('whole number', 'number or none', '`a` or `b`')
    """
    origin = get_origin(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in get_args(annotation))
    if origin is UnionType:
        return " or ".join(kind(one) for one in get_args(annotation))
    name = (origin or annotation).__name__
    return WORDS.get(name, name)


def bounds(field: FieldInfo) -> str:
    """The range of a setting."""
    found = [
        f"{sign}{getattr(one, name):g}"
        for one in field.metadata
        for name, sign in BOUNDS.items()
        if getattr(one, name, None) is not None
    ]
    return ", ".join(found)


def default(field: FieldInfo) -> str:
    """The default as it is written in a preset."""
    value = field.get_default(call_default_factory=True)
    return "none" if value is None else f"`{list(value) if isinstance(value, tuple) else value!r}`"


def rows(name: str, model: Any) -> list[str]:
    """The table of one stage."""
    lines = [
        f"## {name}",
        "",
        model.__doc__ or "",
        "",
        "| setting | type, range | default | reason |",
        "|---|---|---|---|",
    ]
    for setting, field in model.model_fields.items():
        limits = ", ".join(part for part in (kind(field.annotation), bounds(field)) if part)
        reason = " ".join((field.description or "").split()).replace("|", "\\|")
        lines.append(f"| `{setting}` | {limits} | {default(field)} | {reason} |")
    return [*lines, ""]


def tables() -> str:
    """A table for each stage, in the order of the preset."""
    found = [rows(name, field.annotation) for name, field in Preset.model_fields.items()]
    return "\n".join(line for lines in found for line in lines)
