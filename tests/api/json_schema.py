"""As much of JSON Schema as our API's description uses; a word it does not know fails, so nothing goes unchecked."""

from __future__ import annotations

import re
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_SAYS_NOTHING = {"title", "description", "default", "examples", "format"}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """Where and why a value does not fit a schema of the document `root`."""
    found: list[str] = []
    for word, wanted in schema.items():
        if word not in _SAYS_NOTHING:
            found += _WORDS[word](value, wanted, schema, root, at)
    return found


def resolve(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    """What a local reference names. Raises KeyError."""
    here = root
    for part in reference.removeprefix("#/").split("/"):
        here = here[part]
    return here


def _reference(value: Any, wanted: str, schema: Any, root: Any, at: str) -> list[str]:
    return faults(value, resolve(wanted, root), root, at)


def _type(value: Any, wanted: str, schema: Any, root: Any, at: str) -> list[str]:
    is_it = isinstance(value, _TYPES[wanted]) and (wanted == "boolean" or not isinstance(value, bool))
    return [] if is_it else [f"{at}: {value!r} is no {wanted}"]


def _any_of(value: Any, wanted: list[Any], schema: Any, root: Any, at: str) -> list[str]:
    tried = [faults(value, option, root, at) for option in wanted]
    return [] if [] in tried else tried[0]


def _properties(value: Any, wanted: dict[str, Any], schema: Any, root: Any, at: str) -> list[str]:
    known = [(name, inner) for name, inner in wanted.items() if name in value] if isinstance(value, dict) else []
    return [fault for name, inner in known for fault in faults(value[name], inner, root, f"{at}.{name}")]


def _additional(value: Any, wanted: Any, schema: Any, root: Any, at: str) -> list[str]:
    others = [name for name in value if name not in schema.get("properties", {})] if isinstance(value, dict) else []
    if isinstance(wanted, dict):
        return [fault for name in others for fault in faults(value[name], wanted, root, f"{at}.{name}")]
    return [] if wanted else [f"{at}.{name} is not known" for name in others]


def _items(value: Any, wanted: Any, schema: Any, root: Any, at: str) -> list[str]:
    items = value if isinstance(value, list) else []
    return [fault for n, item in enumerate(items) for fault in faults(item, wanted, root, f"{at}.{n}")]


def _holds(test: Any) -> Any:
    return lambda value, wanted, schema, root, at: [] if test(value, wanted) else [f"{at}: {value!r} breaks {wanted!r}"]


_WORDS: dict[str, Any] = {
    "$ref": _reference,
    "type": _type,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "items": _items,
    "required": _holds(lambda value, wanted: not isinstance(value, dict) or set(wanted) <= value.keys()),
    "enum": _holds(lambda value, wanted: value in wanted),
    "const": _holds(lambda value, wanted: value == wanted),
    "pattern": _holds(lambda value, wanted: not isinstance(value, str) or re.search(wanted, value)),
    "minLength": _holds(lambda value, wanted: not isinstance(value, str) or len(value) >= wanted),
    "maxLength": _holds(lambda value, wanted: not isinstance(value, str) or len(value) <= wanted),
    "minItems": _holds(lambda value, wanted: not isinstance(value, list) or len(value) >= wanted),
    "maxItems": _holds(lambda value, wanted: not isinstance(value, list) or len(value) <= wanted),
    "minimum": _holds(lambda value, wanted: not isinstance(value, (int, float)) or value >= wanted),
    "maximum": _holds(lambda value, wanted: not isinstance(value, (int, float)) or value <= wanted),
    "exclusiveMaximum": _holds(lambda value, wanted: not isinstance(value, (int, float)) or value < wanted),
}
