"""Wishing: what the reader of a personal page says of their letters, written down at once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from api.doors import Principal
from api.services import Services
from api.web import nonces
from api.web.desk import Desk
from api.web.reminders import AGAIN, DECLINE, MATTER, NOT_ME, RHYTHM, STOP, scope_of
from domain.refusals import Malformed
from models import letter_wishes, stops
from models.states import Rhythm
from models.stops import By
from models.wrong_person import says_not_me


async def wish(services: Services, asking: Principal, desk: Desk, form: str, typed: Mapping[str, str]) -> None:
    """Do what a form of the part on letters says; again changes nothing. Raises Malformed for what cannot be read."""
    now = services.clock()

    def write(session: Session) -> None:
        assert asking.initiative
        assert asking.actor
        if form == NOT_ME:
            says_not_me(session, asking.initiative, asking.actor, now)
            return
        person = letter_wishes.person_of(session, asking.actor)
        if person is None:
            raise Malformed("there is nobody of this link in the register")
        if form == RHYTHM:
            first, last = typed.get("quiet_from"), typed.get("quiet_until")
            letter_wishes.set_rhythm(session, person, _rhythm(typed), first, last)
            return
        if form.startswith(DECLINE):
            stops.stop(session, person.id, By.DECLINED, now, **_declined(form, desk))
            return
        scope = scope_of(typed.get("which", "") if form == STOP else form.removeprefix(AGAIN), desk)
        if scope is None:
            raise Malformed("it is not said what to stop", path="which", remedy="choose one")
        if form == STOP:
            by = By.TOO_BUSY if typed.get("too_busy") == "yes" else By.PERSON
            stops.stop(session, person.id, by, now, **scope)
        else:
            stops.resume(session, person.id, **scope)

    await services.database.write(write)


def _declined(form: str, desk: Desk) -> dict[str, str]:
    """The matter that will not be answered."""
    scope = scope_of(f"{MATTER}{form.removeprefix(DECLINE)}", desk)
    if scope is None:
        raise Malformed("this is asked of nobody here", path="which", remedy="read the page again")
    return scope


def said_not_me(services: Services, token: str, typed: Mapping[str, str]) -> bool:
    """Whether this is the form of a page of ours that says "I am not the one". What it says takes its own link back, so
    that a second click meets one that is revoked.
    """
    nonce, form = typed.get("nonce", ""), typed.get("obligation")
    return form == NOT_ME and nonces.is_ours(services.keys, nonce, token, NOT_ME, services.clock())


def _rhythm(typed: Mapping[str, str]) -> Rhythm:
    try:
        return Rhythm(typed.get("rhythm", ""))
    except ValueError:
        raise Malformed("this is no rhythm", path="rhythm", remedy=f"one of {', '.join(Rhythm)}") from None
