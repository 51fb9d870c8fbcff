"""Cards: what is asked of a seat one by one, with its form, and what the seat has answered already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from api.answering import ANSWERS
from api.web.applying import NO_COMMENT
from api.web.desk import ENTERED, Desk
from api.web.drafts import sections
from api.web.fields import ANSWER, Form
from api.web.forms import DEPUTY, FORMS, NO_FIGURE, NOTHING, PROMISE, RETURN
from api.web.meeting_forms import polled
from api.web.meeting_readings import proposals
from api.web.readings import Reading, activities, readings
from api.web.receipts import Answer, answer_of
from domain.acting import coordinators, line
from domain.actors import Channel
from domain.correcting.entitled import undo_for
from domain.correcting.kinds import CORRECTABLE
from domain.events import AnswerCameLate
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.matters.entries.state import correction_window
from domain.obligations import Obligation, ObligationState
from domain.phases.piloting.commands import WhatNow
from domain.phases.piloting.release_answers import owned
from domain.voting.duties import BALLOTS, CONSENT, VOTE, ballot_duty

INVITATION = "answer_invitation"
COMMENTING = "comment_draft"
CHANGEABLE: tuple[str, ...] = ("confirm_statement", INVITATION, "endorse_plan", "answer_pulse", "settle_commitment")
CHANGEABLE += ("answer_readiness", "carry_out_action", "answer_rubric", "verify_claim", "accept_hand_over", "check_in")
CHANGEABLE += ("rate_support", "confirm_wording", "answer_poll", "attend_meeting", "review_minutes", VOTE, CONSENT)
CHANGEABLE += ("endorse_application", "answer_release", "review_ground_rules")
"""Duties whose answer may be changed until their due day."""

REPEATABLE = ("submit_need", "make_commitment", "observe", "write_section", "comment_draft")
"""Duties that may be answered again beside the first answer, as long as the phase takes it."""

_ASKED_ANEW = ("answer_readiness", "answer_pulse", "check_in", *BALLOTS)
UNDO = "undo/"

_TOLD_OF_ALL = ("submit_need", "make_commitment", "comment_draft")


@dataclass(frozen=True)
class Given:
    """An answer, the number of its entry, and when it was given (UTC): by the one who reads now, by another who speaks
    for the seat, or `entered` by the coordinator or an administrator who heard it through that channel.

    `own_words`: the text that came with it is the reader's. `superseded`: it was corrected or taken back, and counts no
    more; `can_be_undone`: the reader may take it back now.
    """

    seq: int
    answer: Answer
    at: datetime
    by_reader: bool
    entered: Channel | None
    by_coordinator: bool
    own_words: bool
    superseded: bool
    can_be_undone: bool


@dataclass(frozen=True)
class Card:
    """One duty of the seat. `form` is None when nothing more can be said; `notes` name what the reader should know."""

    obligation: Obligation
    form: Form | None
    given: tuple[Given, ...]
    notes: tuple[str, ...]
    readings: tuple[Reading, ...]

    @property
    def anchor(self) -> str:
        """Its name in the page's address."""
        return anchor_of(self.obligation.id)

    @property
    def is_open(self) -> bool:
        """Whether the reader is asked; else it has been answered, if too late."""
        return self.obligation.state.answerable and not self.came_late

    @property
    def began_with_nothing(self) -> bool:
        """Whether all that was answered is that there is nothing to say, so that whatever comes is the first."""
        return bool(self.given) and self.given[-1].answer.given.get(ANSWER) in (NOTHING, NO_FIGURE, NO_COMMENT)

    @property
    def came_late(self) -> bool:
        """Whether the reader is asked no more: the seat's answer came too late to count."""
        return "came_late" in self.notes


def anchor_of(obligation: str) -> str:
    """The name of an obligation's card in the page's address."""
    return f"k{hashlib.sha256(obligation.encode()).hexdigest()[:8]}"


def undo_of(entry: int) -> str:
    """What stands in a form for the obligation, where it takes the answer of this entry back."""
    return f"{UNDO}{entry}"


def cards(desk: Desk) -> tuple[Card, ...]:
    """The cards of a seat: what its letter was about first, then by due day; what has been answered comes last."""
    initiative = desk.initiative
    if initiative.outcome is not None or initiative.settled:
        return ()
    kept = (ObligationState.OPEN, ObligationState.LAPSED, ObligationState.FULFILLED)
    own = [o for o in initiative.obligations.values() if o.seat == desk.view.seat and o.state in kept]
    made = [_card(desk, obligation) for obligation in own if obligation.duty in FORMS]
    return tuple(sorted(made, key=lambda card: _order(card.obligation, card.is_open, desk.asking.about)))


def _order(owed: Obligation, is_open: bool, about: str | None) -> tuple[bool, bool, datetime, str]:
    return not is_open, owed.id != about, owed.due, owed.id


def earlier(desk: Desk, shown: tuple[Card, ...]) -> tuple[Given, ...]:
    """What the seat has answered beside these cards, newest first."""
    told = {given.seq for card in shown for given in card.given}
    return tuple(given for given in reversed([*_given(desk)]) if given.seq not in told)


def _card(desk: Desk, obligation: Obligation) -> Card:
    counting = (g for g in _given(desk) if not g.superseded and g.at >= obligation.opened_at)
    given = [g for g in (_as_of(g, obligation) for g in counting) if _answers(g.answer, obligation)]
    if obligation.duty not in _TOLD_OF_ALL:
        given = given[-1:]
    return Card(
        obligation=obligation,
        form=_form(desk, obligation, given),
        given=tuple(given),
        notes=tuple(_notes(desk, obligation)),
        readings=readings(desk, obligation.duty, obligation.subject or ""),
    )


