"""Publishing: what an operating model must show in a trial by the pure rules before initiatives may run on it.

If everybody answers, it ends, and every phase is passed by its gate. If nobody answers any more, from whatever phase
on, it ends as well: nothing waits for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from domain.charter import Charter
from domain.ledger.canonical import sha256_of
from domain.mandates import EVERYWHERE, Mandate
from domain.operating_model import OperatingModel
from domain.pin import Pin
from domain.refusals import ModelInvalid
from domain.seats import Seat, Sector
from domain.simulating import Course, course
from domain.wire import plain

APPROVALS = 2
"""How many people approve a model before it is published; who proposed it may be one of them."""

_LEAST_SEATS = 2 * len(Sector)
_PLACE = "297"


@dataclass(frozen=True)
class Trial:
    """The courses of a model: everybody answers, and, by phase, nobody does once it has been entered."""

    everybody: Course
    silent: dict[str, Course]

    def require(self) -> None:
        """Raise ModelInvalid with the phase that waits for ever, or whose gate nobody's answers open."""
        for phase, led in self.silent.items():
            if led.outcome is None:
                raise ModelInvalid(
                    "once nobody answers here any more, the initiative never ends",
                    path=f"phases.{phase}",
                    remedy="let every ladder lapse, and the window of every phase lead to a decision",
                )
        for phase in self.everybody.dead:
            raise ModelInvalid(
                "the gate of this phase stays shut although everybody has answered favourably",
                path=f"phases.{phase}.gate",
                remedy="ask for no more than those whom the phase asks can give in its window",
            )
        if self.everybody.outcome is None:
            raise ModelInvalid("the initiative never ends although everybody answers", path="phases")


def trial(model: OperatingModel, pin: Pin, start: datetime) -> Trial:
    """Try a model with made-up seats from `start` (UTC) on; `pin` holds the calendar of that day."""
    charter = made_up(model, pin, start)
    everybody = course(charter, start)
    entered = dict.fromkeys(passage.phase for passage in everybody.passages)
    return Trial(everybody, {phase: course(charter, start, silent_from=phase) for phase in entered})


def made_up(model: OperatingModel, pin: Pin, start: datetime) -> Charter:
    """A charter that no initiative has: seats of every sector, as many as the largest quorum asks for, and a mandate
    for everything.
    """
    quorums = (phase.gate.quorum for phase in model.phases.values())
    number = max([_LEAST_SEATS, *(quorum.least for quorum in quorums if quorum)])
    return Charter(
        initiative="trial",
        model=model,
        model_sha256=sha256_of(plain(model)),
        pin=pin,
        place=_PLACE,
        theme="trial",
        mandate=_mandate(start.date()),
        backbone="backbone",
        coordinator="coordinator",
        seats=tuple(_seat(n, sector) for n, sector in enumerate(islice(cycle(Sector), number), 1)),
    )


def _seat(number: int, sector: Sector) -> Seat:
    name = f"seat-{number:03}"
    return Seat(name, f"organisation-{number:03}", sector, f"holder of {name}", f"deputy of {name}", _PLACE)


def _mandate(day: date) -> Mandate:
    everything = ((EVERYWHERE,), (EVERYWHERE,), (EVERYWHERE,))
    last = day + timedelta(days=365 * 50)
    return Mandate("mandate", "giver", "backbone", *everything, day, last, "1/1")
