"""The part of a story about an application: its deadline, how many working days are spare, and what comes by when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.backplan import Backplan
from domain.initiative import Initiative
from domain.matters.application import Application
from domain.matters.application.milestones import plan_of
from domain.telling import Account

_PLAN = "matters.application.milestones"
_SHOWN = 8  # as much of a hash as one compares by eye

Told = Iterator[tuple[str, str | None]]
"""Sentences, each with its place in the operating model (None: a plain fact)."""


def missed_by(initiative: Initiative, now: datetime, then: datetime) -> bool:
    """Whether the deadline of an application that has not been submitted is still to come, and comes before `then`."""
    kept = initiative.kept(Application) if initiative.has(Application.KIND) else None
    return kept is not None and kept.call is not None and kept.receipt is None and now < kept.call.deadline < then


@dataclass(frozen=True)
class Deadlines:
    """Tells of the application that an account knows, in these words; `day` and `moment` write dates."""

    account: Account
    words: Mapping[str, Any]
    day: Callable[[date], str]
    moment: Callable[[datetime], str]

    def told(self) -> Told:
        """All there is to tell; nothing before a call is named."""
        initiative, said = self.account.initiative, self.words["application"]
        if not initiative.has(Application.KIND):
            return
        kept = initiative.kept(Application)
        call, plan = kept.call, plan_of(kept, initiative, self.account.now)
        if call is None or plan is None:
            return
        yield said["deadline"].format(deadline=self.moment(call.deadline)), None
        if call.assumed:
            yield said["assumed"].format(time=call.time), None
        if kept.frozen_at is not None and kept.text_sha256 is not None:
            yield said["frozen"].format(hash=kept.text_sha256[:_SHOWN]), None
        if kept.receipt is not None:
            yield said["submitted"].format(at=self.moment(kept.receipt.at), number=kept.receipt.number), None
            yield from ((said["late"], None),) if kept.receipt.late else ()
            yield from ((said["before_freeze"], None),) if kept.receipt.before_freeze else ()
            yield from ((said["awaited"], None),) if kept.decision is None else ()
        elif self.account.now > call.deadline:
            yield said["missed"], None
        else:
            yield from self._plan(plan)

    def _plan(self, plan: Backplan) -> Told:
        said, names, slack = self.words["application"], self.words["milestones"], plan.slack or 0
        if plan.late is not None:
            yield said["impossible"].format(days=plan.short_by, milestone=names[plan.late]), _PLAN
        elif slack < 0:
            shorter = ", ".join(
                said["days"].format(milestone=names[name], days=days) for name, days in plan.shorten.items()
            )
            yield said["shorten"].format(days=-slack, milestones=shorter), _PLAN
        else:
            yield said["slack" if slack else "tight"].format(days=slack), _PLAN
        for one in plan.milestones:
            if not one.reached:
                yield f"– {said['latest'].format(milestone=names[one.id], day=self.day(one.latest_day))}", _PLAN
