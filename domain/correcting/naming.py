"""Which answer a correction is about, and who may correct it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from domain.actors import RULE, Role
from domain.commands import Correction
from domain.correcting.correctable import Correctable
from domain.correcting.effective import Places, effective
from domain.correcting.events import EntrySuperseded
from domain.correcting.instead import INSTEAD
from domain.correcting.kinds import CORRECTABLE
from domain.events import Event, PhaseOpened
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable, NotEntitled, PhaseSettled

UNDO_HOURS = 24
"""How long a seat may correct its own answer by itself, where the model does not say."""


@dataclass(frozen=True)
class Named:
    """The answer that is corrected: the entry at its place, with what stands there now, how its kind is corrected, and
    what the answer had led to. `standing` are all entries that count.
    """

    entry: Recorded
    kind: Correctable
    tail: tuple[Recorded, ...]
    standing: tuple[Recorded, ...]

    @property
    def place(self) -> int:
        """The number of the entry at whose place it takes effect."""
        return self.entry.seq

    @property
    def said_at(self) -> int:
        """The number of the first entry that the same command led to."""
        return min(entry.seq for entry in (self.entry, *self.tail))

    @property
    def later(self) -> tuple[Recorded, ...]:
        """The entries after it that count."""
        return tuple(entry for entry in self.standing if entry.seq > self.place)

    @property
    def is_of_a_passed_phase(self) -> bool:
        """Whether another phase, or another round, has been opened since. What is kept beside the phases never is."""
        return len(self.in_its_phase) < len(self.later)

    @property
    def in_its_phase(self) -> tuple[Recorded, ...]:
        """The later entries before another phase was opened; all of them for what is kept beside the phases."""
        if self.entry.event.MATTER:
            return self.later
        return tuple(takewhile(lambda entry: not isinstance(entry.event, PhaseOpened), self.later))


def named(entries: Sequence[Recorded], correction: Correction) -> Named:
    """The answer that is to be corrected. Raises Malformed for no entry, NotCorrectable, AlreadyAnswered."""
    number, at = correction.entry, correction.entry_path
    written = {entry.seq: entry for entry in entries}
    if number not in written:
        raise Malformed(f"the ledger holds no entry {number}", path=at, remedy="look it up in the history")
    places, standing = Places.in_stream(entries), effective(entries)
    _require_standing(written[number].event, number, places, at)
    place = places.of.get(number, number)
    entry = next(entry for entry in standing if entry.seq == place)
    kind = CORRECTABLE.get(entry.event.KIND)
    if kind is None or entry.actor == RULE:
        what = INSTEAD.get(entry.event.KIND, "what followed from it can be put right by what may be said now")
        raise NotCorrectable(f"'{entry.event.KIND}' is no answer that can be corrected", path=at, remedy=what)
    found = Named(entry, kind, _tail(entries, entry), standing)
    _require_last(found, at)
    return found


def _require_standing(event: Event, number: int, places: Places, at: str) -> None:
    if isinstance(event, EntrySuperseded):
        raise NotCorrectable(
            "this entry is a correction itself",
            path=at,
            remedy="correct what stands now, or answer anew",
        )
    if number in places.superseded:
        by = places.superseded[number]
        raise AlreadyAnswered(
            f"entry {by} has superseded it", path=at, remedy="correct the answer that stands in its place now"
        )


def _tail(entries: Sequence[Recorded], answer: Recorded) -> tuple[Recorded, ...]:
    """What the same command led to beside the answer, as it was said; not what followed by the rules."""
    if answer.cause is None:
        return ()

    def alike(entry: Recorded) -> bool:
        return entry.cause == answer.cause and entry.actor != RULE

    before = tuple(takewhile(alike, reversed(entries[: answer.seq - 1])))
    return (*reversed(before), *takewhile(alike, entries[answer.seq :]))


def _require_last(found: Named, at: str) -> None:
    """Of several answers about the same only the last counts."""
    for entry in found.in_its_phase:
        if _counts_instead(found.kind, found.entry.event, entry.event):
            raise AlreadyAnswered(
                f"a later answer counts instead, that of entry {entry.seq}", path=at, remedy="correct that one"
            )


def _counts_instead(kind: Correctable, event: Event, later: Event) -> bool:
    if kind.is_replaced_by(event, later):
        return True
    other = CORRECTABLE.get(later.KIND)
    alike = other is not None and other.commands == kind.commands and other.about == kind.about
    return alike and kind.key(later) == kind.key(event)


def require_may_correct(initiative: Initiative, found: Named, correction: Correction) -> None:
    """A seat may correct its own answer for a while as long as its phase is open, whoever entered it; the coordinator
    any answer, with a reason.

    Raises NotEntitled, PhaseSettled, AlreadyAnswered, Malformed.
    """
    by, entry, at = correction.said.by, found.entry, correction.entry_path
    if by.role in (Role.COORDINATOR, Role.ADMIN):
        if by.seat not in (None, entry.seat):
            raise NotEntitled("another seat said this", path="for_seat", remedy="name the seat that said it, or none")
        if correction.reason is None:
            raise Malformed("is missing", path=correction.reason_path, remedy="say why in a sentence or two")
    elif by.seat is None or by.seat != entry.seat:
        raise NotEntitled("another seat said this", path=at, remedy="ask that seat, or the coordinator")
    else:
        _require_in_time(initiative, found, correction)


def _require_in_time(initiative: Initiative, found: Named, correction: Correction) -> None:
    at, ask = correction.entry_path, "ask the coordinator, who can correct it with a reason"
    if found.is_of_a_passed_phase:
        raise PhaseSettled("the phase in which this was said has closed", path=at, remedy=ask)
    if correction.said.received_at >= found.entry.at + undo_for(initiative):
        raise AlreadyAnswered(
            "a seat can correct its own answer for a while only, and that is over", path=at, remedy=ask
        )


def undo_for(initiative: Initiative) -> timedelta:
    """How long a seat may correct its own answer by itself; with pace a day is as long as the pace says."""
    model = initiative.charter.model
    hours = UNDO_HOURS if model.decision.undo_hours is None else model.decision.undo_hours
    day = timedelta(days=1) if model.day_milliseconds is None else timedelta(milliseconds=model.day_milliseconds)
    return day * hours / 24
