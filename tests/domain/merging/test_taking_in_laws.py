"""Whatever an initiative brings to whatever other one: nothing is doubled, and nothing lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import Need, NeedAnswer
from domain.initiative import Initiative
from domain.ledger.entries import GENESIS, decode, encode
from domain.merging.brought import Brought, BroughtNeed
from domain.merging.taking_in import taken_in
from domain.refusals import AlreadyAnswered, Refusal
from domain.seats import Seat, Sector
from tests.domain.journeys import journeys
from tests.domain.merging.test_brought_needs import held
from tests.domain.merging.test_room import MODEL_ID
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, Play, text

_sectors = st.sampled_from(Sector)
_names = st.integers(1, 9)


@st.composite
def bringings(draw: st.DrawFn) -> Brought:
    """Whatever an initiative may bring: seats that are or are not here, of organisations that are or are not."""
    seats = [
        Seat(f"seat-{n:02}", f"org-{draw(_names):02}", draw(_sectors), f"their-holder-{n}", None, "178")
        for n in draw(st.lists(_names, unique=True, max_size=6))
    ]
    answers = st.sampled_from([None, NeedAnswer.TAKEN_UP, NeedAnswer.PARKED])
    raised_by = st.none() | st.sampled_from([f"seat-{n:02}" for n in range(1, 10)])
    needs = [
        BroughtNeed(Need(f"n{n}", draw(_sectors), draw(raised_by), n, None, draw(answers)), 10 + n, text(n))
        for n in draw(st.lists(_names, unique=True, max_size=5))
    ]
    needs = [replace(one, until=date(2026, 5, 1)) if one.need.answer is NeedAnswer.PARKED else one for one in needs]
    accepted = tuple(seat.id for seat in seats if draw(st.booleans()))
    organisations = {seat.id: seat.organisation for seat in seats}
    return Brought("initiative-9", MODEL_ID, 1, 30, tuple(needs), tuple(seats), accepted, organisations)


@examples(80)
@given(journeys(), bringings())
def test_no_seat_and_no_need_is_ever_doubled_and_none_is_lost(play: Play, brings: Brought) -> None:
    before, needs = play.initiative, held(play)
    try:
        decided = taken_in(before, brings, COORDINATOR, play.now)
    except Refusal:
        assert before.outcome or before.settled or before.paused or before.merge.offer
        return
    play.record(decided.said, COORDINATOR)
    play.record(decided.followed)
    after = play.initiative
    require_seats(before, after, brings)
    came = {one.origin.need: one for one in held(play).values() if one.origin}
    assert len(held(play)) == len(needs) + len(brings.needs)
    assert came.keys() == {one.need.id for one in brings.needs}
    assert all(one.seat is None or one.seat in after.seats for one in came.values())
    assert {name: need for name, need in held(play).items() if name in needs} == needs
    for again in (brings, replace(brings, offer=2)):
        with pytest.raises(AlreadyAnswered):
            taken_in(after, again, COORDINATOR, play.now)
    for entry in play.entries[-len(decided.events) :]:
        written = encode(entry, stream="initiative:i", prev=GENESIS, model="m@1", command_key=None)
        assert decode(written.text) == entry


def require_seats(before: Initiative, after: Initiative, brings: Brought) -> None:
    """Nobody is there twice, everybody's organisation is there, and nobody takes part who had not said so."""
    ids = [seat.id for seat in after.roster]
    assert len(ids) == len(set(ids))
    assert {seat.organisation for seat in after.roster} >= {
        seat.organisation for seat in brings.seats if seat.id not in before.seats
    }
    here = {seat.organisation for seat in before.roster}
    joined = [seat for seat in after.roster if seat.id not in before.seats]
    assert not {seat.organisation for seat in joined} & here
    assert set(after.seats) == {*before.seats, *(seat.id for seat in joined)}
    if before.facts.accepted is not None:
        assert set(after.active) - set(before.active) <= set(brings.accepted)
