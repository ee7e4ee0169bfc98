"""What every class of settings is: frozen, typed, closed."""

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Frozen and typed; an unknown key is an error. Each setting is explained below it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
