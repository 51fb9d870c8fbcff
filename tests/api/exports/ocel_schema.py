"""What OCEL 2.0 asks of a JSON file, written down from the standard; and what we ask of ours beyond it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

TYPES = {"string": str, "integer": int, "boolean": bool, "time": str, "float": float}
OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
Json = dict[str, Any]


def faults(log: Json) -> Iterator[str]:
    """Whatever is not as it should be."""
    yield from _keys(log, {"objectTypes", "eventTypes", "objects", "events"}, "the log")
    object_types, event_types = _types(log["objectTypes"]), _types(log["eventTypes"])
    objects = {one["id"] for one in log["objects"]}
    for name in ("objects", "events"):
        ids = Counter(one["id"] for one in log[name])
        yield from (f"{name}: {one} stands {n} times" for one, n in ids.items() if n > 1)
    for one in log["objects"]:
        yield from _keys(one, {"id", "type", "attributes", "relationships"}, one["id"])
        yield from _related(one, objects)
        if one["type"] not in object_types:
            yield f"{one['id']}: {one['type']} is not declared"
            continue
        for attribute in one["attributes"]:
            yield from _keys(attribute, {"name", "time", "value"}, one["id"])
            yield from _typed(one["id"], object_types[one["type"]], attribute)
            if not OFFSET.fullmatch(attribute["time"]):
                yield f"{one['id']}: {attribute['time']} has no offset"
    for one in log["events"]:
        yield from _keys(one, {"id", "type", "time", "attributes", "relationships"}, one["id"])
        yield from _related(one, objects)
        if not OFFSET.fullmatch(one["time"]):
            yield f"{one['id']}: {one['time']} has no offset"
        if one["type"] not in event_types:
            yield f"{one['id']}: {one['type']} is not declared"
            continue
        declared = event_types[one["type"]]
        if [attribute["name"] for attribute in one["attributes"]] != list(declared):
            yield f"{one['id']}: has other attributes than its type"
        for attribute in one["attributes"]:
            yield from _keys(attribute, {"name", "value"}, one["id"])
            yield from _typed(one["id"], declared, attribute)


def _types(declared: list[Json]) -> dict[str, dict[str, str]]:
    found = {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in declared}
    assert len(found) == len(declared), "a type is declared twice"
    assert all(len(found[one["name"]]) == len(one["attributes"]) for one in declared), "an attribute is declared twice"
    assert {type for one in found.values() for type in one.values()} <= TYPES.keys()
    return found


def _keys(value: Json, keys: set[str], where: str) -> Iterator[str]:
    if value.keys() != keys:
        yield f"{where}: has {sorted(value)}, not {sorted(keys)}"


def _typed(where: str, declared: dict[str, str], attribute: Json) -> Iterator[str]:
    type = declared.get(attribute["name"], "nothing")
    value = attribute["value"]
    if type not in TYPES or not isinstance(value, TYPES[type]) or isinstance(value, bool) is not (type == "boolean"):
        yield f"{where}: {attribute['name']} is {value!r}, declared as {type}"
    elif type == "time" and not OFFSET.fullmatch(value):
        yield f"{where}: {attribute['name']} has no offset: {value}"


def _related(one: Json, objects: set[str]) -> Iterator[str]:
    if len({relation["objectId"] for relation in one["relationships"]}) < len(one["relationships"]):
        yield f"{one['id']}: has to do with an object twice, and tools keep one of it"
    for relation in one["relationships"]:
        yield from _keys(relation, {"objectId", "qualifier"}, one["id"])
        if relation["objectId"] not in objects:
            yield f"{one['id']}: there is no object {relation['objectId']}"
        if not relation["qualifier"]:
            yield f"{one['id']}: has to do with {relation['objectId']}, and nobody knows how"
