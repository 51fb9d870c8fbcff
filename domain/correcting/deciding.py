"""Deciding on a correction: it needs the whole stream, since it changes what was before.

The same function serves the run of an initiative, which decides, and whoever wants to know the impact beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.acting import require_voice, stood_in_for
from domain.actors import RULE
from domain.asking import opened
from domain.clockwork import REDECIDE_EXIT, tick
from domain.commands import Correction
from domain.correcting.answers import instead, require_withdrawable
from domain.correcting.duties import fallen, owed_again
from domain.correcting.effective import effective
from domain.correcting.entitled import require_may_correct
from domain.correcting.events import EntrySuperseded
from domain.correcting.impact import built_on, impact, told
from domain.correcting.naming import Named, named
from domain.correcting.reading_back import read_back
from domain.deciding import Decided, noticed_by_matters, require_going_on
from domain.events import EntryReadBack, Event
from domain.folding import after_all
from domain.initiative import Initiative
from domain.ledger.entries import Recorded
from domain.refusals import NotCorrectable


def correct(entries: Sequence[Recorded], correction: Correction, now: datetime) -> Decided:
    """What a correction leads to, on top of all `entries` of the stream. Raises a Refusal.

    First comes the entry that supersedes, with its impact, then what stands in the place of the old answer, if
    anything; then what is owed by it, a decision on exits in doubt, and what follows by the rules.
    """
    before = told(effective(entries), now)
    require_going_on(before.initiative)
    require_voice(before.initiative, correction.said)
    found = named(entries, correction)
    require_may_correct(before.initiative, found, correction)
    builds = built_on(found.standing, found.place, found.kind, found.entry.event)
    new = _new(before.initiative, found, correction, builds, now)
    superseding = _superseding(entries, found, correction, new)
    corrected = told(effective((*entries, *_written(len(entries), superseding, new, now))), now)
    _require_no_circle(corrected.initiative, correction)
    superseding = replace(superseding, impact=impact(before, corrected, builds))
    number, initiative = len(entries) + 1, corrected.initiative
    duties = (*_duties(found, new, initiative, number, now), *_redecision(initiative, superseding, number, now))
    heard = noticed_by_matters(initiative, correction.said, duties, now)
    told_of = read_back(entries, found, correction, initiative, now)
    noticed = (*(event for event in heard if not isinstance(event, EntryReadBack)), *told_of)
    said = (superseding, *((new,) if new else ()), *duties)
    followed = (*noticed, *tick(after_all(initiative, (*duties, *noticed), now), now))
    return Decided(said, followed, stood_in_for(before.initiative, correction.said.by))


def _new(
    initiative: Initiative, found: Named, correction: Correction, builds: Sequence[Recorded], now: datetime
) -> Event | None:
    if correction.answer is None:
        require_withdrawable(found, builds)
        return None
    return instead(found, correction.answer, correction, initiative, now)


def _require_no_circle(initiative: Initiative, correction: Correction) -> None:
    """Raise NotCorrectable where needs would become part of one another."""
    needs = initiative.now_in.all_needs(initiative.facts)
    for need in needs:
        into, passed = needs[need].merged_into, {need}
        while into is not None and into in needs and into not in passed:
            passed.add(into)
            into = needs[into].merged_into
        if into == need:
            raise NotCorrectable(
                f"'{need}' would become part of itself, by a later merge",
                path=correction.entry_path,
                remedy="answer the need that was merged later by itself first",
            )


def _superseding(
    entries: Sequence[Recorded], found: Named, correction: Correction, new: Event | None
) -> EntrySuperseded:
    return EntrySuperseded(
        entry=correction.entry,
        by=None if new is None else len(entries) + 2,
        fallen=fallen(entries, found) if new is None else (),
        made=(found.kind.makes or None) if new is None else None,
        reason=correction.reason,
    )


def _written(written: int, superseding: EntrySuperseded, new: Event | None, now: datetime) -> tuple[Recorded, ...]:
    """The entries as they would stand in the ledger; by whom does not matter to a fold."""
    events = (superseding,) if new is None else (superseding, new)
    return tuple(Recorded(written + n, now, RULE, None, event, None) for n, event in enumerate(events, start=1))


def _duties(found: Named, new: Event | None, initiative: Initiative, number: int, now: datetime) -> Sequence[Event]:
    if new is not None or found.is_of_a_passed_phase:
        return ()
    return tuple(owed_again(initiative, found, number, now))


def _redecision(initiative: Initiative, superseding: EntrySuperseded, number: int, now: datetime) -> tuple[Event, ...]:
    """The coordinator decides anew on exits whose gate would fail now; none of them is ever undone by itself."""
    if not superseding.impact.exits:
        return ()
    rule = initiative.charter.model.decision
    due = initiative.calendar.due(now, rule.due)
    return (opened(initiative, REDECIDE_EXIT, due, rule.ladder, now, subject=str(number)),)
