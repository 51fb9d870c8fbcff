"""Whose act takes an exit, read strictly: a role's, the seats' consent, or their vote."""

from __future__ import annotations

from domain.gate_words import BallotNeed
from domain.operating_model import Decide, DecideHow, Who
from domain.schema.reading import Place, offer

_SINGLE_ROLES = (Who.COORDINATOR, Who.CHAIR)
_VOTES = (DecideHow.MAJORITY, DecideHow.TWO_THIRDS)
_OPTIONAL = ("role", "window", "ladder", "else", "integration", "secret", "ballots")


def decide(place: Place) -> Decide:
    """Read a decision. Raises ModelInvalid with the path."""
    how = place.fields("how", optional=_OPTIONAL)["how"].word(DecideHow)
    if how is DecideHow.ROLE:
        return Decide(how, role=one_person(place.fields("how", "role")["role"]))
    further = ("else", "integration", "secret", "ballots") if how is DecideHow.CONSENT else ("secret", "ballots")
    fields = place.fields("how", "window", "ladder", optional=further)
    if "secret" in fields and how is DecideHow.CONSENT and "else" not in fields:
        fields["secret"].refuse("an objection is never secret", "take it out, or write the vote that follows as else")
    if "ballots" in fields and how is DecideHow.CONSENT and "else" not in fields:
        fields["ballots"].refuse("silence is consent, so no ballot is needed", "take it out, or write else")
    return Decide(
        how,
        window=fields["window"].duration(),
        ladder=fields["ladder"].text(r"[a-z][a-z0-9_]{0,59}", "write the name of a ladder"),
        otherwise=_vote(fields["else"]) if "else" in fields else None,
        integration=fields["integration"].duration() if "integration" in fields else None,
        secret=_true(fields["secret"]) if "secret" in fields else None,
        ballots=_ballots(fields["ballots"], secret="secret" in fields) if "ballots" in fields else None,
    )


def one_person(place: Place) -> Who:
    """A role that one person has at a time."""
    role = place.word(Who)
    if role not in _SINGLE_ROLES:
        place.refuse(f"{role} is not one person's role", offer(None, _SINGLE_ROLES))
    return role


def _ballots(place: Place, *, secret: bool) -> tuple[BallotNeed, ...]:
    """What the ballots of a vote must meet. Of secret votes nobody knows from which sectors they are."""
    needs = [item.word(BallotNeed) for item in place.items()]
    if not needs or len(set(needs)) < len(needs):
        place.refuse("each is named once, and one at least", f"write of {', '.join(BallotNeed)} what is asked")
    if secret and BallotNeed.SECTORS in needs:
        place.refuse("of secret votes nobody knows the sectors", "take sectors out, or let the vote be open")
    return tuple(needs)


def _vote(place: Place) -> DecideHow:
    how = place.word(DecideHow)
    if how not in _VOTES:
        place.refuse(f"{how} is no vote", offer(None, _VOTES))
    return how


def _true(place: Place) -> bool:
    if place.value is not True:
        place.refuse("a vote is secret, or nothing is said of it", "write secret: true, or take it out")
    return True
