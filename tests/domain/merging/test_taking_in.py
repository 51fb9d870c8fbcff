"""What another initiative brings: the seats that were lacking join, are asked what the others were, and count."""

from __future__ import annotations

from dataclasses import replace

from domain.explaining import evidence, explain
from domain.folding import fold
from domain.merging.events import SeatsJoined
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.seats import Sector
from tests.domain.journeys import FACTS
from tests.domain.merging.pairs import Pair, other, theirs
from tests.domain.merging.test_brought_needs import ACCEPTED, held, needs_raised
from tests.fixtures.rules import Play, roster


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


def test_what_was_taken_in_adds_up_from_the_ledger() -> None:
    pair = Pair.of(needs_raised(), other("need_identification"))
    pair.merge()
    for play in (pair.one, pair.two):
        assert fold(play.entries) == play.initiative
    (joined,) = [entry.event for entry in pair.two.entries if isinstance(entry.event, SeatsJoined)]
    assert pair.two.initiative.merge.joined == joined.seats
