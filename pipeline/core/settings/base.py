"""What every class of settings is: frozen, typed, closed."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from pipeline.core.explained import explained


class Settings(BaseModel):
    """Frozen and typed; an unknown key is an error. Each setting is explained below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **given: Any) -> None:
        """Each field is described by the text below it; pydantic itself would parse the file once a class."""
        for name, text in explained(cls).items():
            cls.model_fields[name].description = text
