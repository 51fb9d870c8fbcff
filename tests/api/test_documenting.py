"""The API's description: valid, complete, with examples that work and every problem declared."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

import pytest

from api.bodies import body_of, texts_of
from domain.commands import Command, read_command
from domain.correcting.kinds import CORRECTABLE
from domain.sealed import Sealed
from domain.wire import plain
from tests.api.doors import CALLS, DEVELOPMENT, EDIT, OPEN, SAY
from tests.api.json_schema import faults, resolve
from tests.fixtures import applications

Operation = dict[str, Any]
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return applications.described()


@pytest.fixture(scope="module")
def operations(described: dict[str, Any]) -> dict[str, Operation]:
    return {f"{verb.upper()} {path}": said for path, item in described["paths"].items() for verb, said in item.items()}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a document."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def test_it_is_openapi_3_1(described: dict[str, Any], operations: dict[str, Operation]) -> None:
    assert re.fullmatch(r"3\.1\.\d+", described["openapi"])
    assert {"title", "version"} <= described["info"].keys()
    for route, said in operations.items():
        path = route.partition(" ")[2]
        assert path.startswith("/")
        named = {p["name"] for p in said.get("parameters", []) if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), route
        assert all(p["required"] for p in said.get("parameters", []) if p["in"] == "path"), route
        assert all(re.fullmatch(r"[1-5]\d\d", status) and a["description"] for status, a in said["responses"].items())
        for requirement in said.get("security", []):
            assert requirement.keys() <= described["components"]["securitySchemes"].keys()


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = [node["$ref"] for node in nodes(described) if isinstance(node.get("$ref"), str)]
    assert references
    for reference in references:
        assert resolve(reference, described), reference


def test_operations_have_names_of_their_own_that_code_can_use(operations: dict[str, Operation]) -> None:
    names = [said["operationId"] for said in operations.values()]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)
    assert all(said["summary"] and said["description"] for said in operations.values())


def test_every_route_declares_its_problems(operations: dict[str, Operation]) -> None:
    for route, said in operations.items():
        answers = said["responses"]
        problems = {status for status in answers if PROBLEM in answers[status].get("content", {})}
        assert problems == {status for status in answers if status >= "400"}, route
        if route == "GET /healthz":
            continue
        expected = {"401", "403", "404", "422", "429", "503"}
        if route.startswith(("POST", "PATCH")):
            expected |= {"409", "410", "413", "415"}
        if route.endswith(("/closing", "/survival", "/hours", "/hours.csv", "/model-change", "/print")):
            expected |= {"409"}  # told once there is something to tell
        if route.endswith("/model-change"):
            expected |= {"410"}  # of what has ended nothing is tried
        if route in EDIT:
            expected |= {"409", "412", "428"}
        if route in SAY or route in ("POST /api/v1/initiatives", "POST /api/v1/model-changes/{change}/apply"):
            expected |= {"504"}
        assert problems == expected, route


def test_problems_have_one_shape(described: dict[str, Any], operations: dict[str, Operation]) -> None:
    reference = {"$ref": "#/components/schemas/Problem"}
    for said in operations.values():
        for status, answer in said["responses"].items():
            if status >= "400":
                assert answer["content"].keys() == {PROBLEM}
                assert answer["content"][PROBLEM]["schema"] == reference
    assert "HTTPValidationError" not in described["components"]["schemas"]
    sample = {"type": "urn:talkoot:NotAsked", "title": "x", "status": 409, "detail": "y", "path": "", "remedy": ""}
    assert faults(sample, reference, described) == []


def test_the_example_of_a_problem_is_one_of_its_status_and_tells_what_to_do(
    described: dict[str, Any], operations: dict[str, Operation]
) -> None:
    shown = set()
    for route, said in operations.items():
        for status, answer in said["responses"].items():
            if status < "400":
                continue
            (example,) = answer["content"][PROBLEM]["examples"].values()
            sample = resolve(example["$ref"], described)["value"]
            assert str(sample["status"]) == status, route
            assert sample["remedy"], route
            assert faults(sample, answer["content"][PROBLEM]["schema"], described) == []
            shown.add(example["$ref"].rpartition("/")[2])
    assert shown == described["components"]["examples"].keys()


def test_only_what_is_open_asks_for_no_key(operations: dict[str, Operation]) -> None:
    assert {route for route, said in operations.items() if "security" not in said} <= OPEN | DEVELOPMENT | CALLS


def of(command: type[Command], operations: dict[str, Operation]) -> dict[str, Any]:
    """How the body of a command is described."""
    phase, _, verb = command.KIND.replace("_", "-").partition(".")
    path = f"{verb}" if phase == "initiative" else f"{phase}/{verb}"
    body: dict[str, Any] = operations[f"POST /api/v1/initiatives/{{initiative}}/{path}"]["requestBody"]["content"]
    return body["application/json"]


LOOKED_UP = {"holder": "a1", "taker": "a1", "deputies": ["a2"], "left": 0, "text": plain(Sealed("ab" * 32, 12, "fi"))}
"""What nobody says of a seat, or of what an open call holds."""

OF_ROWS = {"initiative.renew_mandate", "initiative.offer_backbone"}
OF_ROWS |= {"initiative.propose_model_change", "initiative.approve_model_change"}
"""Commands whose bodies name rows of the register, or published models."""


@pytest.mark.parametrize("kind", sorted({*Command.kinds} - OF_ROWS))
def test_the_example_of_a_command_is_one(
    kind: str, described: dict[str, Any], operations: dict[str, Operation]
) -> None:
    command = Command.kinds[kind]
    said = of(command, operations)
    assert faults(said["example"], said["schema"], described) == []
    of_every_body = {"for_seat", "channel", "language"}
    body = body_of(command).model_validate(said["example"])
    fields = body.model_dump(mode="json", exclude_none=True, exclude=of_every_body)
    for name in set(texts_of(command)) & fields.keys():
        fields[name] = plain(Sealed("ab" * 32, len(fields[name]), "fi"))
    looked_up = {name: LOOKED_UP[name] for name in command.REGISTERED if name in LOOKED_UP}
    assert type(read_command({"kind": kind, **fields, **looked_up})) is command


@pytest.mark.parametrize("kind", sorted(Command.kinds))
def test_the_body_of_a_command_has_its_fields_and_what_every_body_may_say(
    kind: str, described: dict[str, Any], operations: dict[str, Operation]
) -> None:
    command = Command.kinds[kind]
    schema = resolve(of(command, operations)["schema"]["$ref"], described)
    every = {field.name: field for field in dataclasses.fields(command)}  # type: ignore[arg-type]
    own = {name: field for name, field in every.items() if name not in command.REGISTERED}
    corrects = {"corrects", "why"} if any(kind in how.commands for how in CORRECTABLE.values()) else set()
    assert schema["properties"].keys() == own.keys() | {"for_seat", "channel", "language"} | corrects
    needed = {n for n, f in own.items() if f.default is f.default_factory is dataclasses.MISSING}
    assert set(schema.get("required", [])) == needed
    assert schema["additionalProperties"] is False


def test_a_wrong_example_would_be_found(described: dict[str, Any], operations: dict[str, Operation]) -> None:
    schema = of(Command.kinds["piloting.answer_pulse"], operations)["schema"]
    for wrong in ({"progress": 1}, {"progress": "1", "energy": 2}, {"progress": True, "energy": 2}, {"energy": None}):
        assert faults(wrong, schema, described)
    assert faults({"progress": 1, "energy": 2, "loudly": 1}, schema, described) == [".loudly is not known"]
