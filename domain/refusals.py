"""What the rules refuse, each with a code for programs and a sentence that tells a person what to do."""

from __future__ import annotations


class Refusal(Exception):
    """A command or input that the rules do not accept. Nothing has changed when it is raised.

    `code` is the stable name in problem+json and in Temporal failures; `path` says where in the input the reason lies
    (dotted, empty for the whole); `remedy` says what the person can do now.
    """

    status = 409
    title = "The rules do not allow this now"

    def __init__(self, reason: str, *, path: str = "", remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = path
        self.remedy = remedy

    @property
    def code(self) -> str:
        """The stable name of this kind of refusal."""
        return type(self).__name__


class Malformed(Refusal):
    """The input does not have the shape asked for; `path` says where."""

    status = 422
    title = "The input does not have the shape asked for"


class ModelInvalid(Malformed):
    """An operating model breaks its schema: unknown word, missing value, endless wait, loop without bound."""

    title = "The operating model cannot be used"


class ModelPublished(Refusal):
    """A published version of an operating model never changes."""

    title = "This version is published"


class UnknownModel(Malformed):
    """No operating model of this id is published here."""

    title = "There is no such operating model"


class UnknownSeat(Malformed):
    """No such seat in this initiative or register."""

    title = "There is no such seat"


class SeatOutOfTerm(Refusal):
    """The term of the seat has not begun, or is over."""

    title = "The seat's term does not cover this day"


class OrganisationClosed(Refusal):
    """The organisation has closed."""

    title = "The organisation has closed"


class CompanyNotReady(Refusal):
    """The company's will or readiness to take part is not recorded."""

    title = "The company's will and readiness are not both recorded"


class MandateOutOfDate(Refusal):
    """The mandate is not valid at this moment."""

    title = "The mandate is not valid today"


class MandateOutOfScope(Refusal):
    """The mandate does not cover this place, theme or act."""

    title = "The mandate does not cover this"


class OutOfTurn(Refusal):
    """The message belongs to another phase, or to no phase at all."""

    title = "This is not asked for in the present phase"


class PhaseSettled(Refusal):
    """The exit of the phase has been taken, now or in an earlier phase: answers no longer change it."""

    title = "The phase has closed"


class InitiativeEnded(Refusal):
    """The initiative has ended; it can be read, not changed."""

    status = 410
    title = "The initiative has ended"


class NotEntitled(Refusal):
    """The speaker holds no seat or role that this act asks for."""

    status = 403
    title = "This act belongs to someone else"


class AlreadyAnswered(Refusal):
    """The same was said before, and the rules do not let it be changed now."""

    title = "This has been answered already"


class NotCorrectable(Refusal):
    """What was said cannot be corrected in this way: it was a decision, or others have built on it."""

    title = "This cannot be corrected in this way"


class GateShut(Refusal):
    """The gate of the phase is not met, so this exit is not available yet."""

    title = "The gate is not open yet"


class TooEarly(Refusal):
    """Something that this builds on has not been done yet."""

    title = "Something else comes first"


class NotAsked(Refusal):
    """Nothing of this kind is open to be answered: no such need, activity, indicator, vote or duty now."""

    title = "Nothing is waiting for this answer"


class NotHeld(Refusal):
    """The letter waits for nobody to say what became of it."""

    title = "What became of this letter is known"


class NobodyToRemind(Refusal):
    """Nobody would get a letter: nothing is owed, or whoever owes something has been asked lately, or often enough."""

    title = "Nobody would get a letter"


class Locked(Refusal):
    """The operating model does not let this be set otherwise, by anybody."""

    title = "This cannot be set otherwise"


class OutOfBounds(Refusal):
    """The value lies outside of the bounds that the operating model sets."""

    status = 422
    title = "This goes further than the model allows"


class NotMergeable(Refusal):
    """One of two initiatives cannot become part of the other as things are now."""

    title = "These initiatives cannot be merged now"


class StateMovedOn(Refusal):
    """The dry run that was approved shows something else than what would happen now."""

    title = "The dry run is out of date"


class LoopsSpent(Refusal):
    """The phase may not be entered once more: the model caps its loops."""

    title = "This phase cannot be entered again"
