"""Mail that comes back, taken in: a bounce closes an address, a complaint stops reminders, a person is handed on."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage

import structlog
from sqlmodel import Session

from api.problems import Unavailable
from api.services import Services
from domain.refusals import Malformed, Refusal
from letters.inbound import telling
from letters.inbound.kinds import Automatic, Bounce, Complaint, Inbound, Other, Reply
from letters.inbound.reading import read
from letters.inbound.telling import Telling
from models import idempotency, mail_back
from models.letter_outcomes import Outcome, Refused, Sent, Unsent
from models.mail_back import Coordinator
from models.tables import Letter

log = structlog.get_logger()
_LEASE = timedelta(minutes=5)
_SCOPE = "mail"


class NotOurs(Malformed):
    """The message is about no letter of ours."""

    title = "This is about no letter of ours"


class NobodyToTell(Refusal):
    """The coordinator of the matter has no address that takes mail."""

    title = "There is nobody to hand this on to"


@dataclass(frozen=True)
class MailTaken:
    """What a message was, and what came of it: `kind` is `hard_bounce`, `soft_bounce`, `automatic`, `complaint` or
    `reply`, `code` a mail server's. `closed`: nothing is sent to that address any more. `news` tells that this message
    changed something; sent again it does not.
    """

    kind: str
    letters: tuple[str, ...] = ()
    code: str | None = None
    closed: bool = False
    news: bool = False


async def take(services: Services, raw: bytes) -> MailTaken:
    """Take a message in. Raises Unreadable, NotOurs, NobodyToTell, KeyHeld, and Unavailable while nothing can be handed
    on: then it is to be brought again.
    """
    found = await asyncio.to_thread(read, raw, services.sender)
    letters = await _letters(services, found)
    taken = await _dealt_with(services, found, letters, raw)
    taken = replace(taken, letters=tuple(row.id for row in letters))
    log.info("mail_taken", kind=taken.kind, letters=taken.letters, code=taken.code, news=taken.news)
    return taken


async def _letters(services: Services, found: Inbound) -> list[Letter]:
    about = () if isinstance(found, Other) else found.about
    letters = await services.database.read(lambda session: mail_back.letters_of(session, about))
    if not letters and not isinstance(found, Automatic):
        raise NotOurs("it names no letter that we have sent", remedy="have a person look at it")
    return letters


async def _dealt_with(services: Services, found: Inbound, letters: list[Letter], raw: bytes) -> MailTaken:
    ids = [row.id for row in letters]
    match found:
        case Reply():
            return MailTaken("reply", news=await _handed_on(services, found, letters, raw))
        case Bounce(is_hard=True):
            return await _bounced(services, found, letters)
        case Bounce():
            return MailTaken("soft_bounce", code=found.code)
        case Complaint():

            def stop(session: Session) -> bool:
                rows = [session.get_one(Letter, id_) for id_ in ids]
                return mail_back.complained(session, rows, services.clock())

            return MailTaken("complaint", news=await services.database.write(stop))
    return MailTaken("automatic")


async def _bounced(services: Services, bounce: Bounce, letters: list[Letter]) -> MailTaken:
    """Written down with the letter that tells whoever coordinates, in one transaction."""
    reply = bounce.reply or ("550" if bounce.code.startswith("5") else "450")
    code, ids = f"{reply} {bounce.code}", [row.id for row in letters]

    def write(session: Session) -> bool:
        rows = [session.get_one(Letter, id_, with_for_update=True) for id_ in ids]
        before = {row.id: row.reason for row in rows}
        closed = mail_back.bounced(session, rows, code, services.clock(), closes=bounce.closes)
        return closed or any(before[row.id] != row.reason for row in rows)

    news = await services.database.write(write)
    return MailTaken("hard_bounce", code=bounce.code, closed=bounce.closes, news=news)


async def _handed_on(services: Services, reply: Reply, letters: list[Letter], raw: bytes) -> bool:
    """Hand a person's words on to whoever coordinates the matter, to each once; whether this was the first time to
    any. Nothing of it is kept here, so that what cannot go now, as at night, is to be brought again. Raises
    NobodyToTell, KeyHeld, Unavailable.
    """
    now, digest = services.clock(), _digest(raw, reply)
    whom = await services.database.read(lambda s: mail_back.coordinators_of(s, services.vault, letters, now))
    if not whom:
        raise NobodyToTell(
            "whoever coordinates this has no address that takes mail", remedy="enter one in the register, or look here"
        )
    is_shared = len({row.initiative_id for row in letters}) > 1
    gone: list[Outcome | None] = []
    for one in whom:
        told = telling.handed_on(_telling(services, one, f"reply-{digest[:24]}"), reply, is_shared=is_shared)
        gone.append(await _once(services, one, digest, told))
    if all(isinstance(outcome, Refused) for outcome in gone):
        raise NobodyToTell("the coordinator's mail server refuses it", remedy="enter another address in the register")
    for outcome in gone:
        if not isinstance(outcome, Sent | Refused | None):
            raise Unavailable(
                "no mail can be handed on now", remedy="bring the message again later; at night, in the morning"
            )
    return any(isinstance(outcome, Sent) for outcome in gone)


async def _once(services: Services, one: Coordinator, digest: str, told: EmailMessage) -> Outcome | None:
    """Hand it to one of several who coordinate; None if they have it already."""
    now, key = services.clock(), hashlib.sha256(f"{digest}\n{one.initiative}".encode()).hexdigest()
    claimed = await services.database.write(lambda s: idempotency.claim(s, key, _SCOPE, key, key[:16], now, _LEASE))
    if claimed.is_done:
        return None
    outcome = await services.hand_over(told) if one.awake else Unsent()
    if isinstance(outcome, Sent):
        await services.database.write(lambda s: idempotency.finish(s, key, one.initiative))
    else:
        await services.database.write(lambda s: idempotency.forget(s, key, now + _LEASE))
    return outcome


def _telling(services: Services, one: Coordinator, id_: str) -> Telling:
    return Telling(
        id=id_,
        sender=services.sender,
        address=one.address,
        language=one.language,
        initiative=one.title or one.initiative,
        link=f"{services.public_url.rstrip('/')}/initiatives/{one.initiative}",
        at=services.clock(),
    )


def _digest(raw: bytes, reply: Reply) -> str:
    """By which a message is known again, also when it came by another way."""
    found = re.search(rb"^message-id:\s*(<[^>\r\n]{1,900}>)", raw.partition(b"\n\n")[0], re.IGNORECASE | re.MULTILINE)
    said = found[1] + (reply.sender or "").encode() if found else raw
    return hashlib.sha256(b"mail\n" + said).hexdigest()
