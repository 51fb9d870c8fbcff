"""The rules of watching the mandate: its coordinator is warned well before it ends, on clocks that no pause stops.

Each warning asks for the renewal once more, in place of the warning before. What has been asked for says what is still
to be warned of, so nothing else is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NoReturn, Self

from domain.asking import opened, released
from domain.commands import Said
from domain.events import Event
from domain.initiative import Initiative
from domain.mandating import RENEW
from domain.matter import Matter
from domain.operating_model import ObligationRule
from domain.refusals import OutOfTurn

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MandateWatch(Matter, kind="mandate"):
    """Nothing of its own: mandates are kept with the initiative, and warnings are what is asked of its coordinator."""

    OUTSIDE = (RENEW,)
    OUTSIDE_CLOCK = True

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> NoReturn:
        """Nothing is said to the watch itself: mandates are renewed by `initiative.renew_mandate`."""
        raise OutOfTurn(f"'{said.command.KIND}' is not asked for", remedy="renew the mandate instead")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The newest warning that has come: after an outage nobody gets all those of the time between."""
        rule = _rule(initiative)
        if rule is None:
            return ()
        come = [(at, subject) for at, subject in _warnings(initiative, rule) if at <= now]
        if not come or come[-1][1] in _asked(initiative):
            return ()
        asking = opened(initiative, RENEW, _end(initiative), rule.ladder, now, subject=come[-1][1], beside=self.KIND)
        return (*released(initiative, RENEW), asking)

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """The next warning after the last one that was given."""
        rule = _rule(initiative)
        if rule is None:
            return None
        warnings, asked = _warnings(initiative, rule), _asked(initiative)
        given = max((number for number, (_, subject) in enumerate(warnings, start=1) if subject in asked), default=0)
        return warnings[given][0] if given < len(warnings) else None


def _rule(initiative: Initiative) -> ObligationRule | None:
    matter = initiative.matter_rules.get(MandateWatch.KIND)
    return matter.obligations.get(RENEW) if matter else None


def _warnings(initiative: Initiative, rule: ObligationRule) -> list[tuple[datetime, str]]:
    """Each warning of the newest mandate's end in the order of time: its instant, and the subject it is asked under."""
    mandate, end = initiative.mandate, _end(initiative)
    leads = (rule.due, *reversed(rule.at))
    warnings = [(initiative.calendar.slot_ahead(end, lead), f"{mandate.id}.{lead}") for lead in leads]
    return sorted(warnings, key=lambda warning: warning[0])


def _end(initiative: Initiative) -> datetime:
    """The instant at which the newest mandate is over."""
    return initiative.calendar.instant(initiative.mandate.valid_until + _DAY, time())


def _asked(initiative: Initiative) -> frozenset[str]:
    return frozenset(owed.subject for owed in initiative.of_duty(RENEW) if owed.subject is not None)
