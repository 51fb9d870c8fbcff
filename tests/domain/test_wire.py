"""The plain form: every event and command survives it, and nothing else is let in."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import cycle
from domain.commands import Command, PauseUntil, TakeExit
from domain.events import Event, InitiativeStarted, ObligationOpened, PhaseOpened
from domain.kinds import Kinded
from domain.ledger.canonical import canonical
from domain.operating_model import ExitKind
from domain.refusals import Malformed
from domain.sealed import Sealed
from domain.seats import Sector
from domain.wire import instant_text, plain, typed
from tests.fixtures.profiles import examples
from tests.fixtures.rules import charter, text
from tests.fixtures.values import ANY, built

FAMILIES: tuple[Any, ...] = (Event, Command)
KINDS = [(family, kind) for family in FAMILIES for kind in sorted(family.kinds)]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
OPENED = PhaseOpened("convening", 1, NOON)


@pytest.mark.parametrize(("family", "kind"), KINDS, ids=[kind for _, kind in KINDS])
@examples(6)
@given(st.data())
def test_every_event_and_command_survives_the_wire_and_the_ledger(family: Any, kind: str, data: st.DataObject) -> None:
    value = data.draw(built(family.kinds[kind]))
    assert typed(family, json.loads(json.dumps(plain(value)))) == value
    assert typed(family, json.loads(canonical(plain(value)))) == value


@pytest.mark.parametrize(("family", "kind"), KINDS, ids=[kind for _, kind in KINDS])
@examples(3)
@given(st.data())
def test_every_kind_refuses_an_unknown_key_and_a_missing_one(family: Any, kind: str, data: st.DataObject) -> None:
    form = plain(data.draw(built(family.kinds[kind])))
    with pytest.raises(Malformed) as refused:
        typed(family, {**form, "surprise": 1})
    assert refused.value.path == "surprise"
    for name in required(family.kinds[kind]):
        with pytest.raises(Malformed) as refused:
            typed(family, {key: item for key, item in form.items() if key != name})
        assert refused.value.path == name


def required(cls: Any) -> list[str]:
    """The fields without which there is no such event or command."""
    hints = get_type_hints(cls)
    return [f.name for f in dataclasses.fields(cls) if type(None) not in get_args(hints[f.name]) and _needed(f)]


def _needed(field: Any) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def test_every_phase_and_matter_is_known_so_that_its_kinds_are() -> None:
    parts = {kind.partition(".")[0] for kind in Command.kinds} - {"initiative"}
    assert {*cycle.PHASES, *cycle.MATTERS} - parts == {"mandate", "entries"}  # these are watched, and told nothing
    assert parts <= {*cycle.PHASES, *cycle.MATTERS}


@pytest.mark.parametrize(("family", "kind"), KINDS, ids=[kind for _, kind in KINDS])
def test_texts_stand_at_the_top_level_and_no_field_hides_the_kind(family: Any, kind: str) -> None:
    hints = get_type_hints(family.kinds[kind])
    assert "kind" not in hints
    for name, hint in hints.items():
        if name != "KIND" and hint not in (Sealed, Sealed | None):
            assert not holds_sealed(hint), name


def holds_sealed(hint: Any) -> bool:
    if hint is Sealed:
        return True
    inner = list(getattr(hint, "__args__", ()))
    if dataclasses.is_dataclass(hint):
        inner += [value for name, value in get_type_hints(hint).items()]
    return any(holds_sealed(part) for part in inner)


WRONG: list[tuple[type[Kinded], dict[str, Any], str]] = [
    (Event, {"kind": "phase.opened", "phase": "convening", "round": True, "due": "2026-01-01T00:00:00Z"}, "round"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": "1", "due": "2026-01-01T00:00:00Z"}, "round"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1.0, "due": "2026-01-01T00:00:00Z"}, "round"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 2**53, "due": "2026-01-01T00:00:00Z"}, "round"),
    (Event, {"kind": "phase.opened", "phase": 7, "round": 1, "due": "2026-01-01T00:00:00Z"}, "phase"),
    (Event, {"kind": "phase.opened", "phase": None, "round": 1, "due": "2026-01-01T00:00:00Z"}, "phase"),
    (Event, {"kind": "phase.opened", "phase": "a\u0301", "round": 1, "due": "2026-01-01T00:00:00Z"}, "phase"),
    (Event, {"kind": "phase.opened", "phase": "\ud800", "round": 1, "due": "2026-01-01T00:00:00Z"}, "phase"),
    (Event, {"kind": "phase.opened", "phase": "\x00", "round": 1, "due": "2026-01-01T00:00:00Z"}, "phase"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": "2026-01-01T00:00:00"}, "due"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": "2026-01-01"}, "due"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": 1767225600}, "due"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": "0001-01-01T00:00:00+05:00"}, "due"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": "9999-12-31T23:59:59-05:00"}, "due"),
    (Event, {"kind": "phase.opened", "phase": "convening", "round": 1, "due": "gestern"}, "due"),
    (Event, {"kind": "no.such"}, "kind"),
    (Event, {"kind": ["phase.opened"]}, "kind"),
    (Event, {}, "kind"),
    (Command, {"kind": "initiative.take_exit", "exit": "fly"}, "exit"),
    (Command, {"kind": "initiative.take_exit", "exit": ["advance"]}, "exit"),
    (Command, {"kind": "initiative.take_exit", "exit": "stop", "reason": "in plain words"}, "reason"),
    (
        Command,
        {"kind": "initiative.take_exit", "exit": "stop", "reason": {"commitment": "", "length": 1}},
        "reason.language",
    ),
    (Command, {"kind": "initiative.take_exit", "exit": "stop", "reason": []}, "reason"),
]


@pytest.mark.parametrize(("family", "form", "path"), WRONG, ids=[f"{n}:{w[2]}" for n, w in enumerate(WRONG)])
def test_a_wrong_value_is_refused_at_its_place(family: type[Kinded], form: dict[str, Any], path: str) -> None:
    with pytest.raises(Malformed) as refused:
        typed(family, form)
    assert refused.value.path == path


@pytest.mark.parametrize("form", [None, 1, "phase.opened", [], [{"kind": "phase.opened"}]])
def test_what_is_no_mapping_is_no_event(form: Any) -> None:
    with pytest.raises(Malformed):
        typed(Event, form)


def test_a_deep_fault_is_named_by_its_whole_path() -> None:
    form = plain(InitiativeStarted(charter(), text()))
    form["charter"]["seats"][2]["sector"] = "guild"
    with pytest.raises(Malformed) as refused:
        typed(Event, form)
    assert refused.value.path == "charter.seats[2].sector"


def test_what_is_none_is_left_out_and_read_back_as_none() -> None:
    form = plain(TakeExit(ExitKind.ADVANCE))
    assert form == {"kind": "initiative.take_exit", "exit": "advance"}
    assert typed(Command, {**form, "reason": None}) == TakeExit(ExitKind.ADVANCE)


@given(ANY.instants)
def test_an_instant_is_written_with_all_its_digits_and_ordered_as_text(instant: datetime) -> None:
    written = instant_text(instant)
    assert len(written) == len("2026-11-24T07:42:00.000000Z")
    assert datetime.fromisoformat(written) == instant
    assert (written < instant_text(NOON)) == (instant < NOON)


def test_an_instant_of_another_zone_is_the_same_instant_and_one_without_a_zone_is_none() -> None:
    helsinki = NOON.astimezone(timezone(timedelta(hours=2)))
    assert instant_text(helsinki) == instant_text(NOON)
    assert typed(Command, {"kind": "initiative.pause", "until": "2026-03-02T14:00:00+02:00"}) == PauseUntil(NOON)
    with pytest.raises(TypeError):
        plain(datetime(2026, 3, 2, 12))


def test_the_two_instants_of_the_hour_that_a_clock_change_repeats_are_told_apart() -> None:
    first = datetime(2026, 10, 25, 3, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    second = first.replace(fold=1)
    assert first == second, "Python takes local times of one zone for equal"
    assert instant_text(first) == "2026-10-25T00:30:00.000000Z"
    assert instant_text(second) == "2026-10-25T01:30:00.000000Z"


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"bytes", object(), Sector, float("nan")])
def test_what_has_no_plain_form_says_so(value: Any) -> None:
    with pytest.raises(TypeError):
        plain(value)


def test_a_day_stays_a_day_and_a_map_keeps_its_keys() -> None:
    @dataclass(frozen=True)
    class Loose:
        day: date
        by: dict[Sector, int]

    Loose.__annotations__ = {"day": date, "by": dict[Sector, int]}
    value = Loose(date(2026, 3, 2), {Sector.COMPANY: 1})
    assert plain(value) == {"day": "2026-03-02", "by": {"company": 1}}
    assert typed(Loose, plain(value)) == value


def test_the_optional_fields_of_an_obligation_need_not_be_there() -> None:
    opened = ObligationOpened("convening.1/x", "x", "actor", NOON, "normal", NOON)
    assert "seat" not in plain(opened)
    assert typed(Event, plain(opened)) == opened
