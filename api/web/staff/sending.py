"""Sending: a form of staff as it was sent, and as it comes back when it could not be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from api.services import Services
from api.web import nonces
from api.web.filling import typed_in
from api.web.staff.door import Staff
from domain.refusals import Refusal

NONCE, STEP = "nonce", "step"
_OURS = (NONCE, STEP)
UNCERTAIN = (429, 503, 504)
"""Of a refusal after which nobody knows yet whether it was taken: the same form may be sent again."""


@dataclass(frozen=True)
class Sent:
    """What was typed, by field; which of the form's buttons was pressed; and the nonce, which is the Idempotency-Key
    of what is said, so that a double click counts once.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    nonce: str = ""


@dataclass(frozen=True)
class Draft:
    """A form to be shown: what is filled in, what is the matter with it by field and as a whole, and its nonce."""

    nonce: str
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""


async def sent(request: Request) -> Sent:
    """The form that a page of ours has sent."""
    return sent_as(typed_in(await request.body()))


def sent_as(typed: Mapping[str, str]) -> Sent:
    """The same of fields that were read already."""
    fields = {name: text for name, text in typed.items() if name not in _OURS}
    return Sent(fields, typed.get(STEP, ""), typed.get(NONCE, ""))


def fresh(here: Services, who: Staff, form: str) -> str:
    """A nonce for a form that is shown to somebody now; `form` says which."""
    return nonces.fresh(here.keys, who.principal.id, form, here.clock())


def is_fresh(here: Services, who: Staff, form: str, nonce: str) -> bool:
    """Whether we gave this nonce to them for this form, within its life."""
    return nonces.is_ours(here.keys, nonce, who.principal.id, form, here.clock())


class FormTooOld(Refusal):
    """The form was not shown to who sends it, or too long ago to be counted once."""

    title = "The form is too old"


def require_fresh(here: Services, who: Staff, form: str, nonce: str) -> None:
    """Raises FormTooOld for a nonce that is not ours, not theirs, or past its life."""
    if not is_fresh(here, who, form, nonce):
        raise FormTooOld("the form was shown too long ago", remedy="look at it once more and send it again")


def kept_nonce(refusal: Refusal, nonce: str) -> str:
    """The nonce with which a refused form is to come back: the same where it may have been taken all the same, so that
    it counts once if it is sent again; else none, for a new one.
    """
    return nonce if refusal.status in UNCERTAIN else ""
