"""Paper: who gets their letters by post."""

from __future__ import annotations

from models.tables import Person


def goes_by_paper(person: Person) -> bool:
    """Whether letters to this person of the register are printed and posted: they have no e-mail address.

    Whether they have been erased, and so get no letters at all, is asked before.
    """
    return person.address_ref is None
