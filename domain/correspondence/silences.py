"""Silences: which duties nothing has been heard of, so that a human calls; and why, as far as it can be known.

A duty comes onto the phone list with the first step of its ladder behind the last one that asks somebody: the step for
a deputy whom there is none of, the escalation, or the lapse. Where no letter can reach anybody it comes at once;
where a letter was kept back as one too many, when that would have gone; and where whoever it lies with has said that
they will not answer, when they said so. What those who coordinate owe themselves comes the same way: another of them,
or an administrator, calls.

A pulse is the exception: one that a seat lets pass is nothing to call about. After two in a row the seat comes onto the
list once, and stays there until it answers one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.acting import coordinators, people_of
from domain.clockwork import deputy_of
from domain.initiative import Initiative
from domain.ladders import Ladders
from domain.obligations import Obligation
from domain.operating_model import Addressee
from domain.phases.piloting.missing import silent_since
from domain.phases.piloting.pulsing import DUTY as PULSE


class Why(StrEnum):
    """Why nothing is heard. Where several are true, the first of this order is told: what somebody has said comes
    before what letters let one guess, and among guesses the one after which something other is to be done.
    """

    WRONG_PERSON = "wrong_person"  # said that they are not the one to ask: somebody else is to be found
    DECLINED = "declined"  # said that they will not answer
    TOO_BUSY = "too_busy"  # said that they have no time now
    STOPPED = "stopped"  # stopped the reminders, and said no more
    MISSED_PULSES = "missed_pulses"  # let two pulses of a pilot pass, one after the other
    READ = "read"  # is known to have looked at what is asked
    UNDELIVERED = "undelivered"  # no letter has arrived: no address, a closed one, or failures
    OVER_BUDGET = "over_budget"  # as many letters about this have gone as may
    UNREAD = "unread"  # sent, and not known to have been opened


class Post(StrEnum):
    """What became of a letter, as far as it matters here."""

    SENT = "sent"
    LOST = "lost"
    KEPT_BACK = "kept_back"  # over the budget of its reader
    COMING = "coming"


@dataclass(frozen=True)
class Asked:
    """What is known of somebody who was asked, or could be: what became of the `letters` about this duty, from the
    oldest on; whether any can reach them; whether they have looked at the page since; and what they have `said`. The
    first that was over their budget was due at `kept_back`, None where none was; and at `declined` they said on their
    page that they will not answer, None if they never did.
    """

    letters: tuple[Post, ...] = ()
    is_reachable: bool = True
    has_read: bool = False
    said: Why | None = None
    kept_back: datetime | None = None
    declined: datetime | None = None

    @property
    def why(self) -> Why | None:
        """Why nothing is heard from them; None for somebody whom no letter has asked yet."""
        if self.said is not None:
            return self.said
        if self.has_read:
            return Why.READ
        ended = [post for post in self.letters if post in (Post.SENT, Post.LOST)]
        if not self.is_reachable or ended[-1:] == [Post.LOST]:
            return Why.UNDELIVERED
        if Post.KEPT_BACK in self.letters:
            return Why.OVER_BUDGET
        return Why.UNREAD if ended else None

    @property
    def by_now(self) -> Why | None:
        """The same once the time of letters is over: what is still to come, such as one that nobody has posted, has not
        arrived.
        """
        return self.why or (Why.UNDELIVERED if Post.COMING in self.letters else None)

    @property
    def is_out_of_reach(self) -> bool:
        """Whether another letter would be in vain."""
        return self.why in (Why.UNDELIVERED, Why.WRONG_PERSON)


@dataclass(frozen=True)
class Silence:
    """A duty to call about: since when it is on the list, why nothing is heard, and those who may answer, the one it
    lies with first, each with what is known of them by itself.
    """

    obligation: Obligation
    since: datetime
    why: Why
    people: tuple[tuple[str, Why | None], ...]


def silences(
    initiative: Initiative, asked: Mapping[str, Mapping[str, Asked]], now: datetime, of: Collection[str] | None = None
) -> tuple[Silence, ...]:
    """The duties of seats, and of those who coordinate, to call about now, in the order they were opened; `asked` tells
    by obligation and actor, and only obligations `of` these ids are looked at, if any are named. Nothing while the
    initiative rests or is over.
    """
    if initiative.outcome is not None or initiative.settled or initiative.paused is not None:
        return ()
    ladders, vacant = initiative.ladders, initiative.facts.people.vacant
    owed = (one for one in initiative.obligations.values() if of is None or one.id in of)
    still = (one for one in owed if one.state.answerable and one.seat not in vacant and to_call(initiative, one))
    told = (_told(initiative, ladders, one, asked.get(one.id, {}), now) for one in still)
    return tuple(silence for silence in told if silence is not None)


def to_call(initiative: Initiative, owed: Obligation) -> tuple[str, ...]:
    """The actors who may answer, the one it lies with first: of a seat, or of those who coordinate; nobody for what
    somebody else was asked, such as to take the coordination over.
    """
    if owed.seat is not None:
        return tuple(dict.fromkeys((owed.owed_by, *people_of(initiative, owed.seat))))
    chain = coordinators(initiative)
    return tuple(dict.fromkeys((owed.owed_by, *chain))) if owed.owed_by in chain else ()


def gone_through(initiative: Initiative, owed: Obligation, ladders: Ladders | None = None) -> datetime:
    """When the ladder of a duty takes its first step behind the last that asks whom it lies with, or a deputy."""
    steps, has_deputy = initiative.steps[owed.ladder], deputy_of(initiative, owed) is not None
    known = (ladders or initiative.ladders).moments(owed.ladder, owed.opened_at, owed.due)
    asks = {Addressee.HOLDER, Addressee.DEPUTY} if has_deputy else {Addressee.HOLDER}
    last = max((number for number, _ in known if steps[number].to in asks), default=-1)
    return next(at for number, at in known if number > last)


def as_it_stands(initiative: Initiative, owed: Obligation, asked: Mapping[str, Asked]) -> Silence:
    """What is known of those who may answer a duty, whether or not it is time to call about it; `asked` tells by actor,
    and it counts from when it was opened.
    """
    return _silence(initiative, owed, asked, owed.opened_at)


def _told(
    initiative: Initiative, ladders: Ladders, owed: Obligation, asked: Mapping[str, Asked], now: datetime
) -> Silence | None:
    if owed.duty == PULSE:
        return _of_pulses(initiative, ladders, owed, asked)
    kept_back = [asked.get(actor, Asked()).kept_back for actor in to_call(initiative, owed)]
    early = (*kept_back, asked.get(owed.owed_by, Asked()).declined)
    since = min((gone_through(initiative, owed, ladders), *(at for at in early if at is not None)))
    if now < since:
        if not _nobody_in_reach(initiative, owed, asked):
            return None
        since = owed.opened_at
    return _silence(initiative, owed, asked, since)


def _of_pulses(
    initiative: Initiative, ladders: Ladders, pulse: Obligation, asked: Mapping[str, Asked]
) -> Silence | None:
    """A seat that let too many pulses pass, told of its newest; or one whom no letter about it can reach."""
    since = silent_since(initiative, pulse, ladders)
    if since is not None:
        return _silence(initiative, pulse, asked, since, Why.MISSED_PULSES)
    return _silence(initiative, pulse, asked, pulse.opened_at) if _nobody_in_reach(initiative, pulse, asked) else None


def _silence(
    initiative: Initiative, owed: Obligation, asked: Mapping[str, Asked], since: datetime, of_all: Why | None = None
) -> Silence:
    """What is known of each who may answer, and `of_all` of them together."""
    people = tuple((actor, asked.get(actor, Asked()).by_now) for actor in to_call(initiative, owed))
    known, order = {why for why in (of_all, *(why for _, why in people)) if why}, list(Why)
    return Silence(owed, since, min(known, key=order.index, default=Why.UNDELIVERED), people)


def _nobody_in_reach(initiative: Initiative, owed: Obligation, asked: Mapping[str, Asked]) -> bool:
    """Whether no letter about it can reach the one it lies with, or the deputy if there is one."""
    may_be_asked = (owed.owed_by, deputy_of(initiative, owed))
    return all(asked.get(actor, Asked()).is_out_of_reach for actor in may_be_asked if actor)
