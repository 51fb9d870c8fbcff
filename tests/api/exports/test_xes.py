"""XES: well-formed, each attribute typed and named as the standard has it, each entry in the trace of its case."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given

from api.exports.xes import NAMESPACE, xes
from domain.exports.exported import Exported
from domain.exports.traces import Case
from tests.api.exports.ocel_schema import OFFSET
from tests.domain.correcting.histories import histories, scripted
from tests.fixtures.exports import Kept
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play

N = f"{{{NAMESPACE}}}"
VALUES = {
    "string": re.compile(r".+", re.DOTALL),
    "date": OFFSET,
    "int": re.compile(r"-?\d+"),
    "boolean": re.compile(r"true|false"),
}
TRANSITIONS = {"start", "complete", "schedule", "reassign", "suspend", "resume", "withdraw", "autoskip", "ate_abort"}


def written(kept: Kept, case: Case = Case.INITIATIVE) -> Element:
    return ElementTree.fromstring("".join(xes(kept, kept.initiatives, case)).encode())


def said(element: Element) -> dict[str, str]:
    """The attributes of a log, trace or event by their keys."""
    found = [one for one in element if "key" in one.attrib]
    assert len({one.get("key") for one in found}) == len(found), "a key stands twice"
    return {str(one.get("key")): str(one.get("value")) for one in found}


def names(trace: Element) -> list[tuple[str, str]]:
    return [(said(one)["ledger_stream"], said(one)["ledger_seq"]) for one in trace.iter(f"{N}event")]


def require_form(log: Element) -> None:
    assert (log.tag, log.get("xes.version")) == (f"{N}log", "1849-2016")
    prefixes = {one.get("prefix") for one in log.iter(f"{N}extension")}
    glob = next(one for one in log.iter(f"{N}global") if one.get("scope") == "event")
    always = {str(one.get("key")) for one in glob}
    assert {"concept:name", "time:timestamp", "org:resource", "lifecycle:transition"} <= always
    for event in log.iter(f"{N}event"):
        assert always <= said(event).keys()
        assert said(event)["lifecycle:transition"] in TRANSITIONS
        for one in event:
            tag, key, value = one.tag.removeprefix(N), str(one.get("key")), str(one.get("value"))
            assert VALUES[tag].fullmatch(value), (key, value)
            assert ":" not in key or key.partition(":")[0] in {*prefixes, "data"}
    assert all("concept:name" in said(trace) for trace in log.iter(f"{N}trace"))


@examples(12)
@given(histories())
def test_every_history_is_in_the_form_of_the_standard_and_whole(play: Play) -> None:
    kept = Kept({"ia": play})
    log = written(kept)
    require_form(log)
    (trace,) = log.iter(f"{N}trace")
    assert names(trace) == [(entry.stream, str(entry.seq)) for entry in kept.all]
    require_form(written(kept, Case.OBLIGATION))


@pytest.fixture(scope="module")
def cycle() -> Kept:
    return Kept({"ia": scripted("establishment"), "ib": scripted("piloting")})


def test_each_initiative_is_a_trace(cycle: Kept) -> None:
    assert [said(trace)["concept:name"] for trace in written(cycle).iter(f"{N}trace")] == ["ia", "ib"]


def test_each_obligation_is_a_trace_from_its_opening_with_its_letters_and_answer(cycle: Kept) -> None:
    traces = {said(one)["concept:name"]: one for one in written(cycle, Case.OBLIGATION).iter(f"{N}trace")}
    opened = [entry for entry in cycle.all if entry.type == "obligation.opened"]
    assert list(traces) == [f"{entry.initiative}/{entry.data['obligation']}" for entry in opened]
    told = traces["ia/convening.1/answer_invitation/seat-01"]
    kinds = [said(event)["concept:name"] for event in told.iter(f"{N}event")]
    assert kinds == ["obligation.opened", "invitation.accepted", "obligation.fulfilled", "letter.sent"]
    transitions = [said(event)["lifecycle:transition"] for event in told.iter(f"{N}event")]
    assert transitions == ["schedule", "complete", "complete", "complete"]


def test_what_xml_must_not_hold_as_it_is_is_escaped() -> None:
    content = {"stream": "initiative:ia", "seq": 1, "type": "test.said", "time": "2026-01-12T08:00:00.000000Z"}
    entry = Exported(0, "00", {**content, "actor": 'a<b> & "c"\ufffe\x01', "seat": None, "data": {}, "cause": None})
    log = ElementTree.fromstring("".join(xes(lambda _: iter([entry]), ["ia"], Case.INITIATIVE)).encode())
    (event,) = log.iter(f"{N}event")
    assert said(event)["org:resource"] == 'a<b> & "c"\ufffd\ufffd'
