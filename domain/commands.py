"""Commands: what people ask for, in the imperative. Each phase declares its own; those of every phase stand here.

A command has one shape from the HTTP body to the rule; texts arrive in it already sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from domain.actors import Speaker
from domain.events import Choice
from domain.kinds import Kinded
from domain.mandates import Mandate
from domain.operating_model import ExitKind
from domain.refusals import OutOfTurn
from domain.sealed import Sealed
from domain.wire import Plain, typed


class Command(Kinded):
    """Something asked of an initiative. The kind reads `phase.verb_object`, `matter.verb_object` for what is kept
    beside the phases, or `initiative.…` where any phase takes it.

    `JOINT` texts (plan, statement, minutes) belong to the initiative, others to the person who said them: an erasure
    takes a person's texts, and leaves the plan. `ALWAYS` counts also after the window: harm is never too late.
    `ANSWERS` is the kind of duty that it answers, if it answers one.

    `PERSONS` are fields that hold actors here, and persons of the register for whoever asks. `REGISTERED` are fields
    that nobody says: they are looked up, in the register for the seat of the command, or among the published models.
    `SECRET` names the texts that are one of a few words and shown to nobody.
    """

    JOINT: ClassVar[bool] = False
    ALWAYS: ClassVar[bool] = False
    ANSWERS: ClassVar[str] = ""
    PERSONS: ClassVar[tuple[str, ...]] = ()
    REGISTERED: ClassVar[tuple[str, ...]] = ()
    SECRET: ClassVar[Mapping[str, type[StrEnum]]] = MappingProxyType({})

    @property
    def phase(self) -> str:
        """The phase or matter that understands it, or `initiative`."""
        return self.KIND.partition(".")[0]

    @property
    def text_said(self) -> Sealed | None:
        """The first text that it holds, if it holds one."""
        return next((value for value in vars(self).values() if isinstance(value, Sealed)), None)


@dataclass(frozen=True)
class PauseUntil(Command, kind="initiative.pause"):
    """Let working clocks stand still until an instant."""

    JOINT = True
    until: datetime
    reason: Sealed | None = None


@dataclass(frozen=True)
class Resume(Command, kind="initiative.resume"):
    """Let a paused initiative go on now."""


@dataclass(frozen=True)
class Hold(Command, kind="initiative.hold"):
    """Let the phase rest until an instant, for a reason, and say what must have come about by then (`conditions`).

    Nobody is reminded meanwhile; answers still count. On the day the coordinator is asked to look again: to let it go
    on (`resume`), to hold it once more, or to leave it. The model bounds how long and how often.
    """

    JOINT = True
    until: datetime
    reason: Sealed
    conditions: Sealed


@dataclass(frozen=True)
class RemindAll(Command, kind="initiative.remind_all"):
    """Remind everybody who still owes something. Nobody gets a letter about what the last one is not two working days
    old, nor a fourth one about the same.
    """


@dataclass(frozen=True)
class Extend(Command, kind="initiative.extend"):
    """Move an open deadline `by` a span (`10wd`, `P14D`): that of an obligation, by its id, or that of the phase.

    The model bounds how far; outside deadlines never move, and nothing is ever shortened.
    """

    JOINT = True
    by: str
    reason: Sealed
    obligation: str | None = None


@dataclass(frozen=True)
class Override(Command, kind="initiative.override"):
    """Set a number or span of the model otherwise for this initiative: `path` as in the model's file
    (`phases.convening.gate.quorum.min`), `value` as it would be written there.

    The model says what may be set and within which bounds; what it locks is never set otherwise.
    """

    JOINT = True
    path: str
    value: str
    reason: Sealed


@dataclass(frozen=True)
class TakeExit(Command, kind="initiative.take_exit"):
    """Leave the phase. `advance` needs the gate; `loop_back` and `stop` need a reason. A hold is a command of its own.

    Where the initiative ends, a `lesson` ("works when …") and the `thanks` to those who took part may be written with
    it: they stand in its closing document, and the thanks in the letter that everyone gets.
    """

    JOINT = True
    exit: ExitKind
    reason: Sealed | None = None
    lesson: Sealed | None = None
    thanks: Sealed | None = None


@dataclass(frozen=True)
class CallVote(Command, kind="initiative.call_vote"):
    """Ask the entitled seats to vote on an exit. `verdict` names the evaluation's conclusion."""

    exit: ExitKind
    verdict: str | None = None


