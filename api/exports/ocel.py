"""OCEL 2.0 as JSON: objects, and events that have to do with several of them (ocel-standard.org).

The ledger is read twice, for the objects and then for the events, so that neither is ever held whole. Seats and
mandates, which several initiatives share, are kept until all objects have been seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from domain.correspondence.accounts import LetterEvent
from domain.events import Event
from domain.exports import attributes, objects
from domain.exports.attributes import Attribute
from domain.exports.exported import Entries, Exported
from domain.exports.objects import Objects, Thing
from domain.exports.relating import Document, Of, Relation

_SHARED = {Document.MANDATE.value}


def ocel(read: Entries, initiatives: Sequence[str]) -> Iterator[str]:
    """The file, piece by piece. Raises DatabaseAway."""
    kinds = (*Event.kinds, *LetterEvent.kinds)
    declared = [_declared(kind, attributes.COMMON + attributes.declared(kind)) for kind in sorted(kinds)]
    yield f'{{"objectTypes":{_json([_declared(of, objects.declared(of)) for of in Of])},\n'
    yield f'"eventTypes":{_json(declared)},\n"objects":['
    yield from _listed(_objects(read, initiatives))
    yield '],\n"events":['
    yield from _listed(_events(read, initiatives))
    yield "]}\n"


def _objects(read: Entries, initiatives: Sequence[str]) -> Iterator[dict[str, Any]]:
    shared: dict[tuple[Of, str], Thing] = {}
    for initiative in initiatives:
        known = Objects(initiative)
        seen = 0
        for entry in read(initiative):
            known.add(entry)
            seen += 1
        for key, thing in known.things.items() if seen else ():
            if not _is_shared(thing):
                yield _object(thing)
            elif key in shared:
                shared[key].related |= thing.related
            else:
                shared[key] = thing
    yield from map(_object, shared.values())


def _events(read: Entries, initiatives: Iterable[str]) -> Iterator[dict[str, Any]]:
    for initiative in initiatives:
        known = Objects(initiative)
        for entry in read(initiative):
            yield _event(entry, known.add(entry))


def _is_shared(thing: Thing) -> bool:
    return thing.of is Of.SEAT or (thing.of is Of.DOCUMENT and thing.known[0].value in _SHARED)


def _declared(name: str, found: Iterable[Attribute]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": one.name, "type": one.type} for one in found]}


def _object(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.id,
        "type": thing.of,
        "attributes": [{"name": one.name, "time": one.time, "value": one.value} for one in thing.known],
        "relationships": [{"objectId": of, "qualifier": how} for of, how in thing.related],
    }


def _event(entry: Exported, found: Iterable[Relation]) -> dict[str, Any]:
    values = entry.common | entry.own
    return {
        "id": entry.id,
        "type": entry.type,
        "time": entry.time,
        "attributes": [{"name": name, "value": value} for name, value in values.items()],
        "relationships": [{"objectId": one.object, "qualifier": one.how} for one in found],
    }


def _listed(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    between = "\n"
    for item in items:
        yield between + _json(item)
        between = ",\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
