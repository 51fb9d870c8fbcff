"""The shipped model as a mapping, and ways to change one place of it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from operating_models.load import HERE, load_text

SHIPPED = load_text((HERE / "collective_impact.yaml").read_text(encoding="utf-8"))
GONE = object()
CONVENING = "phases.convening"


def below(root: Any, steps: list[str]) -> Any:
    for step in steps:
        root = root[int(step)] if isinstance(root, list) else root[step]
    return root


def changed(path: str, value: object) -> dict[str, Any]:
    """The shipped model with one place set to `value`, or taken out."""
    mapping = copy.deepcopy(SHIPPED)
    *above, last = path.split(".")
    holder = below(mapping, above)
    key = int(last) if isinstance(holder, list) else last
    if value is GONE:
        del holder[key]
    else:
        holder[key] = value
    return mapping


def places(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every place of the mapping with its dotted path, the whole first."""
    yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if "." in str(key):
            continue  # a pattern of paths: no dotted path leads to it
        yield from places(item, f"{path}.{key}" if path else str(key))