@dataclass(frozen=True)
class CastBallot(Command, kind="initiative.cast_ballot"):
    """Vote for the speaker's seat. Where consent is asked for, `for` and `abstain` let it pass; `against` objects, and
    needs its `reason`. `vote` is the number in its phase of the vote that is answered, where a form knows it: what was
    said in an earlier one never counts in the next. Left out, the time at which the ballot was received tells.
    """

    ANSWERS = "vote"
    choice: Choice
    reason: Sealed | None = None
    vote: int | None = None


@dataclass(frozen=True)
class RenewMandate(Command, kind="initiative.renew_mandate"):
    """Go on under the mandate that was decided on in place of the initiative's: renewed, or transferred to another
    holder.
    """

    mandate: Mandate


@dataclass(frozen=True)
class WithdrawAnswer(Command, kind="initiative.withdraw_answer"):
    """Take back what the ledger's entry says, as if it had not been said. It stays in the history.

    A seat takes back its own answer within 24 hours, while its phase is open, and owes no reason. The coordinator takes
    back what no seat said, with a reason; and for a seat, in an open phase, what it says no more by phone or on paper:
    that is read back to it. What a seat has judged or agreed to itself is taken back by nobody else.
    """

    entry: int
    reason: Sealed | None = None


@dataclass(frozen=True)
class ConfirmExit(Command, kind="initiative.confirm_exit"):
    """Let an exit stand although its gate would fail since the correction of entry `correction`, and say why."""

    JOINT = True
    correction: int
    reason: Sealed


@dataclass(frozen=True)
class Corrects:
    """That a command corrects what entry `entry` says: it counts as if it had been said then instead."""

    entry: int
    reason: Sealed | None = None


@dataclass(frozen=True)
class Said:
    """A command with its provenance. `received_at` (UTC) is when the API first heard it; deadlines are judged by it."""

    command: Command
    by: Speaker
    received_at: datetime


@dataclass(frozen=True)
class Correction:
    """That entry `entry` is to be superseded by `answer`, or withdrawn (None), as it was `said`."""

    entry: int
    said: Said
    answer: Command | None = None
    reason: Sealed | None = None

    @property
    def entry_path(self) -> str:
        """Where whoever asks has named the entry."""
        return "entry" if self.answer is None else "corrects"

    @property
    def reason_path(self) -> str:
        """Where whoever asks gives the reason."""
        return "reason" if self.answer is None else "why"


@dataclass(frozen=True)
class Interaction:
    """What travels to the workflow: `key` (16 hex digits) makes it count once, `command` is the plain form of a
    Command, which may correct an earlier answer.
    """

    key: str
    by: Speaker
    received_at: datetime
    command: dict[str, Any]
    corrects: Corrects | None = None

    def correction(self) -> Correction | None:
        """The correction that it asks for, if it asks for one. Raises as `said` does."""
        said = self.said()
        if isinstance(said.command, WithdrawAnswer):
            return Correction(said.command.entry, said, None, said.command.reason)
        if self.corrects is None:
            return None
        return Correction(self.corrects.entry, said, said.command, self.corrects.reason)

    def said(self) -> Said:
        """The command in its typed form. Raises OutOfTurn for a kind no phase knows, Malformed for a wrong shape."""
        return Said(read_command(self.command), self.by, self.received_at)


def read_command(command: dict[str, Plain]) -> Command:
    """A command from its plain form; see `Interaction.said`."""
    kind = command.get("kind")
    if kind not in Command.kinds:
        raise OutOfTurn(
            f"no phase knows the message '{kind}'", remedy="look at the initiative for what it waits for now"
        )
    return typed(Command, command)
