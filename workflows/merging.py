"""Merging: a run takes another initiative in, or hands its own on to another, which then goes on in that one."""

from __future__ import annotations

from datetime import datetime

from temporalio import workflow

from domain.deciding import Decided
from domain.initiative import Initiative
from domain.merging.brought import Bringing
from domain.merging.offering import failed, merged
from domain.merging.taking_in import taken_in
from domain.refusals import Refusal
from workflows import calls
from workflows.pen import Heard, Pen
from workflows.receipts import Receipt, answered, failure, known


class Merges:
    """What every run does about merging."""

    pen: Pen

    @workflow.update
    async def take_in(self, bringing: Bringing) -> Receipt:
        """Another initiative goes on as part of this one. Answered once it stands in the ledger, then from there."""
        if bringing.key in self.pen.keys:
            return Receipt(self.pen.keys[bringing.key])
        heard = Heard(bringing.by, bringing.received_at)
        try:
            waiting = self.pen.of_key(bringing.key) or self.pen.propose(
                lambda state, now: taken_in(known(state), bringing.read(), bringing.by, now),
                workflow.now(),
                key=bringing.key,
                heard=heard,
            )
        except Refusal as refusal:
            raise failure(refusal, self.pen.reach) from None
        return await answered(self.pen, waiting)

    @take_in.validator
    def consider_taking_in(self, bringing: Bringing) -> None:
        """Refuse without a trace what cannot be taken in now."""
        if bringing.key in self.pen.keys or self.pen.of_key(bringing.key) is not None:
            return
        try:
            taken_in(self.pen.initiative, bringing.read(), bringing.by, workflow.now())
        except Refusal as refusal:
            raise failure(refusal, self.pen.reach) from None

    async def hand_on(self) -> None:
        """What was agreed to go on as part of another initiative does so, and ends here. If that cannot take it in
        after all, this one goes on.
        """
        bound = self.pen.initiative.bound
        if bound is None or self.pen.waiting:
            return
        handed = await calls.hand_on(calls.HandingOn(self.pen.initiative.id, bound.into, bound.number))

        def decided(state: Initiative | None, now: datetime) -> Decided:
            if handed.refused is not None:
                return Decided(followed=failed(known(state), bound.number, handed.refused))
            return Decided(followed=merged(known(state), bound.number, handed.seq, now))

        self.pen.propose(decided, workflow.now())
