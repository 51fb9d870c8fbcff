"""Which objects an entry is about, and how: initiative, seats, obligations, documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.exports.exported import Exported


class Of(StrEnum):
    """The types of objects."""

    INITIATIVE = "initiative"
    SEAT = "seat"
    OBLIGATION = "obligation"
    DOCUMENT = "document"


class As(StrEnum):
    """How an entry, or another object, has to do with an object."""

    IN = "in"  # an initiative: what happens in it
    SAID_FOR = "said for"  # a seat: somebody spoke for it
    ABOUT = "about"
    OWED_BY = "owed by"  # a seat, of an obligation
    TAKES_PART = "takes part in"  # an initiative, of a seat
    UNDER = "under"  # a mandate
    BELONGS_TO = "belongs to"


class Document(StrEnum):
    """What documents there are."""

    LETTER = "letter"
    MINUTES = "minutes"
    PLAN = "plan"
    APPLICATION = "application"
    MANDATE = "mandate"


@dataclass(frozen=True)
class Relation:
    """That something has to do with an object. `document` is what it is, if it is one."""

    object: str
    of: Of
    how: As
    document: Document | None = None


_PLANNING = {"endorsement.opened", "plan.endorsed", "plan.not_endorsed", "drafting.reopened"}
_MINUTING = {"meeting.minuted", "minutes.accepted", "minutes.objected", "objection.answered", "meeting.closed"}
_APPLYING = ("application.", "section.", "endorsing.", "comments.", "comment.", "drafting.resumed")
_SEATS = ("seat", "owner", "deputy", "verifier", "chair", "deputy_chair", "by")
_SEVERAL = ("obligations", "dues", "to", "spared")
"""Where an entry names several obligations: as a list, or by their ids."""


def relations(entry: Exported, seats: frozenset[str]) -> tuple[Relation, ...]:
    """All objects that an entry has to do with, each once, as what comes first (tools keep one relation for a pair);
    `seats` are those known so far in its initiative.
    """
    found = [Relation(entry.initiative, Of.INITIATIVE, As.IN)]
    if entry.said["seat"]:
        found.append(Relation(entry.said["seat"], Of.SEAT, As.SAID_FOR))
    named = (entry.data.get(name) for name in _SEATS)
    found += [Relation(one, Of.SEAT, As.ABOUT) for one in named if isinstance(one, str) and one in seats]
    found += [Relation(object_id(entry, one), Of.OBLIGATION, As.ABOUT) for one in obligations(entry)]
    found += _documents(entry)
    first = dict[str, Relation]()
    for one in found:
        first.setdefault(one.object, one)
    return tuple(first.values())


def obligations(entry: Exported) -> Iterator[str]:
    """The ids of the obligations that an entry names, within its initiative."""
    if isinstance(one := entry.data.get("obligation"), str) and "/" in one:
        yield one
    for name in _SEVERAL:
        several = entry.data.get(name)
        if isinstance(several, (list, dict)):
            yield from (one for one in several if "/" in one)


def object_id(entry: Exported, within: str) -> str:
    """The name of something whose id is of its initiative alone."""
    return f"{entry.initiative}/{within}"


def _documents(entry: Exported) -> Iterator[Relation]:
    def about(name: str, document: Document, how: As = As.ABOUT) -> Relation:
        return Relation(name, Of.DOCUMENT, how, document)

    data = entry.data
    if isinstance(letter := data.get("letter"), str):
        yield about(letter, Document.LETTER)
    if entry.type == "initiative.started":
        yield about(data["charter"]["mandate"]["id"], Document.MANDATE, As.UNDER)
    mandate = data.get("mandate")
    if mandate:
        yield about(mandate if isinstance(mandate, str) else mandate["id"], Document.MANDATE, As.UNDER)
    if entry.type == "minutes.written":
        yield about(object_id(entry, Document.MINUTES), Document.MINUTES)
    if entry.type in _MINUTING:
        yield about(object_id(entry, f"{Document.MINUTES}/{data['meeting']}"), Document.MINUTES)
    if entry.type in _PLANNING:
        yield about(object_id(entry, Document.PLAN), Document.PLAN)
    if entry.type.startswith(_APPLYING):
        yield about(object_id(entry, Document.APPLICATION), Document.APPLICATION)
