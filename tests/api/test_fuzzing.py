"""Fuzzing: whatever is sent, by whomever, the API neither fails nor answers otherwise than its description says.

Schemathesis reads the description and sends what fits it and what does not, once per role and mode, to the API behind
a real HTTP server. Its default checks alone missed failures that were planted, so each role also sends only what fits
and is checked for failures alone.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from activities.sequencing import Sequencer
from models.checkpoint_copy import CheckpointCopy
from stack.serving import ApiServer
from tests.api.conftest import Shared
from tests.api.test_doors import MODEL
from tests.fixtures.profiles import CAMPAIGN

pytestmark = [pytest.mark.server, pytest.mark.timeout(3600 if CAMPAIGN else 120)]
ROLES = ("coordinator", "auditor", "admin", "mail", "participant", "nobody")
MODES = {
    "all": "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
    "positive": "not_a_server_error",
}
EXAMPLES, EACH = (12, 1) if CAMPAIGN else (1, 12)  # how many, to each path or each twelfth
COVERING = ("coordinator", "admin", "participant")  # for whom every border of every field is tried, for minutes each
CASES = [(role, mode) for mode in MODES for role in ROLES] if CAMPAIGN else [("coordinator", "all")]
MAIL = """import schemathesis

@schemathesis.serializer("message/rfc822")
def as_it_is(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"""


@asynccontextmanager
async def over_http(shared: Shared, folder: Path) -> AsyncIterator[str]:
    """The same API on a port of this machine, with what signs the log, as the stack puts it together."""
    services = shared.http.services
    services.sealed = Sequencer(services.database, services.signing, CheckpointCopy(folder / "copy.txt")).seal
    app = shared.http.client._transport.app  # type: ignore[attr-defined]
    listener = socket.create_server(("127.0.0.1", 0))
    server = ApiServer(app, listener, access_log=False)
    running = asyncio.create_task(server.serve())
    await server.started()
    yield server.url
    server.stop()
    await running
    services.sealed = None


def described(shared: Shared, file: Path) -> Path:
    """The description, in which addresses name what is there, as strangers to it would seldom guess."""
    app = shared.http.client._transport.app  # type: ignore[attr-defined]
    schema: dict[str, Any] = json.loads(json.dumps(app.openapi()))
    village, version = shared.http.village, shared.http.services.models[MODEL].version
    there = {
        "initiative": [shared.open, shared.looped, shared.ended, shared.foreign, "i0000000000000000"],
        "row": [village.seats[0], village.mandate, village.backbone, "none"],
        "model": [MODEL, "none"],
        "version": [version, "9.9.9"],
    }
    schema["paths"] = {path: schema["paths"][path] for path in sorted(schema["paths"])[::EACH]}
    for operations in schema["paths"].values():
        for operation in operations.values():
            for parameter in operation.get("parameters", ()):
                if parameter["in"] == "path" and parameter["name"] in there:
                    parameter["schema"]["enum"] = there[parameter["name"]]
    file.write_text(json.dumps(schema))
    return file


def phases(role: str, mode: str) -> str:
    if not CAMPAIGN:
        return "fuzzing"
    return "examples,coverage,fuzzing" if mode == "all" and role in COVERING else "examples,fuzzing"


async def fuzzed(url: str, schema: Path, token: str | None, role: str, mode: str) -> tuple[int, str]:
    """Let schemathesis send what it thinks of: how it ended, and what it says."""
    hooks = schema.with_name("sends_mail.py")
    hooks.write_text(MAIL)
    command = [
        *(Path(sys.executable).with_name("st"), "run", schema, "--url", url, "--no-color", "--warnings", "off"),
        *("--mode", mode, "--checks", MODES[mode], "--phases", phases(role, mode), "--max-examples", EXAMPLES),
        *("--seed", 7, "--no-shrink", "--generation-database", "none", "--continue-on-failure", "--workers", 2),
        *("--suppress-health-check", "all", "--request-timeout", 30),
        *(("--header", f"Authorization: Bearer {token}") if token else ()),
    ]
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=schema.parent,
        env=os.environ | {"SCHEMATHESIS_HOOKS": hooks.stem, "PYTHONPATH": str(schema.parent)},
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


@pytest.fixture(scope="module")
def cases() -> Iterator[list[int]]:
    """How many requests were sent for each role and mode; in the campaign together as many as the issue asks for."""
    sent = list[int]()
    yield sent
    if CAMPAIGN and len(sent) >= len(CASES):  # else some were chosen by name
        assert sum(sent) >= 20_000, sent


@pytest.mark.parametrize(("role", "mode"), CASES)
async def test_no_request_makes_the_api_fail_or_answer_what_it_does_not_describe(
    shared: Shared,
    tmp_path: Path,
    cases: list[int],
    role: str,
    mode: str,
    record_property: Callable[[str, object], None],
) -> None:
    tokens = vars(shared.http.village) | {"participant": shared.links[shared.looped], "nobody": None}
    async with over_http(shared, tmp_path) as url:
        code, said = await fuzzed(url, described(shared, tmp_path / "openapi.json"), tokens[role], role, mode)
    assert code == 0, said
    sent = re.search(r"(\d+) generated", said)
    assert sent is not None
    record_property(f"{role}, {mode}: cases", sent[1])
    cases.append(int(sent[1]))
    assert int(sent[1]) > 10
