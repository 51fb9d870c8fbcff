"""What a letter is about, where its duty is about one of several: the need, indicator, commitment, claim, ground,
request for support, section, objection or milestone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from domain.events import Event, NeedTakenIn
from domain.matters.application.events import SectionAllotted, SectionChanged, SectionCommented
from domain.matters.support.events import SupportRequested
from domain.merging.events import MergeOffered
from domain.merging.offers import TAKE_IN
from domain.phases.convening.events import InvitationDeclined
from domain.phases.establishment.events import NeedLinked
from domain.phases.evaluation.events import ClaimMade
from domain.phases.joint_planning.events import ActivityAdded, CommitmentMade, IndicatorDefined, PlanCommented
from domain.phases.need_identification.events import NeedSubmitted
from domain.phases.piloting.events import CommitmentRenewed, IndicatorRedefined
from domain.phases.readiness.events import ActionNamed
from models import sayings
from models.tables import Initiative, Obligation, Organisation, RegisterSeat
from models.vault import Vault

_WRITTEN: dict[str, tuple[type[Event], str, str]] = {
    "carry_out_action": (ActionNamed, "action", "text"),
    "answer_need": (NeedSubmitted, "need", "text"),
    "confirm_wording": (NeedSubmitted, "need", "text"),
    "reword_cluster": (NeedSubmitted, "need", "text"),
    "recheck_need": (NeedSubmitted, "need", "text"),
    "review_drift": (IndicatorDefined, "indicator", "definition"),
    "observe": (IndicatorDefined, "indicator", "definition"),
    "settle_commitment": (CommitmentMade, "commitment", "text"),
    "answer_release": (ActivityAdded, "activity", "title"),
    "verify_claim": (ClaimMade, "claim", "text"),
    "answer_support": (SupportRequested, "request", "text"),
    "give_support": (SupportRequested, "request", "text"),
    "rate_support": (SupportRequested, "request", "text"),
    "write_section": (SectionAllotted, "section", "title"),
    "answer_linked_need": (NeedLinked, "need", "text"),
    "follow_referral": (InvitationDeclined, "seat", "instead"),
    "answer_plan_comment": (PlanCommented, "plan_comment", "text"),
    "answer_comment": (SectionCommented, "comment", "text"),
}
"""By kind of duty: the event that wrote the thing down, and its fields that hold the thing's id and its text."""

_LIKEWISE: dict[type[Event], tuple[type[Event], ...]] = {
    CommitmentMade: (CommitmentRenewed,),
    IndicatorDefined: (IndicatorRedefined,),
    SectionAllotted: (SectionChanged,),
}
"""Events that write down things of the same kind, or such a thing anew, by fields of the same names."""
_TAKEN_IN = ("answer_need", "confirm_wording", "reword_cluster", "recheck_need")
"""Duties about a need, which may have come from another initiative."""

_SEAT = "renew_seat"
"""The duty about a seat: its organisation and role tell which."""

_NAMED = ("evidence_ground", "firm_ground", "reach_milestone")
"""Duties about a thing that has a name of its own, and no text."""


@dataclass(frozen=True)
class About:
    """The id of the thing, empty where the duty is about nothing in particular, and what was written of it: empty if
    nothing was, None once erased.
    """

    id: str = ""
    text: str | None = None


def about(session: Session, vault: Vault, owed: Obligation) -> About:
    """What this obligation is about."""
    thing = _subject(owed).partition(".")[0]  # what is asked again has a number behind it: `i1.3`
    if owed.kind in _NAMED:
        return About(thing)
    if owed.kind == TAKE_IN:
        return _about_an_initiative(session, vault, owed, thing)
    if owed.kind == _SEAT:
        return _about_a_seat(session, _subject(owed).rpartition(".")[0])
    if owed.kind not in _WRITTEN:
        return About()
    event, its_id, its_text = _WRITTEN[owed.kind]
    kinds = [each.KIND for each in (event, *_LIKEWISE.get(event, ()))]
    kinds += [NeedTakenIn.KIND] if owed.kind in _TAKEN_IN else []
    written = [one.event for one in sayings.counting(session, owed.initiative_id, kinds)]
    texts = [getattr(one, its_text) for one in written if getattr(one, its_id) == thing]
    if not texts:
        return About(thing)
    last = next((text for text in reversed(texts) if text), None)
    return About(thing, vault.reveal(session, last.commitment) if last else "")


def _about_an_initiative(session: Session, vault: Vault, owed: Obligation, number: str) -> About:
    """The initiative that this one is offered to become part of, by its title."""
    offers = (entry.event for entry in sayings.of_kinds(session, owed.initiative_id, [MergeOffered.KIND]))
    into = next((e.into for e in offers if isinstance(e, MergeOffered) and str(e.number) == number), "")
    row = session.get(Initiative, into)
    return About(into, vault.reveal(session, row.title_ref) if row else None)


def _about_a_seat(session: Session, seat: str) -> About:
    row = session.get(RegisterSeat, seat)
    organisation = session.get(Organisation, row.organisation_id) if row else None
    return About(seat, f"{organisation.name}, {row.role_title}") if row and organisation else About(seat)


def _subject(owed: Obligation) -> str:
    """The part of an obligation's id that follows phase, duty and, if one owes it, the seat; empty if there is none.

    What stands behind it tells only that the same is asked anew.
    """
    before = 3 if owed.seat else 2
    return "".join(owed.id.split("/")[before : before + 1])
