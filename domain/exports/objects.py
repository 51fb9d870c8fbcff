"""The objects of an initiative, as its entries make them known one after the other: what they are, and how that
changes over time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from domain.exports.attributes import Attribute, Type, with_offset
from domain.exports.exported import Exported
from domain.exports.relating import As, Document, Of, Relation, object_id, obligations, relations

SINCE_EVER: Final = "1970-01-01T00:00:00+00:00"
"""The time of a value that an object has from its beginning, as OCEL 2.0 has it."""

DECLARED: Final = {
    Of.INITIATIVE: ("operating_model", "place", "theme", "follows", "phase", "outcome"),
    Of.SEAT: ("organisation", "sector", "municipality"),
    Of.OBLIGATION: ("duty", "part", "subject", "due", "state"),
    Of.DOCUMENT: ("document",),
}
"""The attributes of each type of object."""
_TIMES: Final = {"due"}
_STATES: Final = {
    "obligation.fulfilled": "fulfilled",
    "obligation.released": "released",
    "obligation.withdrawn": "released",
    "obligation.lapsed": "lapsed",
    "initiative.released": "released",
}


def declared(of: Of) -> tuple[Attribute, ...]:
    """The attributes of a type of object."""
    return tuple(Attribute(name, Type.TIME if name in _TIMES else Type.STRING) for name in DECLARED[of])


@dataclass(frozen=True)
class Known:
    """What an attribute was from a time on."""

    name: str
    time: str
    value: str


@dataclass
class Thing:
    """An object: what is known of it, in order of time, and with what it has to do."""

    id: str
    of: Of
    known: list[Known] = field(default_factory=list)
    related: dict[tuple[str, As], None] = field(default_factory=dict)

    def starts(self, **values: str | None) -> Thing:
        """The same with what it is from its beginning: each of its attributes, empty where there is none."""
        given = {name: values.get(name) or "" for name in DECLARED[self.of]}
        self.known = [Known(name, SINCE_EVER, value) for name, value in given.items()]
        return self

    def becomes(self, at: Exported, **values: str) -> None:
        """What changes by an entry."""
        latest = {one.name: one.value for one in self.known}
        self.known += [Known(name, at.time, new) for name, new in values.items() if latest.get(name) != new]


class Objects:
    """The objects of one initiative; `add` its entries in order."""

    def __init__(self, initiative: str) -> None:
        self._initiative = Thing(initiative, Of.INITIATIVE).starts()
        self.things: dict[tuple[Of, str], Thing] = {(Of.INITIATIVE, initiative): self._initiative}

    @property
    def seats(self) -> frozenset[str]:
        """The seats that are known so far."""
        return frozenset(id for of, id in self.things if of is Of.SEAT)

    def add(self, entry: Exported) -> tuple[Relation, ...]:
        """Take in one entry; with what it has to do."""
        match entry.type:
            case "initiative.started":
                self._start(entry)
            case "seats.joined":
                self._seat(entry.data["seats"])
            case "obligation.opened":
                self._open(entry)
            case "phase.opened":
                self._initiative.becomes(entry, phase=entry.data["phase"])
            case "initiative.ended":
                self._initiative.becomes(entry, outcome=entry.data["outcome"])
            case _:
                self._change(entry)
        found = relations(entry, self.seats)
        for one in found:
            self._know(one)
        return found

    def _start(self, entry: Exported) -> None:
        charter = entry.data["charter"]
        model = f"{charter['model']['id']} {charter['model']['version']}"
        follows = (charter.get("follows") or {}).get("initiative")
        self._initiative.starts(operating_model=model, place=charter["place"], theme=charter["theme"], follows=follows)
        self._seat(charter["seats"])

    def _seat(self, seats: Iterable[Mapping[str, Any]]) -> None:
        for one in seats:
            given = {name: one.get(name) for name in DECLARED[Of.SEAT]}
            seat = self.things.setdefault((Of.SEAT, one["id"]), Thing(one["id"], Of.SEAT).starts(**given))
            seat.related[self._initiative.id, As.TAKES_PART] = None

    def _open(self, entry: Exported) -> None:
        data, name = entry.data, object_id(entry, entry.data["obligation"])
        opened = Thing(name, Of.OBLIGATION).starts(
            duty=data["duty"],
            part=data["obligation"].partition(".")[0],
            subject=data.get("subject"),
            due=with_offset(data["due"]),
            state="open",
        )
        opened.related[self._initiative.id, As.BELONGS_TO] = None
        if seat := data.get("seat"):
            self._know(Relation(seat, Of.SEAT, As.ABOUT))
            opened.related[seat, As.OWED_BY] = None
        self.things[Of.OBLIGATION, name] = opened

    def _change(self, entry: Exported) -> None:
        """What becomes of obligations: their end, or another day."""
        dues: Mapping[str, str] = entry.data.get("dues") or {}
        for one in obligations(entry):
            known = self.things.get((Of.OBLIGATION, object_id(entry, one)))
            if known and entry.type in _STATES:
                known.becomes(entry, state=_STATES[entry.type])
            if known and entry.type == "deadline.extended":
                known.becomes(entry, due=with_offset(entry.data["due"]))
            if known and one in dues:
                known.becomes(entry, due=with_offset(dues[one]))

    def _know(self, relation: Relation) -> None:
        """An object that is named is there, also one of which nothing else is told."""
        key = relation.of, relation.object
        if key in self.things:
            return
        document = Document(relation.document).value if relation.document else None
        thing = self.things[key] = Thing(relation.object, relation.of).starts(document=document)
        how = As.TAKES_PART if relation.of is Of.SEAT else As.BELONGS_TO
        thing.related[self._initiative.id, how] = None
