"""Strict shapes: what may come in is declared, and a field that is not is refused with all that are."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError


class Strict(BaseModel):
    """A shape in which an unknown field is a mistake, not an extra."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_unknown_fields(cls, given: Any) -> Any:
        """The error says in its context which `field` it is about, and the `remedy`."""
        if not isinstance(given, dict):
            return given
        fields = [field.alias or name for name, field in cls.model_fields.items()]
        unknown = next((name for name in given if name not in fields), None)
        if unknown is not None:
            remedy = f"leave it out; known here: {', '.join(fields) or 'none'}"
            raise PydanticCustomError(
                "unknown_field", "is no field that is known here", {"field": shown(unknown), "remedy": remedy}
            )
        return given


def shown(name: str) -> str:
    """A sender's own word so that it can be shown."""
    return "".join(part if part.isprintable() else "\N{REPLACEMENT CHARACTER}" for part in name[:100])
