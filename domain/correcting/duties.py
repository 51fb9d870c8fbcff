"""What is owed once an answer is withdrawn: what it had fulfilled is asked anew, and what it alone asked for is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from domain.correcting.kinds import CORRECTABLE
from domain.correcting.naming import Named
from domain.events import Event, ObligationFulfilled, ObligationOpened, ObligationReleased
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.obligations import Obligation

_AGAIN: Final = "/again."


def fallen(entries: Sequence[Recorded], found: Named) -> tuple[int, ...]:
    """The entries by which the answer had fulfilled duties that no other answer fulfils: without it they fall."""
    opened = {entry.event.obligation: entry.seq for entry in entries if isinstance(entry.event, ObligationOpened)}
    fulfilled = {e.seq: e.event.obligation for e in found.tail if isinstance(e.event, ObligationFulfilled)}
    return tuple(seq for seq, name in fulfilled.items() if not _is_fulfilled_else(found, opened[name]))


def _is_fulfilled_else(found: Named, opened: int) -> bool:
    """Whether another answer that counts is one to the same duty, given since it was asked and in the same phase."""
    since = (entry for entry in found.standing if opened < entry.seq < found.place)
    return any(_fulfils_as_well(found, entry.event) for entry in (*since, *found.in_its_phase))


def _fulfils_as_well(found: Named, other: Event) -> bool:
    kind = CORRECTABLE.get(other.KIND)
    return kind is not None and kind.duty == found.kind.duty and found.kind.fulfils_as_well(found.entry.event, other)


def owed_again(initiative: Initiative, found: Named, correction: int, now: datetime) -> Iterator[Event]:
    """The events that follow for duties in the present `initiative`, in which the answer that was `found` counts no
    more. `correction` is the number of the entry that withdraws it.

    What is asked anew is another obligation, with letters of its own, and instead of the former; a duty whose next turn
    has come since is not asked anew.
    """
    restores = found.kind.asks_again and _is_untouched(initiative, found)
    for event in (entry.event for entry in found.tail):
        match event:
            case ObligationFulfilled(name):
                owed = initiative.obligations.get(name)
                if owed is not None and owed.state.answerable:
                    yield ObligationReleased(name)
                    if _is_known(initiative, owed.duty) and not _turned(initiative, owed):
                        yield _anew(initiative, owed, correction, now)
            case ObligationReleased(name) if restores:
                spared = initiative.obligations.get(name)
                if spared is not None and _is_known(initiative, spared.duty):
                    yield _anew(initiative, spared, correction, now)
            case ObligationOpened(name):
                yield from (ObligationReleased(one.id) for one in _asked(initiative, name) if one.state.answerable)


def _asked(initiative: Initiative, name: str) -> Iterator[Obligation]:
    """An obligation, and those by which the same was asked anew."""
    return (one for id, one in initiative.obligations.items() if id == name or id.startswith(f"{name}{_AGAIN}"))


def _is_untouched(initiative: Initiative, found: Named) -> bool:
    """Whether nobody has given what the answer had asked for."""
    asked = (entry.event.obligation for entry in found.tail if isinstance(entry.event, ObligationOpened))
    return all(any(one.state.answerable for one in _asked(initiative, name)) for name in asked)


def _anew(initiative: Initiative, owed: Obligation, correction: int, now: datetime) -> ObligationOpened:
    """The same duty under an id of its own, by its old due day, or one like it from now on if that has passed."""
    part, rule = initiative.asks_for(owed.duty)
    due = owed.due if owed.due > now else initiative.calendar.due(now, rule.due)
    if initiative.has(part):
        due = initiative.beside(part).due_anew(initiative, owed, due, now)
    calendar = initiative.calendar
    return ObligationOpened(
        obligation=f"{owed.id}{_AGAIN}{correction}",
        duty=owed.duty,
        owed_by=owed.owed_by,
        due=due,
        ladder=owed.ladder,
        tell_at=now if calendar.in_window(now) else calendar.next_slot(now),
        seat=owed.seat,
        subject=owed.subject,
    )


def _is_known(initiative: Initiative, duty: str) -> bool:
    """Whether it is still asked for: the model may have changed since."""
    try:
        initiative.asks_for(duty)
    except KeyError:
        return False
    return True


def _turned(initiative: Initiative, owed: Obligation) -> bool:
    """Whether the same has been asked with a later number: the next pulse, statement or asking of an indicator."""
    thing, number = _turn(owed)
    return any(
        other.seat == owed.seat and _turn(other)[0] == thing and _turn(other)[1] > number
        for other in initiative.of_duty(owed.duty)
    )


def _turn(owed: Obligation) -> tuple[str, int]:
    """What a duty is about, and for the how-many-th time it is asked: `i1.3` is the third asking of `i1`."""
    subject = owed.subject or ""
    thing, _, number = subject.rpartition(".")
    return (thing, int(number)) if number.isdigit() else (subject, 0)
