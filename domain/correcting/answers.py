"""What stands in the place of a corrected answer: what the new one would have led to then, by the rules of then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.commands import Command, Correction, Said
from domain.correcting.kinds import CORRECTABLE, DRAFTED
from domain.correcting.kinds_beside import FROZEN, HELD
from domain.correcting.naming import Named
from domain.correcting.receipts import require_before_decisions
from domain.correcting.rests import still_to_rest
from domain.deciding import decide
from domain.events import (
    Event,
    InitiativeStarted,
    ObligationFulfilled,
    ObligationOpened,
    ObligationReleased,
    PhaseHeld,
)
from domain.folding import after, begin
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable

_TAKEN_BACK = (ObligationFulfilled, ObligationOpened, ObligationReleased)
_ACCEPTED = "invitation.accepted"
_HELD_WITH = {
    DRAFTED: ("the plan has been frozen with it", "ask the coordinator to reopen the drafting"),
    FROZEN: (
        "the text has been frozen with it",
        "let the coordinator resume the drafting; then the text is endorsed anew",
    ),
    HELD: ("the text has been held for endorsement with it", "resume the drafting, and say it anew"),
}
_SEATED = ("chair", "deputy_chair", "owner", "deputy", "verifier", "seat")
_OF_ITS_TIME = ("replaces", "told", "tell_at")
_NO_ACT = ("ballot.cast", "invitation.accepted", "invitation.declined", "invitation.passed_on")


def instead(found: Named, command: Command, correction: Correction, initiative: Initiative, now: datetime) -> Event:
    """The event that stands in the place of the old one, in the present `initiative`. Raises what the rules of then
    refuse, NotCorrectable, and AlreadyAnswered without a difference.
    """
    if command.KIND not in found.kind.commands:
        raise Malformed(
            f"entry {correction.entry} is no answer of this kind", path="corrects", remedy="correct it by its own kind"
        )
    _require_open(found)
    entry = found.entry
    said = Said(command, correction.said.by, entry.received_at or entry.at)
    first, tail = _parted(found, decide(_as_it_was(found.standing, found.said_at), said, entry.at).said)
    if type(first) not in _family(found) or found.kind.key(first) != found.kind.key(entry.event):
        raise NotCorrectable(
            "the correction is about something else than the answer",
            path="corrects",
            remedy="withdraw the one, and say the other",
        )
    if not found.is_of_a_passed_phase and tail != [entry.event for entry in found.tail]:
        raise NotCorrectable(
            "by this answer others would have been asked for other things",
            path="corrects",
            remedy=found.kind.otherwise,
        )
    if _without_origin(first) == _without_origin(entry.event):
        raise AlreadyAnswered("this is what the entry says", path="corrects")
    _require_still_seated(found, first)
    require_before_decisions(initiative, found, first)
    return still_to_rest(initiative, found, first, now) if isinstance(first, PhaseHeld) else first


def require_withdrawable(found: Named, builds: Sequence[Recorded]) -> None:
    """Raise NotCorrectable if what an answer led to cannot be taken back."""
    _require_open(found)
    kept = next((entry for entry in found.later if entry.event.KIND in found.kind.kept_by), None)
    if not found.kind.withdrawable or kept:
        since = f" since entry {kept.seq}" if kept else ""
        raise NotCorrectable(
            f"this can be said better, not taken back{since}", path="entry", remedy="correct what it says"
        )
    if builds:
        numbers = ", ".join(str(entry.seq) for entry in builds)
        raise NotCorrectable(
            f"later entries build on it: {numbers}", path="entry", remedy="correct or withdraw these first"
        )
    if any(not isinstance(entry.event, _TAKEN_BACK) for entry in found.tail):
        raise NotCorrectable("it led to more than can be taken back", path="entry", remedy="answer anew")
    _require_still_seated(found, None)


def _require_open(found: Named) -> None:
    """Pieces of a plan or an application are corrected until its hash stands for all of them."""
    kind = found.kind.until
    if kind and any(kind == entry.event.KIND for entry in found.later):
        detail, remedy = _HELD_WITH[kind]
        raise NotCorrectable(detail, path="entry", remedy=remedy)


def _require_still_seated(found: Named, event: Event | None) -> None:
    """Whoever has acted as a seat, or been named to something, stays in it."""
    if found.entry.event.KIND != _ACCEPTED or (event is not None and event.KIND == _ACCEPTED):
        return
    seat = vars(found.entry.event)["seat"]
    acts = [entry for entry in found.later if _acts(entry.event, seat)]
    if acts:
        raise NotCorrectable(
            f"the seat has acted since, by entry {acts[0].seq}",
            path="entry",
            remedy="what it has said and taken on stands; let its deputy go on, or loop the initiative back",
        )


def _acts(event: Event, seat: str) -> bool:
    if event.KIND.startswith("obligation.") or event.KIND in _NO_ACT:
        return False
    return any(getattr(event, field, None) == seat for field in _SEATED)


def _parted(found: Named, said: Sequence[Event]) -> tuple[Event, list[Event]]:
    """The answer among what a command led to, and the rest of it."""
    first = next((event for event in said if type(event) in _family(found)), said[0])
    return first, [event for event in said if event is not first]


def _as_it_was(standing: Sequence[Recorded], said_at: int) -> Initiative:
    """The initiative just before the answer, by what counts of it now."""
    initiative: Initiative | None = None
    for entry in standing:
        if entry.seq >= said_at:
            break
        if isinstance(entry.event, InitiativeStarted):
            initiative = begin(entry.event)
        elif initiative is not None:
            initiative = after(initiative, entry.event, entry.at)
    if initiative is None:
        raise LookupError("nobody answers before the start of an initiative")
    return initiative


def _family(found: Named) -> tuple[type[Event], ...]:
    """The kinds of answers that the same commands lead to."""
    return tuple(Event.kinds[name] for name, kind in CORRECTABLE.items() if kind.commands == found.kind.commands)


def _without_origin(event: Event) -> tuple[object, ...]:
    """What an event says, whatever it replaced when it was first said, and whenever that is told."""
    return (type(event), *(value for name, value in vars(event).items() if name not in _OF_ITS_TIME))
