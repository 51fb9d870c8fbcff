"""The text of an application as the rules know it: its sections, which requirements they cover, and their one hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.gates import Duties
from domain.ledger.canonical import sha256_of
from domain.matters.application.commands import Requirement
from domain.sealed import Sealed
from domain.wire import plain


@dataclass(frozen=True)
class Call:
    """The call as it reads now, its `change`-th form (0: as it was named)."""

    funder: str
    day: date
    time: str
    assumed: bool
    deadline: datetime
    requirements: tuple[Requirement, ...]
    change: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its requirements."""
        return tuple(one.id for one in self.requirements)


@dataclass(frozen=True)
class Section:
    """A section: who answers for it, which requirements it answers, and its last text, None before it is written."""

    id: str
    title: Sealed
    owner: str
    deputy: str
    answers: tuple[str, ...]
    version: int = 0
    text: Sealed | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The seats that may write it."""
        return (self.owner, self.deputy)


Sections = Mapping[str, Section]


def answered_by(sections: Sections, requirement: str) -> Section | None:
    """The section that answers a requirement: a written one before one that is still to be written."""
    found = [section for section in sections.values() if requirement in section.answers]
    return next((one for one in found if one.text is not None), next(iter(found), None))


def coverage(call: Call | None, sections: Sections) -> dict[str, str]:
    """By requirement the written section that covers it; those not covered are left out."""
    found = {name: answered_by(sections, name) for name in (call.ids if call else ())}
    return {name: one.id for name, one in found.items() if one is not None and one.text is not None}


def mandatory(call: Call | None, sections: Sections) -> Duties:
    """How many mandatory requirements are covered, and who owes the others: the owner of the section, or the
    coordinator where none has been allotted.
    """
    asked = [one.id for one in call.requirements if one.mandatory] if call else []
    covered = coverage(call, sections)
    left = tuple(name for name in asked if name not in covered)
    owing = [one.owner if (one := answered_by(sections, name)) else "coordinator" for name in left]
    return Duties(len(asked) - len(left), len(asked), tuple(dict.fromkeys(owing)), left)


def sha256(call: Call, sections: Sections) -> str:
    """Hex SHA-256 over the canonical plain form of the whole text: each section's title and text by their commitments,
    with the requirements that it answers, and the call that it was written for.
    """
    return sha256_of({"call": plain(call), "sections": {name: _told(one) for name, one in sections.items()}})


def _told(section: Section) -> dict[str, object]:
    return {
        "title": section.title.commitment,
        "answers": list(section.answers),
        "version": section.version,
        "text": section.text.commitment if section.text else "",
    }
