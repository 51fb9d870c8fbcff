"""Laws of changing the model: what the dry run shows is what happens, and nobody gets less time for what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.clockwork import next_wake
from domain.commands import Said
from domain.deciding import decide, require_going_on
from domain.events import ObligationOpened
from domain.folding import after_all, fold
from domain.initiative import Initiative
from domain.ladders import Ladders
from domain.obligations import Obligation, ObligationState
from domain.operating_model import OperatingModel
from domain.refusals import Refusal
from domain.remodelling.commands import ApproveModelChange
from domain.remodelling.dry_run import DryRun, MovedClock
from domain.wire import plain, typed
from tests.domain.correcting.histories import scripted
from tests.domain.journeys import relay
from tests.domain.remodelling.edits import models
from tests.domain.remodelling.playing import ADMIN, approve, go_on, propose, tried, under_way
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, PHASES, Play


@st.composite
def changes(draw: st.DrawFn) -> tuple[Play, OperatingModel]:
    """An initiative under way by one model, and another that it may go on by."""
    former = draw(models())
    play = draw(under_way(former))
    model = draw(models(of=MODEL) | models(of=former))
    try:
        require_going_on(play.initiative)
        tried(play, model)
    except Refusal:
        assume(False)
    return play, model


def made(play: Play, model: OperatingModel) -> tuple[Initiative, Initiative, DryRun]:
    """The initiative just before and just after the change alone, whatever else follows at once; and its dry run."""
    shown = tried(play, model)
    propose(play, model, shown=shown.sha256)
    before = play.initiative
    said = Said(ApproveModelChange(model.id, model.version, shown.sha256, model), ADMIN, play.now)
    following = after_all(before, decide(before, said, play.now).said, play.now)
    approve(play, model, shown.sha256, ADMIN)
    return before, following, shown


def lapses(initiative: Initiative, owed: Obligation) -> object:
    """When an obligation lapses if nobody answers."""
    return Ladders(initiative.steps, initiative.calendar).moments(owed.ladder, owed.opened_at, owed.due)[-1][1]


@examples(8)
@given(changes())
def test_the_dry_run_is_the_difference_between_before_and_after(change: tuple[Play, OperatingModel]) -> None:
    play, model = change
    before, following, shown = made(play, model)
    old, new = before.obligations, following.obligations
    moved = [MovedClock(None, before.at.due, following.at.due)] if before.at.due != following.at.due else []
    moved += [MovedClock(id, old[id].due, new[id].due) for id in old if old[id].due != new[id].due]
    released = [id for id in old if old[id].state is not new[id].state]
    assert list(shown.clocks) == moved
    assert list(shown.released) == released
    assert all(new[id].state is ObligationState.RELEASED for id in released)
    assert set(old) == set(new)
    assert (following.charter.model, following.charter.model_sha256) == (model, shown.model_sha256)
    lost = set(before.overrides or {}) - set(following.overrides or {})
    assert lost == set(shown.dropped)
    in_force = {*following.rule.obligations, *(k for m in following.matter_rules.values() for k in m.obligations)}
    asked = {*model.phases[before.at.phase].obligations}
    asked |= {kind for rule in (model.matters or {}).values() for kind in rule.obligations}
    assert asked - in_force == {duty.duty for duty in shown.new}


@examples(8)
@given(changes())
def test_nothing_else_changes(change: tuple[Play, OperatingModel]) -> None:
    before, following, _ = made(*change)
    assert following.state == before.state
    assert following.facts == before.facts
    assert following.matters == before.matters
    assert following.rounds == before.rounds
    assert following.paused == before.paused
    assert replace(following.at, due=before.at.due) == before.at
    charter = replace(following.charter, model=before.charter.model, model_sha256=before.charter.model_sha256)
    assert charter == before.charter


@examples(8)
@given(changes())
def test_no_open_deadline_comes_earlier_and_nothing_lapses_sooner(change: tuple[Play, OperatingModel]) -> None:
    play, model = change
    before, following, _ = made(play, model)
    assert following.at.due >= before.at.due
    for id, owed in before.obligations.items():
        then = following.obligations[id]
        assert then.due >= owed.due
        assert then.opened_at == owed.opened_at
        if owed.state is ObligationState.OPEN and then.state is ObligationState.OPEN:
            assert following.steps[then.ladder] == before.steps[owed.ladder]
            assert then.next_step >= owed.next_step
            if then.due == owed.due:
                assert (then.next_step, then.next_at) == (owed.next_step, owed.next_at)
            if following.calendar.rule == before.calendar.rule:
                assert lapses(following, then) >= lapses(before, owed)  # type: ignore[operator]
    if before.at.vote is not None:
        assert following.at.vote == before.at.vote


@examples(8)
@given(changes())
def test_what_the_former_rules_did_not_ask_is_asked_after_the_notice_alone(change: tuple[Play, OperatingModel]) -> None:
    play, model = change
    _, following, shown = made(play, model)
    known, new = len(play.entries), {duty.duty for duty in shown.new}
    changed = following.remodelled
    assert changed is not None
    assert (changed.asked_from is None) == (not changed.duties and not changed.beside and not changed.matters)
    if changed.asked_from is None:
        return
    assert changed.asked_from > play.now
    phase = following.at
    play.wait_until(changed.asked_from - timedelta(microseconds=1))
    early = [e.event for e in play.entries[known:] if isinstance(e.event, ObligationOpened)]
    assert not {event.duty for event in early} & new
    play.wait_until(changed.asked_from)
    at = play.initiative
    if (at.at.opened_at, at.settled, at.paused, at.outcome) == (phase.opened_at, False, None, None):
        assert at.remodelled is not None
        assert at.remodelled.asked_from is None
        assert at.rule.obligations.keys() == model.phases[phase.phase].obligations.keys()
        assert at.matter_rules == (model.matters or {})


@examples(8)
@given(changes(), st.data())
def test_it_goes_on_whatever_is_said_and_comes_to_its_end(
    change: tuple[Play, OperatingModel], data: st.DataObject
) -> None:
    play, model = change
    made(play, model)
    go_on(data.draw, play, 6)  # type: ignore[arg-type]
    assert typed(Initiative, plain(play.initiative)) == play.initiative
    for _ in range(3000):
        if play.initiative.outcome is not None or relay(play):
            continue
        wake = next_wake(play.initiative)
        assert wake is not None
        play.wait_until(wake)
    assert play.initiative.outcome is not None


@examples(6)
@given(st.sampled_from(list(PHASES)), models(), st.data())
def test_what_was_before_stays_as_it_was(phase: str, model: OperatingModel, data: st.DataObject) -> None:
    play = scripted(phase)
    go_on(data.draw, play, 6)  # type: ignore[arg-type]
    try:
        require_going_on(play.initiative)
        shown = tried(play, model)
    except Refusal:
        assume(False)
    former, before = list(play.entries), play.initiative
    approve(play, model, propose(play, model, shown=shown.sha256), ADMIN)
    go_on(data.draw, play, 6)  # type: ignore[arg-type]
    assert play.entries[: len(former)] == former
    assert fold(play.entries[: len(former)]) == before
    assert fold(play.entries) == play.initiative


@examples(8)
@given(changes(), st.data())
def test_a_change_is_made_as_it_was_shown_or_not_at_all(
    change: tuple[Play, OperatingModel], data: st.DataObject
) -> None:
    play, model = change
    sha256 = propose(play, model, shown=tried(play, model).sha256)
    go_on(data.draw, play, 3)  # type: ignore[arg-type]
    known = len(play.entries)
    try:
        shown = tried(play, model).sha256
        approve(play, model, sha256, ADMIN)
    except Refusal:
        assert len(play.entries) == known
    else:
        assert shown == sha256
