"""What whoever spoke gets back: the receipt of what was written, or the refusal in the form that travels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from domain.initiative import Initiative
from domain.ledger.entries import Entry, content
from domain.refusals import Refusal
from workflows import calls
from workflows.correcting import Asked
from workflows.pen import Pen, Waiting


@dataclass
class Receipt:
    """What the speaker gets: the number, kind and data of the first ledger entry that the command led to.

    The kind is None when this run did not write the entry: the ledger says it.
    """

    seq: int
    happened: str | None = None
    recorded: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: Entry) -> Receipt:
        """The receipt of an entry that has been written."""
        said = content(entry)
        return cls(entry.seq, said["type"], said["data"])


async def answered(pen: Pen, waiting: Waiting | Asked | None) -> Receipt:
    """What became of what waits, once it is written or refused; None led to nothing new."""
    if waiting is None:
        return Receipt(pen.head.seq)
    await workflow.wait_condition(lambda: waiting.done)
    if waiting.refused is not None:
        raise failure(waiting.refused, pen.reach)
    return Receipt.of(waiting.entry) if waiting.entry is not None else Receipt(waiting.seq or 0)


def known(state: Initiative | None) -> Initiative:
    """The initiative, which has been started. Raises LookupError otherwise."""
    if state is None:
        raise LookupError("the initiative has not been started")
    return state


def failure(refusal: Refusal | calls.Refused, reach: int | None = None) -> ApplicationError:
    """A refusal in the form that travels through Temporal: type is its code, the details say where and what to do, and
    up to which entry the run that refused knew the ledger.
    """
    details = {"path": refusal.path, "remedy": refusal.remedy, "status": refusal.status, "title": refusal.title}
    return ApplicationError(refusal.reason, details | {"reach": reach}, type=refusal.code, non_retryable=True)
