"""Sign-in links at rest. The token follows from the link's id under the link key, so that its letter can be written
again; only its hash is kept, and it opens once.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, or_, select

from domain.staff import stays
from domain.staff.asking import Bounds
from models import rate_limits
from models.dialects import one_at_a_time
from models.enrolment import subject_of
from models.keys import KeyRing, token_sha256
from models.rate_limits import Allowance
from models.sender_marks import mark_of_mailbox, mark_of_network
from models.staff_addresses import addresses, folded
from models.states import LinkFor
from models.tables import Person, SignInLink
from models.vault import Vault, erasures

_PURPOSE = "sign in"  # no letter's id begins so: the same key also makes personal links
_USING = 0x7369676E  # the lock under which a link is used


@dataclass(frozen=True)
class Asked:
    """What somebody asked for at the door: a link for an address, from a network address, to come back to a page, and
    the cookie of the browser.
    """

    address: str = field(repr=False)
    network: str | None = field(repr=False)
    browser: str = field(repr=False)
    language: str
    leads_to: str | None


def token_of(keys: KeyRing, link: str, made: str | None = None) -> str:
    """The token of a link, 256 bits. `made` is the hash of the one that it has, if any: it stays the same though the
    key of links was rotated since.
    """
    return keys.link_token(f"{_PURPOSE}\n{link}", made)


def ask(session: Session, vault: Vault, keys: KeyRing, bounds: Bounds, asked: Asked, now: datetime) -> Allowance | None:
    """Note that a link is wanted; None, or the bound that is reached. Whether anybody of staff has the address changes
    nothing of what is done here, so that neither the answer nor its time tells.
    """
    counted = [("sign in, address", mark_of_mailbox(keys, asked.address), bounds.for_one_address, bounds.within)]
    if asked.network:
        mark = mark_of_network(keys, asked.network)
        counted.insert(0, ("sign in, network", mark, bounds.from_one_network, bounds.within_of_network))
    for name, mark, most, within in counted:
        allowed = rate_limits.allow(session, name, mark, most, within, now)
        if not allowed.granted:
            return allowed
    whose = _of_address(session, vault, asked.address)
    make(session, keys, LinkFor.LETTER, whose, asked.language, now, stays.LINK_LIFE, asked=asked)
    return None


def make(
    session: Session,
    keys: KeyRing,
    purpose: LinkFor,
    person: str | None,
    language: str,
    now: datetime,
    life: timedelta = stays.PRINTED_LIFE,
    *,
    asked: Asked | None = None,
) -> str:
    """Make a link; its token."""
    link = f"sil_{secrets.token_hex(16)}"
    token = token_of(keys, link)
    session.add(
        SignInLink(
            id=link,
            token_sha256=token_sha256(token),
            purpose=purpose,
            person_id=person,
            language=language,
            leads_to=asked.leads_to if asked else None,
            browser_sha256=token_sha256(asked.browser) if asked else None,
            asked_at=now,
            expires_at=now + life,
        )
    )
    session.flush()
    return token


def _of_address(session: Session, vault: Vault, address: str) -> str | None:
    """Who of staff has this address, compared with that of everybody; None too for several. One that is closed for
    letters is as good as any: somebody asks for this one, and they would otherwise be shut out by whoever closed it.
    """
    wanted = folded(address).encode()
    known = addresses(session, vault)
    same = [person for person, theirs in known.items() if hmac.compare_digest(theirs.encode(), wanted)]
    return same[0] if len(same) == 1 else None


def by_token(session: Session, token: str, now: datetime) -> SignInLink | None:
    """The link with this token; None for one that is unknown, used, expired, or leads to nobody (any more)."""
    row = session.exec(select(SignInLink).where(SignInLink.token_sha256 == token_sha256(token))).first()
    if row is None or row.used_at is not None or now >= row.expires_at:
        return None
    if row.purpose is LinkFor.FIRST:
        return row
    if row.person_id is None or erasures(session, [subject_of(row.person_id)]):
        return None
    return row


def use(session: Session, token: str, now: datetime) -> SignInLink | None:
    """Use a link up; None if it opens nothing, also for the second of two who come at once."""
    one_at_a_time(session, _USING)
    row = by_token(session, token, now)
    if row is not None and row.person_id is not None:  # before the link: erasures lock in this order, too
        session.get(Person, row.person_id, with_for_update={"read": True})
        row = by_token(session, token, now)
    if row is not None:
        row.used_at = now
        session.add(row)
        session.flush()
    return row


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> Sequence[SignInLink]:
    """Links whose letters are to be sent now, for whoever claims them to send."""
    free = or_(col(SignInLink.claimed_until).is_(None), col(SignInLink.claimed_until) <= now)
    waiting = (
        SignInLink.purpose == LinkFor.LETTER,
        col(SignInLink.sent_at).is_(None),
        col(SignInLink.used_at).is_(None),
        col(SignInLink.person_id).is_not(None),
        col(SignInLink.expires_at) > now,
        free,
    )
    query = select(SignInLink).where(*waiting).order_by(col(SignInLink.asked_at)).limit(limit)
    rows = session.exec(query.with_for_update(skip_locked=True)).all()
    for row in rows:
        row.claimed_until = now + lease
        session.add(row)
    return rows


def revoke(session: Session, person: str) -> None:
    """Delete all links of a person."""
    session.execute(delete(SignInLink).where(col(SignInLink.person_id) == person))


def waits(session: Session, now: datetime) -> bool:
    """Whether any letter is to be sent: what is looked at often, without a lock."""
    waiting = (SignInLink.purpose == LinkFor.LETTER, col(SignInLink.sent_at).is_(None))
    alive = (col(SignInLink.person_id).is_not(None), col(SignInLink.expires_at) > now)
    return session.exec(select(SignInLink.id).where(*waiting, *alive).limit(1)).first() is not None


def settle(session: Session, link: str, sent_at: datetime | None, again_at: datetime | None = None) -> None:
    """Its letter went out (or never can), or is to be tried again from `again_at` on."""
    session.execute(
        update(SignInLink).where(col(SignInLink.id) == link).values(sent_at=sent_at, claimed_until=again_at)
    )


def sent(session: Session, limit: int) -> Sequence[SignInLink]:
    """The links whose letters went out last, newest first."""
    query = select(SignInLink).where(col(SignInLink.sent_at).is_not(None)).order_by(col(SignInLink.sent_at).desc())
    return session.exec(query.limit(limit)).all()


def sweep(session: Session, now: datetime) -> int:
    """Delete links that were made long ago; how many."""
    swept = session.execute(delete(SignInLink).where(col(SignInLink.asked_at) < now - stays.REMEMBERED))
    assert isinstance(swept, CursorResult)
    return swept.rowcount
