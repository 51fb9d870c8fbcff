"""Directories: whom a cell means. People know business ids, names and addresses, not the register's ids."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from domain.refusals import Malformed

_NAME_AND_ADDRESS = re.compile(r"([^<>]+)<([^<>\s]+@[^<>\s]+)>")
_BY_ID = "write the register's id (talkoot register list persons)"
_OF_SEVERAL = "write the name of one of them as the register has it; enter somebody new one by one, over HTTP"
_BY_BOTH = "write name and address, as Nimi <nimi@example.org>, or the register's id (talkoot register list persons)"


class NotListed(Malformed):
    """The register holds nothing of this name, address or id."""

    title = "The register does not hold this"


class Ambiguous(Malformed):
    """More than one row of the register could be meant."""

    title = "This may mean more than one"


def folded(text: str) -> str:
    """A text as it is compared: capitals and the number of blanks do not matter."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass(frozen=True)
class Listed:
    """An organisation as a directory knows it."""

    id: str
    municipality: str | None
    business_id: str | None


class Organisations:
    """The organisations of the register, and those that a file adds."""

    def __init__(self) -> None:
        self._by_id: dict[str, Listed] = {}
        self._by_business_id: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)

    def add(self, organisation: str, name: str, municipality: str | None, business_id: str | None) -> None:
        """Enter an organisation, or what it is called now."""
        self._by_id[organisation] = Listed(organisation, municipality, business_id)
        self._by_name[folded(name)].add(organisation)
        if business_id is not None:
            self._by_business_id[business_id] = organisation

    def meant(self, reference: str, path: str) -> str:
        """The id of the organisation that a business id, a name or an id means. Raises NotListed, Ambiguous."""
        if found := self._by_business_id.get(reference):
            return found
        if reference in self._by_id:
            return reference
        named = self._by_name.get(folded(reference), set())
        if not named:
            raise NotListed(
                "no organisation of the register is meant by this cell",
                path=path,
                remedy="write its business id or its name as the register has it, or enter it first",
            )
        return _only(named, path, "organisations have this name", "write the business id, or the register's id")

    def like(self, name: str, municipality: str | None, business_id: str | None) -> str | None:
        """The organisation that a line is about: that of its business id; else that of its name, unless business ids or
        municipalities tell the two apart. None for a new one. Raises Ambiguous.
        """
        if business_id is not None and business_id in self._by_business_id:
            return self._by_business_id[business_id]
        known = [self._by_id[one] for one in sorted(self._by_name.get(folded(name), set()))]
        alike = [
            one for one in known if _agree(one.business_id, business_id) and _agree(one.municipality, municipality)
        ]
        nearest = [one.id for one in alike if one.municipality == municipality] or [one.id for one in alike]
        return _only(nearest, "name", "organisations have this name", "give its business id") if nearest else None


class Persons:
    """The people of the register whose texts are not erased, and those that a file adds."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._by_address: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._without_address: set[str] = set()

    def add(self, person: str, name: str, address: str | None) -> None:
        """Enter a person, or how they are called and reached now."""
        self._ids.add(person)
        self._by_name[folded(name)].add(person)
        if address is None:
            self._without_address.add(person)
        else:
            self._without_address.discard(person)
            self._by_address[folded(address)].add(person)

    def meant(self, reference: str, path: str) -> str:
        """The id of the person that an address, a name, both (as `Nimi <nimi@example.org>`) or an id means.

        Raises NotListed, Ambiguous.
        """
        if reference in self._ids:
            return reference
        both = _NAME_AND_ADDRESS.fullmatch(reference)
        if both is not None:
            found = self._named(both[1]) & self._reached(both[2])
        else:
            found = self._reached(reference) if "@" in reference else self._named(reference)
        if not found:
            raise NotListed(
                "nobody in the register is meant by this cell",
                path=path,
                remedy="write the address or the name as the register has it, or enter the person first",
            )
        return _only(found, path, "people are meant by this", _BY_ID if both else _BY_BOTH)

    def like(self, name: str, address: str | None) -> str | None:
        """The person that a line is about: that of its address; for a line without one, that of its name; else the only
        one of that name without an address. None for somebody new. Raises Ambiguous.
        """
        named = self._named(name)
        if address is None:
            return _only(named, "name", "people have this name", "give the address") if named else None
        reached = self._reached(address)
        unreached = named & self._without_address
        found = (reached & named or reached) if reached else unreached if len(unreached) == 1 else set()
        return _only(found, "address", "people have this address", _OF_SEVERAL) if found else None

    def has_namesake(self, name: str) -> bool:
        """Whether somebody of this name is there."""
        return bool(self._named(name))

    def _named(self, name: str) -> set[str]:
        return self._by_name.get(folded(name), set())

    def _reached(self, address: str) -> set[str]:
        return self._by_address.get(folded(address), set())


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _only(found: list[str] | set[str], path: str, many: str, remedy: str) -> str:
    ids = sorted(found)
    if len(ids) > 1:
        raise Ambiguous(f"{len(ids)} {many}", path=path, remedy=remedy)
    return ids[0]
