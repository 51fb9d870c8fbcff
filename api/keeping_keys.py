"""Keys of programs over the API: administrators make, list, rotate and end them, and grant no more than they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from api.doors import Principal
from api.one_time import OneTime
from api.problems import NotFound
from api.scopes import require_no_more
from api.services import Services
from api.strict import Strict
from api.words import Id, Name
from domain.refusals import Refusal
from models import api_keys, house
from models.erasing import require_kept
from models.scopes import Scope, granted, narrowed
from models.states import KeyRole
from models.tables import ApiKey

Days = Field(default=None, ge=1, le=3650)


class NewKey(Strict):
    """A key for a program: its role and your own word for the program, which is no secret and names nobody.

    `person` is whom it acts for; `scopes` those of the role that it gets, all of them if left out.
    """

    role: KeyRole
    label: Name = Field(examples=["kuntaportaali"])
    person: Id | None = Field(default=None, examples=["per_1"])
    scopes: list[Scope] | None = Field(default=None, max_length=20, examples=[["initiatives:read"]])
    expires_in_days: int | None = Days


class Rotation(Strict):
    """How long the old key opens beside the new one, and how long the new one: as long as the old one was to."""

    overlap_days: int = Field(default=api_keys.OVERLAP.days, ge=0, le=90)
    expires_in_days: int | None = Days


@dataclass(frozen=True)
class KeyView:
    """A key without its secret. `line` is the first key of those that were rotated into each other."""

    id: str
    role: KeyRole
    scopes: tuple[Scope, ...]
    label: str
    person: str | None
    line: str
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True)
class KeyInFull:
    """A key that was just made: `secret` is the whole of it, shown this once. Send it as `Authorization: Bearer …`."""

    secret: Annotated[str, Field(examples=["tk_0123456789ab_…"])]
    key: KeyView


async def every(services: Services) -> list[KeyView]:
    """All keys, oldest first, also those that open nothing any more."""
    return [_view(row) for row in await services.database.read(api_keys.listed)]


class MadeAlready(Refusal):
    """The same form has made its key before; the secret was shown then, and is kept nowhere."""

    title = "The key has been made already"


async def make(services: Services, asking: Principal, new: NewKey, once: str | None = None) -> KeyInFull:
    """Make a key, one for a form that comes with its key `once`. Raises Malformed, NotEntitled for scopes that the one
    who asks has not, UnknownPerson, KeyReused, MadeAlready.
    """
    now = services.clock()
    scopes = None if new.scopes is None else narrowed(new.role, new.scopes)
    require_no_more(asking.scopes, granted(new.role, None) if scopes is None else scopes)

    def work(session: Session) -> str:
        if new.person is not None:
            require_kept(session, new.person, for_good=True)
        by = house.actor_for(session, asking.id)
        end = _in_days(new.expires_in_days, now)
        return api_keys.create(
            session, new.role, new.label, now, person_id=new.person, expires_at=end, scopes=scopes, by=by
        )

    def work_once(session: Session) -> str:
        form = OneTime.of(asking.id, once or "", "key", new)
        if form.before(session, now) is not None:
            raise MadeAlready(
                "this form has made its key already, and the secret was shown once",
                remedy="end that key and make another, if you did not keep the secret",
            )
        secret = work(session)
        form.done(session, api_keys.id_of(secret))
        return secret

    return await _made(services, work_once if once else work)


async def rotate(services: Services, asking: Principal, key: str, how: Rotation) -> KeyInFull:
    """Make the next key of a line. Raises NotFound, AlreadyRotated, NotEntitled."""
    now = services.clock()

    def work(session: Session) -> str:
        if old := session.get(ApiKey, key):
            require_no_more(asking.scopes, granted(old.role, old.scopes))
        by, end, overlap = house.actor_for(session, asking.id), _in_days(how.expires_in_days, now), how.overlap_days
        try:
            return api_keys.rotate(session, key, now, overlap=timedelta(days=overlap), expires_at=end, by=by)
        except LookupError:
            raise NotFound("there is no such live key", path="key", remedy="list the keys") from None

    return await _made(services, work)


async def revoke(services: Services, asking: Principal, key: str) -> KeyView:
    """End a key at once. Again changes nothing. Raises NotFound."""
    now = services.clock()

    def work(session: Session) -> KeyView:
        if session.get(ApiKey, key) is None:
            raise NotFound("there is no such key", path="key", remedy="list the keys")
        api_keys.revoke(session, key, now, by=house.actor_for(session, asking.id))
        return _view(session.get_one(ApiKey, key))

    return await services.database.write(work)


async def _made(services: Services, work: Callable[[Session], str]) -> KeyInFull:
    def shown(session: Session) -> KeyInFull:
        secret = work(session)
        return KeyInFull(secret, _view(session.get_one(ApiKey, api_keys.id_of(secret))))

    return await services.database.write(shown)


def _in_days(days: int | None, now: datetime) -> datetime | None:
    return None if days is None else now + timedelta(days=days)


def _view(row: ApiKey) -> KeyView:
    return KeyView(
        id=row.id,
        role=row.role,
        scopes=tuple(sorted(granted(row.role, row.scopes))),
        label=row.label,
        person=row.person_id,
        line=row.line or row.id,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
