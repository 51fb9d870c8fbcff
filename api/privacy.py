"""Rights of people over what is known of them, as administrators carry them out."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from api.doors import Principal
from api.services import Services
from models import erasing, erasure_receipts, holds, kept_outside, person_exports, register, restricting
from models.enrolment import subject_of
from models.erasure_list import erased_subjects
from models.erasure_receipts import Erasure
from models.holds import HoldTold, NewHold
from models.person_exports import PersonExport


async def erase(services: Services, asking: Principal, person: str) -> Erasure:
    """Erase a person for ever; the receipt. The list outside the database is told before and after, so that a restored
    backup forgets too. Raises UnknownPerson.
    """
    now, erasures = services.clock(), services.erasures
    await services.database.read(lambda session: register.person(session, person, path="person"))
    if erasures is not None:
        erasures.ask(subject_of(person), now)
    done = await services.database.write(lambda s: erasing.erase(s, services.vault, person, now, by=asking.id))
    if erasures is not None:
        erasures.settle(await services.database.read(erased_subjects), now)
    return done


async def receipt(services: Services, person: str) -> Erasure:
    """The receipt of an erasure, with what is still held of it. Raises NotErased."""
    return await services.database.read(lambda s: erasure_receipts.receipt_of(s, services.vault, person))


async def export(services: Services, asking: Principal, person: str) -> PersonExport:
    """All that is known of a person. Raises UnknownPerson."""
    now = services.clock()
    return await services.database.write(lambda s: person_exports.export(s, services.vault, person, now, by=asking.id))


async def _keep(services: Services) -> None:
    """Note outside the database what a restored backup must not undo; where that cannot be written, it is logged."""
    if services.erasures is not None:
        services.erasures.keep(await services.database.read(kept_outside.standing), services.clock())


async def restrict(services: Services, asking: Principal, person: str) -> datetime | None:
    """Keep what is known of a person, and do nothing else with it; since when. Raises UnknownPerson, SubjectErased."""
    now = services.clock()
    since = await services.database.write(lambda session: restricting.restrict(session, person, now, by=asking.id))
    await _keep(services)
    return since


async def unrestrict(services: Services, asking: Principal, person: str) -> None:
    """Use what is known of a person again. Raises UnknownPerson, SubjectErased."""
    now = services.clock()
    await services.database.write(lambda session: restricting.lift(session, person, now, by=asking.id))
    await _keep(services)


async def hold(services: Services, asking: Principal, new: NewHold) -> HoldTold:
    """Set a hold. Raises Malformed, UnknownPerson, SubjectErased."""

    def place(session: Session) -> HoldTold:
        row = holds.place(session, services.vault, new, services.clock(), by=asking.id)
        return holds.told(session, services.vault, [row])[0]

    return await services.database.write(place)


async def unhold(services: Services, asking: Principal, id_: str) -> HoldTold:
    """End a hold before its day. Raises UnknownHold, HoldOver."""

    def lift(session: Session) -> HoldTold:
        row = holds.lift(session, id_, services.clock(), by=asking.id)
        return holds.told(session, services.vault, [row])[0]

    lifted = await services.database.write(lift)
    await _keep(services)
    return lifted


async def all_holds(services: Services, *, person: str | None, also_over: bool) -> list[HoldTold]:
    """Holds with their reasons, the oldest first: those in force, unless `also_over`."""

    def read(session: Session) -> list[HoldTold]:
        found = holds.holds(session, services.clock(), person=person, also_over=also_over)
        return holds.told(session, services.vault, found)

    return await services.database.read(read)
