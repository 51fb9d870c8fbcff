"""What may be written for a setting, told from its declaration: the remedy for a value that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stack.settings import Settings

_LIKE = {
    "log_origin": "talkoot.example.org/log",
    "temporal_address": "temporal.example.org:7233",
    "smtp_url": "smtps://user:password@mail.example.org:465, with '@' in a password as %40, ':' as %3A, '/' as %2F",
}
"""Settings of a shape of their own, by example."""


def remedy(name: str) -> str:
    """What to write for the setting of this name; or what it is when left out, where production does not ask for it."""
    default = Settings.model_fields[name].default
    left_out = "" if default is None else f", or leave it out: then it is {str(default).lower()}"
    return f"write {_words(name)}{left_out}"


def _words(name: str) -> str:
    declared = Settings.model_json_schema()["properties"][name]
    match next(iter(declared.get("anyOf", [declared]))):
        case {"enum": words}:
            return f"one of {', '.join(words)}"
        case {"type": "boolean"}:
            return "true or false"
        case {"type": "integer", **bounds}:
            return f"a whole number{_within(bounds)}"
        case {"type": "number", **bounds}:
            return f"a number{_within(bounds)}"
        case {"format": "path"}:
            return "the full name of a file or folder"
    return f"it like {_LIKE[name]}" if name in _LIKE else "a plain text"


def _within(bounds: Mapping[Any, Any]) -> str:
    match bounds:
        case {"minimum": least, "maximum": most}:
            return f" from {least} to {most}"
        case {"minimum": least}:
            return f" of {least} or more"
    return ""
