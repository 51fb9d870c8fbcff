"""What another initiative brings is held once: its needs with where they came from, and the seats that were lacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import PauseUntil, TakeExit
from domain.explaining import evidence, explain
from domain.facts import Need, NeedAnswer, NeedOrigin
from domain.folding import fold
from domain.initiative import Initiative
from domain.ledger.entries import GENESIS, decode, encode
from domain.matters.parking import Parking
from domain.merging.brought import Brought, BroughtNeed, brought
from domain.merging.events import SeatsJoined
from domain.merging.fitting import MOST_SEATS, require_takes
from domain.merging.taking_in import taken_in
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.need_identification.commands import AnswerNeed, MergeNeeds, OwnAnswer, SubmitNeed
from domain.phases.need_identification.needs import MOST
from domain.refusals import AlreadyAnswered, InitiativeEnded, Malformed, NotMergeable, PhaseSettled, Refusal
from domain.seats import Seat, Sector
from tests.domain.journeys import FACTS, FROM_THE_START, journeys
from tests.domain.merging.pairs import OFFER, OTHER, Pair, other, theirs
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, MODEL, PHASES, START, Play, roster, text

MODEL_ID = MODEL.id
ACCEPTED = {"accepted": tuple(seat.id for seat in theirs())}


def needs_raised() -> Play:
    """Needs of six seats, one of each answer, one that has none, and one by somebody without a seat."""
    play = Play.of("need_identification", roster(6))
    for n in range(1, 6):
        play.seat_says(f"seat-{n:02}", SubmitNeed(text(n)))
    play.say(SubmitNeed(text(6), Sector.RESIDENT))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    play.say(AnswerNeed("n2", OwnAnswer.DECLINED, text()))
    play.say(AnswerNeed("n3", OwnAnswer.PARKED, text(), START.date() + timedelta(days=90)))
    play.say(MergeNeeds("n4", "n1"))
    return play


def held(play: Play) -> dict[str, Need]:
    return play.initiative.now_in.all_needs(play.initiative.facts)


def test_needs_that_are_open_go_along_with_where_they_were_raised_and_their_texts() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    taken = pair.merge()
    assert taken.needs == {"n1": "n1", "n2": "n3", "n3": "n5", "n4": "n6"}
    first, parked, unanswered, voice = held(pair.two).values()
    raised = {e.event.need: e.seq for e in pair.one.entries if e.event.KIND == "need.submitted"}  # type: ignore[attr-defined]
    assert first.origin == NeedOrigin("initiative-1", "n1", raised["n1"])
    assert [need.answer for need in (first, parked, unanswered)] == [NeedAnswer.TAKEN_UP, NeedAnswer.PARKED, None]
    assert (first.supporters, voice.seat, voice.sector) == (1, None, Sector.RESIDENT)
    texts = {e.event.need: e.event.text for e in pair.two.entries if e.event.KIND == "need.taken_in"}  # type: ignore[attr-defined]
    assert texts == {"n1": text(1), "n2": text(3), "n3": text(5), "n4": text(6)}


def test_the_answer_that_was_still_owed_is_owed_by_the_coordinator_here() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    pair.merge()
    owed = [o for o in pair.two.initiative.of_duty("answer_need") if o.state is ObligationState.OPEN]
    assert [(o.subject, o.owed_by) for o in owed] == [("n3", OTHER.actor), ("n4", OTHER.actor)]
    assert pair.two.initiative.kept(Parking).needs["n2"].until == START.date() + timedelta(days=90)
    clause = next(c for c in explain(pair.two.initiative, pair.two.now).clauses if c.clause == "done.answer_need")
    assert (clause.have, clause.need) == (0, 2)


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in FROM_THE_START])
def test_once_needs_are_answered_no_more_an_open_one_is_looked_at_as_a_parked_one(phase: str) -> None:
    pair = Pair.of(needs_raised(), other(phase, **{**vars(FACTS), **ACCEPTED, "needs": {}}))
    pair.merge()
    asked = [o.subject for o in pair.two.initiative.of_duty("recheck_need") if o.state is ObligationState.OPEN]
    assert asked == ["n3", "n4"]
    assert [need.answer for need in held(pair.two).values()][2:] == [NeedAnswer.PARKED, NeedAnswer.PARKED]


def test_in_readiness_they_wait_for_the_phase_that_answers_them() -> None:
    pair = Pair.of(needs_raised(), other("readiness"))
    pair.merge()
    assert pair.two.initiative.of_duty("recheck_need") == ()
    assert [need.answer for need in held(pair.two).values()][2:] == [None, None]


def test_seats_that_were_lacking_join_and_no_organisation_gets_another() -> None:
    own, same_organisation = theirs()[:2], replace(theirs()[2], organisation="org-03")
    pair = Pair.of(needs_raised(), other("need_identification", (*own, same_organisation, roster()[0])))
    taken = pair.merge()
    assert taken.seats == ("seat-02", "seat-04", "seat-05", "seat-06")
    organisations = [seat.organisation for seat in pair.two.initiative.seats.values()]
    assert len(organisations) == len(set(organisations))
    assert held(pair.two)["n2"].seat == same_organisation.id  # its organisation raised it there
    assert pair.two.initiative.holder("seat-02") == "holder-02"


def test_they_are_invited_where_the_initiative_convenes_and_asked_what_the_others_were() -> None:
    for phase, duty in (("convening", "answer_invitation"), ("readiness", "answer_readiness")):
        pair = Pair.of(needs_raised(), other(phase))
        taken = pair.merge()
        asked = {o.seat: o.owed_by for o in pair.two.initiative.of_duty(duty)}
        assert {seat: asked[seat] for seat in taken.seats} == {seat: f"holder-{seat[-2:]}" for seat in taken.seats}


def test_whoever_had_said_yes_there_takes_part_here_and_whoever_had_not_is_not_presumed_to() -> None:
    convened = Play.of("convening", roster(6))
    for n in range(1, 5):
        convened.seat_says(f"seat-{n:02}", AnswerInvitation(Reply.YES))
    convened.seat_says("seat-05", AnswerInvitation(Reply.NO))
    pair = Pair.of(convened, other("piloting", **{**vars(FACTS), **ACCEPTED}))
    taken = pair.merge()
    assert taken.seats == ("seat-01", "seat-02", "seat-03", "seat-04", "seat-06")
    assert set(pair.two.initiative.active) - {seat.id for seat in theirs()} == {f"seat-{n:02}" for n in range(1, 5)}


def test_their_sectors_and_municipalities_count_in_the_gate_that_follows() -> None:
    leaderless = tuple(replace(seat, sector=Sector.ASSOCIATION, municipality="178") for seat in theirs()[:6])
    pair = Pair.of(Play.of("readiness", roster(6)), other("convening", leaderless))

    def have() -> dict[str, int]:
        return {c.clause: c.have for c in explain(pair.two.initiative, pair.two.now).clauses}

    assert have()["sectors.leader"] == 0
    pair.merge()
    assert evidence(pair.two.initiative, pair.two.now).seats.keys() >= {f"seat-{n:02}" for n in range(1, 7)}
    before = have()
    pair.two.seat_says("seat-05", AnswerInvitation(Reply.YES))
    assert (have()["sectors.leader"], have()["municipalities"]) == (1, before["municipalities"] + 1)


def test_a_plan_that_is_held_is_endorsed_by_those_who_join_as_well() -> None:
    two = other("joint_planning", **{**vars(FACTS), **ACCEPTED})
    two.initiative = replace(two.initiative, state=replace(two.initiative.now_in, frozen="ab" * 32, endorsement=2))  # type: ignore[call-arg]
    pair = Pair.of(Play.of("piloting", roster(6), **vars(FACTS)), two)
    taken = pair.merge()
    asked = [(o.seat, o.subject) for o in two.initiative.of_duty("endorse_plan")]
    assert asked == [(seat, "2") for seat in taken.seats]


def test_those_who_take_part_here_and_those_who_join_are_told() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    taken = pair.merge()
    assert (taken.told or {}).keys() >= {"holder-01", "holder-02", "holder-09"}
    assert (taken.phase, taken.mandate, taken.mandate_valid) == ("need_identification", "mandate-1", True)


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


def test_a_need_that_was_taken_up_when_it_was_looked_at_again_goes_along_as_that() -> None:
    from domain.matters.parking.commands import Recheck, RecheckNeed

    play = needs_raised()
    play.say(RecheckNeed("n3", Recheck.TAKEN_UP, text()))
    assert [one.need.answer for one in brought(play.entries).needs][:2] == [NeedAnswer.TAKEN_UP] * 2
    declined = needs_raised()
    declined.say(RecheckNeed("n3", Recheck.DECLINED, text()))
    assert "n3" not in {one.need.id for one in brought(declined.entries).needs}


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


def test_what_was_taken_in_adds_up_from_the_ledger() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    pair.merge()
    for play in (pair.one, pair.two):
        assert fold(play.entries) == play.initiative
    (joined,) = [entry.event for entry in pair.two.entries if isinstance(entry.event, SeatsJoined)]
    assert pair.two.initiative.merge.joined == joined.seats
