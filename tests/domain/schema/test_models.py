"""The schema of operating models: what it reads, and the exact place it names when it refuses."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.gate_words import BallotNeed, Settled
from domain.operating_model import Decide, DecideHow, ExitKind, LadderStep, Quorum, StepAction, Who
from domain.refusals import ModelInvalid
from domain.schema import parse
from domain.seats import Sector
from domain.shares import Share
from domain.spans import Span, Unit
from tests.domain.schema.shipped import CONVENING, GONE, SHIPPED, below, changed, places

OPTIONAL = {
    *(
        "pace",
        "matters",
        "loop_back",
        "hold",
        "hand_over",
        "offer",
        "exits",
        "override",
        "quorum",
        "sectors",
        "max_share",
        "done",
        "municipalities",
        "exceptions",
        "indicators",
        "early_end",
    ),
    *("commitments", "claims", "requirements", "grounds", "else"),
    *("due_by_sector", "least", "most", "every", "at"),
    *("matters", "shortest", "after"),
    *("undo_hours", "merge", "median", "lessons"),
    *("conditions", "ballots"),  # conditions: where exceptions name them, they are what is told
}
CHOSEN = {"ladders", "phases", "matters", "obligations", "sectors", "due_by_sector"}

INVITATION = f"{CONVENING}.obligations.answer_invitation"


ALL = list(places(SHIPPED))
MAPPINGS = [path for path, value in ALL if isinstance(value, dict)]
REQUIRED = [
    path
    for path, _ in ALL
    if path
    and isinstance(below(SHIPPED, path.split(".")[:-1]), dict)
    and path.split(".")[-1] not in OPTIONAL
    and ".gate.indicators." not in path
    and not (path.startswith("matters.") and path.endswith(".obligations"))
    and path.split(".")[-2:-1] not in [[name] for name in CHOSEN]
]


def test_the_shape_of_the_design_becomes_the_words_of_the_rules() -> None:
    model = parse(SHIPPED)
    convening = model.phases["convening"]
    invitation = convening.obligations["answer_invitation"]
    assert (model.id, model.version, model.first) == ("fi.yhteisovaikuttavuus", "1.1.0", "readiness")
    assert model.ladders["gentle"][-1] == LadderStep(Span(5, Unit.WORKING_DAYS), StepAction.LAPSE)
    assert model.calendar.quiet == (("07-01", "07-31"), ("12-20", "01-06"))
    assert model.calendar.send == ("09:00", "16:00")
    assert model.day_milliseconds is None
    assert invitation.due_by_sector == {Sector.MUNICIPALITY: Span(28, Unit.DAYS)}
    assert convening.gate.quorum == Quorum(Share(3, 5), 5)
    assert convening.gate.max_share == Share(1, 2)
    assert model.phases["joint_planning"].gate.quorum == Quorum(Share(2, 3), 5)
    assert convening.gate.decide == Decide(
        DecideHow.CONSENT,
        window=Span(5, Unit.WORKING_DAYS),
        ladder="gentle",
        otherwise=DecideHow.TWO_THIRDS,
        ballots=(BallotNeed.QUORUM,),
    )
    assert convening.gate.municipalities == Share(1, 2)
    assert model.phases["piloting"].gate.settled == (Settled.COMMITMENTS,)
    assert model.phases["piloting"].gate.decide == Decide(DecideHow.ROLE, role=Who.COORDINATOR)
    assert convening.next == {
        ExitKind.ADVANCE: "joint_planning",
        ExitKind.LOOP_BACK: "need_identification",
        ExitKind.STOP: "end",
        ExitKind.HOLD: "stay",
        ExitKind.HAND_OVER: "stay",
        ExitKind.MERGE: "end",
    }


@pytest.mark.parametrize(("pace", "milliseconds"), [("2s", 2000), ("500ms", 500), ("10ms", 10), ("3600s", 3_600_000)])
def test_a_pace_is_seconds_or_milliseconds(pace: str, milliseconds: int) -> None:
    assert parse(changed("pace", {"day": pace})).day_milliseconds == milliseconds


def test_a_phase_that_cannot_come_round_again_is_entered_once() -> None:
    mapping = changed("phases.need_identification.loops", GONE)
    del mapping["phases"]["convening"]["next"]["loop_back"]
    assert parse(mapping).phases["need_identification"].loops == 1


WRONG: list[tuple[str, object]] = [
    # words nobody knows, with the words of the full model among them
    ("gates", {}),
    ("overrides", {"reason": "required"}),
    # exits and what may be set otherwise
    ("exits.hold.longest", "for ever"),
    ("exits.hold.most", 11),
    ("exits.hold.ladder", "steep"),
    ("exits.offer.due", "-5wd"),
    (f"{CONVENING}.next.hand_over", "end"),
    ("exits.merge", {}),
    (f"{CONVENING}.next.hold", "convening"),
    (f"{CONVENING}.next.stop", "stay"),
    (f"{CONVENING}.next.advance", "stay"),
    ("override.reason", "wanted"),
    ("override.locked.0", "phases.*.gate.colour"),
    ("override.locked.0", "phases.picnic.gate.sectors"),
    ("override.locked.0", "phases.*"),
    (f"{CONVENING}.gate.median", {"min": 2}),
    (f"{CONVENING}.gate.commitments", "settled"),
    ("phases.piloting.gate.commitments", "kept"),
    ("phases.piloting.gate.indicators.max", 7),
    ("phases.piloting.gate.indicators", {}),
    ("phases.joint_planning.gate.indicators.max", 2),
    ("phases.joint_planning.gate.indicators.require.0", "sponsor"),
    ("phases.joint_planning.gate.indicators.require", ["baseline", "baseline"]),
    ("phases.establishment.gate.hear", ["resident"]),
    (f"{CONVENING}.gate.hear", ["resident", "resident"]),
    (f"{CONVENING}.gate.municipalities", 0.5),
    (f"{CONVENING}.gate.municipalities.share", 1.5),
    (f"{CONVENING}.gate.decide.else", "consent"),
    (f"{CONVENING}.gate.decide.else", "role"),
    (f"{CONVENING}.gate.decide.secret", False),
    (f"{CONVENING}.gate.decide.integration", "0wd"),
    ("phases.evaluation.gate.decide.else", "two_thirds"),
    ("phases.piloting.gate.decide.secret", True),
    ("phases.piloting.gate.decide.ballots", ["quorum"]),
    ("phases.evaluation.gate.decide.ballots", []),
    ("phases.evaluation.gate.decide.ballots", ["quorum", "quorum"]),
    ("phases.evaluation.gate.decide.ballots.0", "commitments"),
    (f"{CONVENING}.gate.exceptions.by", "invited"),
    (f"{CONVENING}.gate.exceptions.by", "chair"),
    (f"{CONVENING}.gate.exceptions.of", []),
    (f"{CONVENING}.gate.exceptions.of", ["quorum", "quorum"]),
    (f"{CONVENING}.gate.exceptions.of.0", "hear.resident"),
    (f"{CONVENING}.gate.exceptions.of.0", "sectors.company"),
    (f"{CONVENING}.gate.exceptions.of.0", "indicators.number"),
    (f"{CONVENING}.next.hold", "end"),
    ("phases.valmius", {}),
    (f"{CONVENING}.obligations.set_goals", {}),
    (f"{INVITATION}.by", "everyone"),
    (f"{INVITATION}.due_by_sector.church", "P28D"),
    (f"{CONVENING}.gate.sectors.church", 1),
    (f"{CONVENING}.gate.sectors.resident|church", 1),
    (f"{CONVENING}.gate.sectors.resident|resident", 1),
    (f"{CONVENING}.gate.sectors.resident|distinct", 1),
    # the wrong kind of value
    ("operating_model", "fi.yhteisovaikuttavuus"),
    ("operating_model.version", 1.0),
    ("operating_model.version", "1.0"),
    ("operating_model.id", "Yhteisövaikuttavuus"),
    ("operating_model.languages", []),
    ("operating_model.languages", ["fi", "fi"]),
    ("operating_model.languages.1", True),
    ("operating_model.title.sv", GONE),
    ("operating_model.title.de", "Modell"),
    (f"{CONVENING}.title.en", GONE),
    (f"{INVITATION}.title.fi", ""),
    (f"{INVITATION}.title.fi", "two\nlines"),
    (f"{INVITATION}.title.fi", "x" * 161),
    ("phases", {}),
    ("phases.1", {}),
    ("ladders", []),
    # time
    ("decision.due", "4 kk"),
    ("decision.due", 10),
    (f"{CONVENING}.due", "-5wd"),
    (f"{CONVENING}.due", "0wd"),
    (f"{CONVENING}.due", "P11Y"),
    ("phases.piloting.obligations.answer_pulse.every", "P0D"),
    ("phases.piloting.obligations.answer_pulse.at", ["P1M"]),
    ("phases.establishment.obligations.check_in.at", []),
    ("phases.establishment.obligations.check_in.at.1", "P3M"),
    ("phases.establishment.obligations.check_in.at.4", "P1000D"),
    ("calendar.zone", "Finland time"),
    ("calendar.zone", "+02:00"),
    ("calendar.holidays", "fi"),
    ("calendar.holidays", False),
    ("calendar.quiet.0", "07-01"),
    ("calendar.quiet.0", "07-01/06-31"),
    ("calendar.quiet.0", "02-01/02-29"),
    ("calendar.quiet", ["01-01/12-31"]),
    ("calendar.send", "9-16"),
    ("calendar.send", "16:00-09:00"),
    ("calendar.send", "09:00-09:00"),
    ("calendar.send", "09:00-24:00"),
    ("pace", "500ms"),
    # ladders
    ("ladders.gentle", [["-3wd", "remind", "holder"]]),
    ("ladders.gentle.0", ["-3wd", "lapse"]),
    ("ladders.gentle.0", ["-3wd", "remind"]),
    ("ladders.gentle.0.1", "shout"),
    ("ladders.gentle.0.2", "neighbour"),
    ("ladders.gentle.1", ["-3wd", "lapse"]),
    ("ladders.gentle.1", ["P7D", "lapse"]),
    ("ladders.gentle.1", ["-1wd", "lapse"]),
    ("ladders.normal.1", ["-6wd", "remind", "holder"]),
    # gates
    (f"{CONVENING}.gate.quorum.min", 0),
    (f"{CONVENING}.gate.quorum.min", 2.5),
    (f"{CONVENING}.gate.quorum.min", True),
    (f"{CONVENING}.gate.sectors.association", 0),
    ("phases.evaluation.gate.sectors.distinct", 8),
    (f"{CONVENING}.gate.decide", GONE),
    (f"{CONVENING}.gate.decide.window", GONE),
    (f"{CONVENING}.gate.decide.ladder", GONE),
    (f"{CONVENING}.gate.decide.role", "coordinator"),
    ("phases.piloting.gate.decide.role", GONE),
    ("phases.piloting.gate.decide.role", "invited"),
    ("phases.piloting.gate.decide.window", "5wd"),
    ("phases.joint_planning.obligations.define_indicators.most", 2),
    (f"{CONVENING}.gate.done", ["name_chair", "name_chair"]),
    # what one part says of another
    ("decision.ladder", "steep"),
    (f"{INVITATION}.ladder", "steep"),
    (f"{CONVENING}.gate.decide.ladder", "steep"),
    ("matters.support.obligations.give_support.ladder", "steep"),
    ("matters.support.obligations.answer_need", {}),
    ("matters.church", {}),
    (f"{CONVENING}.gate.done.1", "set_goals"),
    ("operating_model.first", "valmius"),
    (f"{CONVENING}.next.advance", GONE),
    (f"{CONVENING}.next.stop", GONE),
    (f"{CONVENING}.next.advance", "valmius"),
    (f"{CONVENING}.next.loop_back", "end"),
    (f"{CONVENING}.next.stop", "need_identification"),
    (f"{CONVENING}.loops", GONE),
    (f"{CONVENING}.loops", 0),
    (f"{CONVENING}.loops", 21),
]


@pytest.mark.parametrize(("path", "value"), WRONG, ids=lambda part: "gone" if part is GONE else str(part)[:60])
def test_a_mistake_is_refused_at_its_exact_place_with_a_reason_and_a_remedy(path: str, value: object) -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed(path, value))
    assert refused.value.path == path
    assert refused.value.reason
    assert refused.value.remedy


def test_a_phase_that_no_exit_leads_to_is_refused() -> None:
    mapping = changed("phases.convening.next.advance", "end")
    with pytest.raises(ModelInvalid, match="no exit leads to the phase 'joint_planning'") as refused:
        parse(mapping)
    assert refused.value.path == "phases.joint_planning"


def test_a_missing_key_is_always_named_with_its_place() -> None:
    for path in REQUIRED:
        with pytest.raises(ModelInvalid) as refused:
            parse(changed(path, GONE))
        assert refused.value.path == path


@given(parent=st.sampled_from(MAPPINGS), key=st.text("abcdefghij", min_size=3, max_size=8), value=st.none() | st.text())
def test_an_unknown_key_is_always_named_with_its_place(parent: str, key: str, value: object) -> None:
    path = f"{parent}.{key}" if parent else key
    with pytest.raises(ModelInvalid) as refused:
        parse(changed(path, value))
    assert refused.value.path == path


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["5wd", "end", "P1Y"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=6,
)


@given(path=st.sampled_from([path for path, _ in ALL if path]), value=JUNK | st.just(GONE))
def test_whatever_stands_anywhere_is_read_or_refused_and_nothing_else_happens(path: str, value: object) -> None:
    with contextlib.suppress(ModelInvalid):
        parse(changed(path, value))
