"""The timeline of a phase, read from its fold at any moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given

from api.web.pictures.readings.timelines import gone_out, timeline_of
from api.web.pictures.signs import Sign
from api.web.pictures.timeline import Span
from models.states import LetterState
from models.tables import Letter
from tests.api.web.pictures.readings.test_roads import LANGUAGES
from tests.api.web.pictures.sheets import require_readable
from tests.domain.journeys import journeys
from tests.fixtures.profiles import examples
from tests.fixtures.rules import START, Play


def _letter(obligation: str, state: LetterState, sent_at: datetime | None) -> Letter:
    return Letter(
        id="l",
        initiative_id="i",
        obligation_id=obligation,
        actor="a",
        kind="ask",
        step="opened",
        due_at=START,
        state=state,
        sent_at=sent_at,
    )


@examples(9)
@given(journeys(), LANGUAGES)
def test_at_any_moment_the_timeline_is_readable_and_its_list_in_order(play: Play, language: str) -> None:
    line = timeline_of(play.initiative, play.now, language)
    require_readable(line.drawn)
    assert [day.at for day in line.days] == sorted(day.at for day in line.days)


def test_who_has_not_answered_in_time_is_late_until_today() -> None:
    play = Play.of("convening")
    before = timeline_of(play.initiative, play.now + timedelta(days=3), "fi")
    assert before.lanes[1].name == "Vastatkaa kutsuun (0/2): kunnat"  # they have longer than the others
    assert [bar.span for bar in before.lanes[0].bars] == [Span.PAST, Span.AHEAD]

    play.wait(30)
    after = timeline_of(play.initiative, play.now, "fi")
    late = [bar for lane in after.lanes for bar in lane.bars if bar.span is Span.LATE]
    assert late
    assert {bar.end for bar in late} == {play.now}


def test_letters_that_went_out_and_steps_to_come_are_told_apart() -> None:
    play = Play.of("convening")
    invited = next(one for one in play.initiative.obligations.values() if one.seat)
    letters = [_letter(invited.id, LetterState.SENT, START), _letter(invited.id, LetterState.SUPPRESSED, None)]
    line = timeline_of(play.initiative, START, "fi", sent=gone_out(letters))
    signs = [mark.sign for lane in line.lanes for mark in lane.marks]
    assert signs.count(Sign.LETTER) == 1
    assert Sign.LETTER_TO_COME in signs
    assert (Sign.LETTER, "lähtenyt kirje") in line.legend


def test_a_quiet_season_within_the_phase_is_striped() -> None:
    play = Play.of("joint_planning")
    line = timeline_of(play.initiative, play.now, "fi")
    calendar = play.initiative.calendar
    for start, end in line.quiet:
        assert calendar.is_quiet(calendar.local(start + timedelta(hours=12)).date())
        assert calendar.is_quiet(calendar.local(end - timedelta(hours=12)).date())
    assert bool(line.quiet) == any(shape.hatched for shape in line.drawn.shapes)
