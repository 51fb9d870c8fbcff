"""Files over HTTP: previewed, taken whole or refused with every fault, and the same one again changes nothing."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.conftest import CONVENING, Shared
from tests.api.test_bad_input import require_problem
from tests.api.test_register import everything

pytestmark = pytest.mark.server
CSV = {"Content-Type": "text/csv"}
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
KINDS = ("persons", "organisations", "seats", "mandates")


async def sent(
    shared: Shared, kind: str, content: str | bytes, headers: dict[str, str] = CSV, **query: Any
) -> httpx.Response:
    """The answer to a file that the coordinator sends."""
    key = {"Authorization": f"Bearer {shared.http.village.coordinator}"}
    body = content.encode() if isinstance(content, str) else content
    path = f"/api/v1/register/{kind}/import"
    return await shared.http.client.post(path, content=body, headers=key | headers, params=query)


def village() -> tuple[str, str]:
    """A name and an address that nobody has yet."""
    word = secrets.token_hex(6)
    return f"Kylä {word}", f"kyla.{word}@example.org"


async def test_a_file_is_previewed_taken_and_changes_nothing_again(shared: Shared) -> None:
    name, address = village()
    content = f"nimi;sähköposti\n{name};{address}\n"
    before = await everything(shared.http, "persons")
    foreseen = await sent(shared, "persons", content, dry_run=True)
    assert foreseen.status_code == 200, foreseen.text
    assert foreseen.json() == {
        "kind": "persons",
        "taken": False,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "lines": [{"line": 2, "verdict": "new", "what": name, "id": None, "fields": [], "namesake": False}],
        "faults": [],
    }
    assert await everything(shared.http, "persons") == before
    taken = (await sent(shared, "persons", content)).json()
    row = taken["lines"][0]["id"]
    assert taken == foreseen.json() | {"taken": True, "lines": [foreseen.json()["lines"][0] | {"id": row}]}
    assert (await shared.http.get(f"/register/persons/{row}")).json()["address"] == address
    again = (await sent(shared, "persons", content)).json()
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)


async def test_a_file_with_faults_is_refused_whole_with_all_of_them(unchanged: Shared) -> None:
    content = f"nimi;sektori;kunta\n{village()[0]};yhdistys;297\n;kerho;Kuopio\n"
    problem = require_problem(await sent(unchanged, "organisations", content), 422, "FileFaulty", "line 3, nimi")
    assert [(fault["line"], fault["column"]) for fault in problem["faults"]] == [
        (3, "nimi"),
        (3, "sektori"),
        (3, "kunta"),
    ]
    assert all(fault["reason"] and fault["remedy"] for fault in problem["faults"])
    foreseen = (await sent(unchanged, "organisations", content, dry_run=True)).json()
    assert foreseen["faults"] == problem["faults"]
    assert (foreseen["new"], foreseen["taken"]) == (1, False)


async def test_problems_of_other_requests_have_no_faults(unchanged: Shared) -> None:
    assert "faults" not in (await unchanged.http.get("/register/persons/none")).json()


async def test_what_excel_saves_in_another_character_set_is_told_by_line(unchanged: Shared) -> None:
    problem = require_problem(
        await sent(unchanged, "persons", "nimi\nMaija\nMäki\n".encode("cp1252")), 422, "FileFaulty"
    )
    assert (problem["path"], "CSV UTF-8" in problem["remedy"]) == ("line 3", True)


async def test_nothing_at_all_is_an_empty_file(unchanged: Shared) -> None:
    assert "empty" in require_problem(await sent(unchanged, "persons", b""), 422, "FileFaulty")["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json"},
        {"Content-Type": "text/csv; charset=iso-8859-1"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
)
@pytest.mark.parametrize("file", [b'{"nimi": 1}', b"nimi\nHanna Heimo\n", b"", b"\xff"])
async def test_only_csv_that_says_so_is_taken(unchanged: Shared, headers: dict[str, str], file: bytes) -> None:
    refused = require_problem(await sent(unchanged, "persons", file, headers), 415, "NotCsv", "Content-Type")
    assert "Content-Type: text/csv" in refused["remedy"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
async def test_csv_may_say_that_it_is_utf_8(unchanged: Shared, charset: str) -> None:
    headers = {"Content-Type": f"text/csv; charset={charset}"}
    assert (await sent(unchanged, "persons", "nimi\n", headers)).status_code == 200


async def test_a_file_may_be_larger_than_other_bodies_up_to_two_megabytes(unchanged: Shared) -> None:
    line = f"{'x' * 199};;\n"
    fits = "nimi;sähköposti;kieli\n" + ";;\n" * 100_000 + line
    assert len(fits) > 300_000
    assert (await sent(unchanged, "persons", fits, dry_run=True)).json()["new"] == 1
    too_large = await sent(unchanged, "persons", "nimi;sähköposti;kieli\n" + ";;\n" * 700_000)
    assert "2000 kB" in require_problem(too_large, 413, "TooLarge")["detail"]


async def test_only_kinds_of_the_register_are_taken(unchanged: Shared) -> None:
    require_problem(await sent(unchanged, "villages", "nimi\n"), 422, "Malformed", "kind")
    require_problem(await sent(unchanged, "persons", "nimi\n", dry_run="perhaps"), 422, "Malformed", "dry_run")


@pytest.fixture
async def examples(shared: Shared) -> dict[str, dict[str, Any]]:
    """What became of the files that the documentation shows, taken in its order."""
    answers = {kind: await sent(shared, kind, (EXAMPLES / f"{kind}.csv").read_bytes()) for kind in KINDS}
    assert {kind: answer.status_code for kind, answer in answers.items()} == dict.fromkeys(KINDS, 200), {
        kind: answer.text for kind, answer in answers.items()
    }
    return {kind: answer.json() for kind, answer in answers.items()}


async def test_the_files_of_the_documentation_make_a_register_that_an_initiative_starts_from(
    shared: Shared, examples: dict[str, dict[str, Any]]
) -> None:
    mandate = (await shared.http.get(f"/register/mandates/{examples['mandates']['lines'][0]['id']}")).json()
    place = next(iter(mandate["places"]))
    wanted = {
        "model": CONVENING,
        "title": "Esimerkkikylän kylätalo",
        "place": place,
        "theme": mandate["themes"][0],
        "mandate": mandate["id"],
        "backbone": mandate["given_to"],
        "seats": [line["id"] for line in examples["seats"]["lines"]],
    }
    started = await shared.http.post("/initiatives", wanted)
    assert started.status_code == 201, started.text


async def test_the_files_of_the_documentation_change_nothing_again(
    shared: Shared, examples: dict[str, dict[str, Any]]
) -> None:
    for kind in KINDS:
        again = (await sent(shared, kind, (EXAMPLES / f"{kind}.csv").read_bytes())).json()
        assert again["unchanged"] == len(examples[kind]["lines"]) > 0
