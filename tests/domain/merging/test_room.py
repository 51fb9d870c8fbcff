"""What cannot be taken in is refused before anything has happened: there is no room, or no right moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.commands import PauseUntil, TakeExit
from domain.facts import Need
from domain.merging.brought import Brought, BroughtNeed
from domain.merging.fitting import MOST_SEATS, require_takes
from domain.merging.taking_in import taken_in
from domain.operating_model import ExitKind
from domain.phases.need_identification.needs import MOST
from domain.refusals import InitiativeEnded, Malformed, NotMergeable, PhaseSettled, Refusal
from domain.seats import Seat, Sector
from tests.domain.merging.pairs import OFFER, OTHER, other
from tests.fixtures.rules import MODEL, START, text

MODEL_ID = MODEL.id


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"initiative": "initiative-2"}, Malformed),
        ({"model": "fi.other"}, NotMergeable),
    ],
)
def test_what_cannot_be_taken_in_is_refused(change: dict[str, str], refusal: type[Refusal]) -> None:
    brings = replace(Brought("initiative-1", MODEL_ID, 1, 7), **change)  # type: ignore[arg-type]
    with pytest.raises(refusal):
        taken_in(other("convening").initiative, brings, OTHER, START)


def test_one_that_rests_has_ended_or_is_offered_itself_takes_nobody_in() -> None:
    resting, ended, offered = other("convening"), other("convening"), other("convening")
    resting.say(PauseUntil(resting.now + timedelta(days=3)), OTHER)
    ended.say(TakeExit(ExitKind.STOP, text()), OTHER)
    offered.say(replace(OFFER, into="initiative-1"), OTHER)  # back to the one that is offered to it, or to any other
    for play, refusal in ((resting, NotMergeable), (ended, InitiativeEnded), (offered, NotMergeable)):
        with pytest.raises(refusal) as refused:
            require_takes(play.initiative, "initiative-1", MODEL_ID, "into")
        assert refused.value.path == "into"
        assert refused.value.remedy
    going = other("convening")
    settled = replace(going.initiative, stage=replace(going.initiative.at, exit=ExitKind.ADVANCE, to="joint_planning"))
    with pytest.raises(PhaseSettled):
        require_takes(settled, "initiative-1", MODEL_ID)


def test_what_would_be_too_much_to_carry_is_refused() -> None:
    need = BroughtNeed(Need("n1", Sector.LEADER), 3, text())
    many = Brought("initiative-1", MODEL_ID, 1, 7, needs=(need,) * (MOST + 1))
    seats = tuple(Seat(f"s{n}", f"o{n}", Sector.LEADER, f"a{n}") for n in range(MOST_SEATS))
    crowd = Brought("initiative-1", MODEL_ID, 1, 7, seats=seats)
    for brings in (many, crowd):
        with pytest.raises(NotMergeable):
            taken_in(other("convening").initiative, brings, OTHER, START)
