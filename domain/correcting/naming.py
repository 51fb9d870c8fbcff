"""Which answer a correction is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from domain.actors import RULE, Channel
from domain.commands import Correction
from domain.correcting.correctable import Correctable
from domain.correcting.effective import Places, effective
from domain.correcting.events import EntrySuperseded
from domain.correcting.instead import INSTEAD
from domain.correcting.kinds import CORRECTABLE
from domain.events import EntryReadBack, Event, PhaseOpened
from domain.ledger.entries import Recorded
from domain.refusals import AlreadyAnswered, Malformed, NotCorrectable


@dataclass(frozen=True)
class Named:
    """The answer that is corrected: the entry at its place, with what stands there now, how its kind is corrected, and
    what the answer had led to. `standing` are all entries that count.

    `channel` is how what stands there now was said, by the last correction if there was one; `open_until`: it was
    entered for the seat and read back to it, and until just before that instant the seat can correct it.
    """

    entry: Recorded
    kind: Correctable
    tail: tuple[Recorded, ...]
    standing: tuple[Recorded, ...]
    channel: Channel | None
    open_until: datetime | None

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
    word = written[number]
    found = Named(entry, kind, _tail(entries, entry), standing, word.channel, _open_until(entries, word))
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


def _open_until(entries: Sequence[Recorded], word: Recorded) -> datetime | None:
    """Until when a seat can correct what was entered for it, as it was told; None where nothing was read back."""
    led_to = takewhile(lambda entry: entry.cause == word.cause, entries[word.seq :]) if word.cause else ()
    return next((entry.event.until for entry in led_to if isinstance(entry.event, EntryReadBack)), None)


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
