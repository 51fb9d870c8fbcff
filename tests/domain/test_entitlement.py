"""Who may say what: each role and seat against each requirement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import Resume, Said
from domain.entitlement import named_seat, require_active, require_coordinator, require_role, require_seat
from domain.initiative import Initiative
from domain.operating_model import Who
from domain.refusals import NotEntitled, UnknownSeat
from tests.fixtures.rules import START, Play, roster


@pytest.fixture(scope="module")
def initiative() -> Initiative:
    """Six seats, of which four accepted; the first two chair."""
    accepted = tuple(seat.id for seat in roster(4))
    return Play.of(
        "joint_planning", roster(6), accepted=accepted, chair=accepted[0], deputy_chair=accepted[1]
    ).initiative


def said(role: Role, seat: str | None = None, channel: Channel = Channel.API) -> Said:
    return Said(Resume(), Speaker("actor-1", role, channel, seat), START)


@pytest.mark.parametrize("role", Role)
def test_coordinator_and_admin_do_the_coordinators_work_and_nobody_else(role: Role) -> None:
    if role in (Role.COORDINATOR, Role.ADMIN):
        require_coordinator(said(role))
        return
    with pytest.raises(NotEntitled) as refused:
        require_coordinator(said(role, "seat-01"))
    assert refused.value.remedy


@pytest.mark.parametrize("channel", Channel)
def test_a_seat_is_spoken_for_through_any_channel(initiative: Initiative, channel: Channel) -> None:
    role = Role.PARTICIPANT if channel is Channel.LINK else Role.COORDINATOR
    assert require_seat(initiative, said(role, "seat-06", channel)).id == "seat-06"


def test_nobody_speaks_for_no_seat_or_a_strange_one(initiative: Initiative) -> None:
    with pytest.raises(NotEntitled):
        require_seat(initiative, said(Role.COORDINATOR))
    with pytest.raises(UnknownSeat):
        require_seat(initiative, said(Role.PARTICIPANT, "seat-99"))


def test_a_seat_that_is_named_wrongly_is_refused_where_it_was_named(initiative: Initiative) -> None:
    assert named_seat(initiative, "seat-01", "owner").id == "seat-01"
    with pytest.raises(UnknownSeat) as refused:
        named_seat(initiative, "seat-99", "owner")
    assert refused.value.path == "owner"


def test_only_seats_that_accepted_take_part(initiative: Initiative) -> None:
    assert require_active(initiative, said(Role.PARTICIPANT, "seat-04")).id == "seat-04"
    with pytest.raises(NotEntitled):
        require_active(initiative, said(Role.PARTICIPANT, "seat-05"))


def test_before_anyone_was_invited_every_seat_takes_part() -> None:
    fresh = Play.of("need_identification", roster(6)).initiative
    assert require_active(fresh, said(Role.PARTICIPANT, "seat-06")).id == "seat-06"


@pytest.mark.parametrize(("seat", "may"), [("seat-01", True), ("seat-02", True), ("seat-03", False), (None, False)])
def test_the_chair_acts_by_the_seat_of_the_chair_or_its_deputy(
    initiative: Initiative, seat: str | None, may: bool
) -> None:
    speaker = said(Role.PARTICIPANT if seat else Role.COORDINATOR, seat)
    if may:
        require_role(initiative, speaker, Who.CHAIR)
        return
    with pytest.raises(NotEntitled):
        require_role(initiative, speaker, Who.CHAIR)


def test_without_a_chair_nobody_acts_as_one(initiative: Initiative) -> None:
    bare = replace(initiative, facts=replace(initiative.facts, chair=None, deputy_chair=None))
    with pytest.raises(NotEntitled):
        require_role(bare, said(Role.COORDINATOR), Who.CHAIR)


@pytest.mark.parametrize("role", [None, Who.COORDINATOR])
def test_where_no_other_role_is_named_the_coordinator_acts(initiative: Initiative, role: Who | None) -> None:
    require_role(initiative, said(Role.COORDINATOR), role)
    with pytest.raises(NotEntitled):
        require_role(initiative, said(Role.PARTICIPANT, "seat-01"), role)