def _given(desk: Desk) -> Iterator[Given]:
    coordinating = coordinators(desk.initiative)
    for entry in desk.said:
        answer = answer_of(entry)
        if answer is not None:
            yield Given(
                seq=entry.seq,
                answer=answer,
                at=entry.at,
                by_reader=entry.actor == desk.asking.actor,
                entered=entry.channel if entry.channel in ENTERED else None,
                by_coordinator=entry.actor in coordinating,
                own_words=desk.own_words(entry),
                superseded=entry.seq in desk.superseded,
                can_be_undone=_can_be_undone(desk, entry),
            )


def _as_of(given: Given, obligation: Obligation) -> Given:
    """A ballot in the words of what was asked: its event does not say whether that was a vote or consent."""
    if given.answer.duty not in BALLOTS or obligation.duty not in BALLOTS:
        return given
    return replace(given, answer=replace(given.answer, duty=obligation.duty))


def _can_be_undone(desk: Desk, entry: Recorded) -> bool:
    """Whether a seat may take an answer back, as far as the page knows; the rules know all of it."""
    if desk.initiative.settled or desk.initiative.outcome is not None:
        return False
    kind, at = CORRECTABLE.get(entry.event.KIND), desk.initiative.at
    is_recent = desk.now < entry.at + undo_for(desk.initiative) or _was_just_entered(desk, entry)
    is_of_now = bool(entry.event.MATTER) or entry.at >= at.opened_at
    return kind is not None and kind.withdrawable and is_recent and is_of_now and entry.seq not in desk.superseded


def _was_just_entered(desk: Desk, entry: Recorded) -> bool:
    """Whether somebody has entered it for the seat, which can still put it right."""
    if entry.channel not in ENTERED or not desk.initiative.has("entries"):
        return False
    return desk.now < correction_window(desk.initiative, entry.at)[1]


def _answers(answer: Answer, obligation: Obligation) -> bool:
    subject = obligation.subject or ""
    about = (None, subject, subject.partition(".")[0])
    return answer.duty == obligation.duty and answer.subject in about


def _form(desk: Desk, obligation: Obligation, given: list[Given]) -> Form | None:
    duty, fulfilled = obligation.duty, obligation.state is ObligationState.FULFILLED
    form, initiative = FORMS[duty], desk.initiative
    if fulfilled and not (duty in REPEATABLE or (duty in CHANGEABLE and desk.now < obligation.changeable_until)):
        return None
    if duty == INVITATION:
        last = given[-1].answer.given["answer"] if given else ""
        deputy = desk.seat.deputy
        offers_deputy = not fulfilled and deputy not in (None, desk.asking.actor, obligation.owed_by)
        return form.offering(lambda option: option != last and (option != DEPUTY or offers_deputy))
    if duty in BALLOTS:
        recused = desk.seat.id in initiative.at.recused
        form = form.offering(lambda option: option == RETURN if recused else option != RETURN)
    if duty == "make_commitment":
        form = form.listing(tuple(activities(desk))).offering(
            lambda option: option != PROMISE or bool(activities(desk))
        )
    if duty == "answer_release":
        return form.offering(lambda option: option != WhatNow.RELEASE or _may_release(desk, obligation))
    if duty == "answer_poll":
        return polled(form, len(proposals(desk, obligation.subject or "")))
    if duty == COMMENTING:
        form = form.listing(tuple(sections(desk))).offering(lambda option: option != NO_COMMENT or not fulfilled)
    if duty in ("submit_need", "make_commitment") and fulfilled:
        first = form.fields[0].options[0]
        return form.offering(lambda option: option == first)
    return form if _still_asked(initiative, obligation) else None


def _may_release(desk: Desk, obligation: Obligation) -> bool:
    """Whether the seat has promised anything that depends on the activity."""
    initiative, activity = desk.initiative, (obligation.subject or "").partition(".")[0]
    return bool(owned(initiative.now_in.so_far(initiative.facts), desk.seat.id, activity))


def _still_asked(initiative: Initiative, obligation: Obligation) -> bool:
    """Of what is asked anew only the newest takes an answer."""
    of_seat = [o for o in initiative.of_duty(obligation.duty) if o.seat == obligation.seat]
    vote = initiative.at.vote
    if obligation.duty in BALLOTS and (vote is None or ballot_duty(vote) != obligation.duty):
        return False
    return obligation.duty not in _ASKED_ANEW or of_seat[-1].id == obligation.id


def _is_of(late: AnswerCameLate, obligation: Obligation) -> bool:
    """Whether what came late was about this: a ballot of an earlier vote is not about the one that is open."""
    return late.vote is None or str(late.vote) == (obligation.subject or "").partition(".")[0]


def _notes(desk: Desk, obligation: Obligation) -> Iterator[str]:
    """What the reader should know first, by the names of the words for it."""
    reader, deputies = desk.asking.actor, line(desk.initiative, desk.seat.id)[1:]
    since = [entry.event for entry in desk.said if entry.at >= obligation.opened_at]
    late = {event.command for event in since if isinstance(event, AnswerCameLate) and _is_of(event, obligation)}
    if not obligation.state.answerable:
        return
    if late & {command.KIND for command in ANSWERS[obligation.duty]}:
        yield "came_late"
    elif obligation.owed_by == reader and obligation.principal:
        yield "stands_in"
    elif obligation.owed_by != reader and reader in deputies:
        yield "for_the_holder"
    elif obligation.owed_by in deputies and obligation.principal is None:
        yield "with_the_deputy"
    if desk.now >= obligation.due and obligation.duty not in BALLOTS:
        yield "overdue"
    if obligation.duty == "make_commitment" and not activities(desk):
        yield "no_activities"
